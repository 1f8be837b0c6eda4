"""Files about which there is nothing to say are judged together, and exactly as if they went the long way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingestion.corrections.records import SHAPE as CORRECTION
from ingestion.old_layouts.mapping_model import Mapping
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.sample_city.planting import Sent, everything_sent
from ingestion.sample_city.submission import Submission
from ingestion.shapes import RECEIPT, REFUSED
from quality.contracts.registry import forms
from quality.register.register import Register
from tests.benchmarks.corpus import EVERY, FAULTS, SENDER_KIND, read_files, write_files
from tests.unit.both_ways import BLANKS, Batch, as_json, batch

_RECORD_FORMS = ("F01", "F02", "F03", "F04", "F05", "F06")


@pytest.fixture(scope="module")
def everything() -> list[Sent]:
    """What the demonstration city sends, without bytes that are no report."""
    return [one for one in everything_sent() if one.raw is None and one.edit is None]


@pytest.fixture(scope="module")
def clean(everything: list[Sent]) -> list[Submission]:
    """Reports of every form of one value a field, and of every kind of unit and period that sends it."""
    seen: dict[tuple[str, str, str], Submission] = {}
    for one in everything:
        if not (one.planted or one.control) and one.made.form in _RECORD_FORMS:
            seen.setdefault((one.made.form, one.made.unit.kind, one.made.window.part[0]), one.made)
    return list(seen.values())


def test_clean_reports_of_every_form_go_through_the_pass(clean: list[Submission], city_register: Register) -> None:
    files = [as_json(made) for made in clean]
    assert {made.form for made, _ in files} == set(_RECORD_FORMS)
    checked = batch(city_register, files).same_both_ways()
    assert checked.judged(10**9).submissions["queries"].sum() < len(files)
    silent = checked.judged(1).submissions.filter((pl.col("errors") == 0) & (pl.col("queries") == 0))
    assert checked.taken == silent.height > len(files) // 2


def test_the_city_is_judged_the_same_in_its_own_formats_and_as_json(
    everything: list[Sent], city_register: Register
) -> None:
    odd = [one.made for one in everything if one.planted or one.control]
    made = [*odd[::2], *(one.made for one in everything[::97])]
    files = [(one, one.content(BLANKS[one.form])) for one in made] + [as_json(one) for one in odd + made]
    assert batch(city_register, files).same_both_ways().taken > len(made) // 2


def test_of_the_measured_files_all_without_a_fault_go_through(tmp_path: Path, city_register: Register) -> None:
    count = EVERY * len(FAULTS)
    write_files(tmp_path, "json", count)
    received, rows = [], []
    for number, file in enumerate(read_files(tmp_path, count)):
        sid, arrival = f"#{number:05d}", file.arrival
        received.append(Received(sid, arrival.source_name, arrival.content))
        rows.append(
            (
                sid,
                sid,
                arrival.channel,
                SENDER_KIND,
                arrival.sender_code,
                arrival.source_name,
                1,
                arrival.received_at,
                sid,
            )
        )
    checked = Batch(city_register, parse_batch(received), pl.DataFrame(rows, schema=RECEIPT, orient="row"))
    assert checked.same_both_ways().taken == count - len(FAULTS)


_TEXTS = (
    "1.234", "1,5", "12.5", "-", "–", "...", " 12 ", "", " ", "không", "Có", "69/70", "hơn 20 nghìn", "≥ 3", "0", "007", "999999999",
    "1e15", "84 vụ", "kho138:F01-E01/zalo_groups/0", "F02", "2023.1", "13681", "13 681", "P13681", "Phường Trần Tế Xương", "2024-12-14",
    "14/12/2024", "45000", "31/02/2024", "Thµnh phè Nam §Þnh quÝ", "Quý", "Năm", "ND09", "nd09", "Doanh nghiệp", "Mật", "x" * 600,
)  # fmt: skip
_VALUES = st.one_of(
    st.sampled_from(_TEXTS), st.integers(-3, 10**7), st.floats(-5, 1e16), st.sampled_from([None, True, [1], {"a": 1}])
)


_CHANGE = st.tuples(
    st.sampled_from(("values", "values", "values", "gone", "top", "beside", "lines")), st.integers(0, 10**6), _VALUES
)
_TOP = ("form_code", "form_version", "note", "remark", "population")
_BESIDE = ("form_code", "form_version", "note", "extra", "models_led", "staff_total", "tips_due", "self_safe_claim", "kdc_eligible")  # fmt: skip


def _change(document: dict[str, Any], where: str, place: int, value: object) -> None:
    """One thing of a document is otherwise."""
    values = document["values"]
    named = sorted(values)[place % len(values)]
    if where == "values":
        values[named] = value
    elif where == "gone":
        del values[named]
    elif where == "top":
        document[_TOP[place % len(_TOP)]] = value
    elif where == "beside":
        values[_BESIDE[place % len(_BESIDE)]] = value
    else:
        document["lines"] = [{named: value}]


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(each=st.lists(_CHANGE, min_size=32, max_size=32), form_no=st.integers(0, len(_RECORD_FORMS) - 1))
def test_one_thing_otherwise_is_judged_as_the_long_way_does(
    each: list[tuple[str, int, object]], form_no: int, clean: list[Submission], city_register: Register
) -> None:
    files = []
    mine = [made for made in clean if made.form == _RECORD_FORMS[form_no]]
    for number, change in enumerate(each):
        made, content = as_json(mine[number % len(mine)])
        document = json.loads(content)
        _change(document, *change)
        files.append((made, json.dumps(document, ensure_ascii=False).encode()))
    batch(city_register, files).same_both_ways()


@pytest.fixture(scope="module")
def wards(clean: list[Submission], city_register: Register) -> Batch:
    """Eight clean reports of wards."""
    one = as_json(next(made for made in clean if made.form == "F01"))
    return batch(city_register, [one] * 8)


def _changed(wards: Batch, cells: pl.DataFrame) -> Batch:
    return Batch(wards.register, wards.parsed._replace(cells=cells), wards.receipts, **wards.given)


def _odd_cells(cells: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Cells of the second file that no reader of JSON gives, or not so."""
    mine = pl.col("submission_id") == "#00001"
    name = mine & (pl.col("cell") == "/values/submitter_name")
    yield "a date where words are asked", cells.with_columns(kind=pl.when(name).then(pl.lit("d")).otherwise("kind"))
    yield "another sheet", cells.with_columns(sheet=pl.when(name).then(pl.lit("Báo cáo")).otherwise("sheet"))
    yield "a line", cells.with_columns(row_no=pl.when(name).then(pl.lit(3, pl.Int32)).otherwise("row_no"))
    yield "no text", cells.with_columns(text=pl.when(name).then(None).otherwise("text"))
    yield "twice", pl.concat([cells.filter(name).with_columns(text=pl.lit("Phường khác")), cells])
    yield "no form", cells.filter(~(mine & (pl.col("cell") == "/form_code")))
    yield "no version", cells.filter(~(mine & (pl.col("cell") == "/form_version")))
    yield "nothing", cells.filter(~mine | ~pl.col("cell").str.starts_with("/values"))


@pytest.mark.parametrize("number", range(8))
def test_a_cell_that_stands_otherwise_sends_its_file_the_long_way(number: int, wards: Batch) -> None:
    what, cells = list(_odd_cells(wards.parsed.cells))[number]
    assert _changed(wards, cells).same_both_ways().taken == 7, what


def test_cells_may_come_in_any_order(wards: Batch) -> None:
    cells = wards.parsed.cells.sample(fraction=1, shuffle=True, seed=3)
    assert _changed(wards, cells).same_both_ways().taken == 8


def test_what_is_known_of_a_file_before_it_is_read_sends_it_the_long_way(wards: Batch) -> None:
    one = {"correction_id": "C1", "form_code": "F01", "field": "population", "expected_text": "1", "new_text": "2"}
    refused = {"submission_id": "#00002", "position": 0, "file_format": "json", "rule_id": "SEC-01", "kind": "secrecy"}
    mapping = Mapping.model_validate(
        {"name": "cu", "form": "F01", "files": "3", "senders": [SENDER_KIND], "value_heading": "Số liệu", "header": {},
         "sheets": [{"sheet": "json"}], "rows": [{"label": "Dân số", "field": "population"}]}
    )  # fmt: skip
    named = {"#00003": "3", "#00004": "•.json"}
    receipts = wards.receipts.with_columns(
        source_name=pl.col("submission_id").replace_strict(named, default="x", return_dtype=pl.String)
    )
    seen = pl.DataFrame([("#00005", "JSON-01", "json", None, "x")], schema=wards.parsed.findings.schema, orient="row")
    told = Batch(
        wards.register,
        wards.parsed._replace(findings=seen),
        receipts,
        corrections=pl.DataFrame([one | {"submission_id": "#00001"}], schema=CORRECTION),
        refusals=pl.DataFrame([refused], schema=REFUSED),
        mappings=[mapping],
    )
    assert told.same_both_ways().taken == 3


def test_what_is_known_of_a_unit_sends_its_files_the_long_way(wards: Batch) -> None:
    one = {"correction_id": "C1", "form_code": "F01", "field": "population", "expected_text": "1", "new_text": "2"}
    by_unit = one | {"unit_code": wards.receipts["sender_code"][0], "period_id": "ND09:2024-Q1"}
    corrections = pl.DataFrame([by_unit], schema=CORRECTION)
    assert Batch(wards.register, wards.parsed, wards.receipts, corrections=corrections).same_both_ways().taken == 0
    other = wards.receipts.with_columns(sender_kind=pl.lit("agency"))
    assert Batch(wards.register, wards.parsed, other).same_both_ways().taken == 0


def test_an_answer_to_a_slip_sends_its_file_the_long_way(clean: list[Submission], city_register: Register) -> None:
    made, content = as_json(next(one for one in clean if one.form == "F01"))
    document = json.loads(content)
    document["values"]["correction_reason"] = (
        "kho138:F01-E01/zalo_groups/0"  # in the place of the slip's column of keys
    )
    names = [name for name in document["values"] if name != "correction_reason"]
    names.insert(8, "correction_reason")
    document["values"] = {name: document["values"][name] for name in names}
    answering = made, json.dumps(document, ensure_ascii=False).encode()
    checked = batch(city_register, [answering, as_json(made)]).same_both_ways()
    assert checked.taken == 1
    assert checked.judged(1).explanations.height == 1


def test_what_is_not_asked_and_what_only_a_part_says_go_the_long_way(
    clean: list[Submission], city_register: Register
) -> None:
    made, content = as_json(next(one for one in clean if one.form == "F01" and one.window.part[0] == "Q"))
    unasked = sorted(
        {f.name for f in forms()["F01"].fields()} - {f.name for _, f in forms()["F01"].asked("ward_commune", "quarter")}
    )
    number = next(name for name in unasked if name.endswith("_eligible"))
    part, whole = next((f.name, f.part_of) for _, f in forms()["F01"].asked("ward_commune", "quarter") if f.part_of)
    documents = [json.loads(content) for _ in range(5)]
    documents[0]["values"][number] = 0  # no news, and no figure either
    documents[1]["values"][number] = 7
    documents[2]["values"][part] = f"1/{documents[2]['values'].pop(whole)}"
    documents[3]["values"][part] = f"1/{documents[3]['values'][whole] + 1}"
    files = [(made, json.dumps(one, ensure_ascii=False).encode()) for one in documents]
    assert batch(city_register, files).same_both_ways().taken == 1


def test_a_form_the_city_does_not_use_is_none(clean: list[Submission], city_register: Register) -> None:
    city = city_register.city.model_copy(update={"forms": ("F01",)})
    files = [as_json(next(one for one in clean if one.form == form)) for form in ("F01", "F02")]
    assert batch(replace(city_register, city=city), files).same_both_ways().taken == 1


def test_an_older_version_goes_the_long_way(clean: list[Submission], city_register: Register) -> None:
    made, content = as_json(next(one for one in clean if one.form == "F03"))
    older = made, content.replace(b'"2024.1"', b'"2023.1"')
    assert batch(city_register, [older, as_json(made)]).same_both_ways().taken == 1


def test_few_files_go_the_long_way(wards: Batch) -> None:
    wards.judged(9)
    assert wards.taken == 0
