"""Reports carried without the words of their form go through the wide pass exactly as if they went the long way."""

from __future__ import annotations

import copy
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingestion.faultless import places
from ingestion.parsing.unfold import unfolded
from ingestion.sample_city.planting import everything_sent
from ingestion.sample_city.submission import Submission
from quality.register.register import Register
from quality.return_slip.first_sheet import ANSWER_COLUMN, KEY_COLUMN, KEY_MARK
from tests.unit.both_ways import Batch, batch, written

_RECORD_FORMS = ("F01", "F02", "F03", "F04", "F05", "F06")
_FORMATS = ("csv", "xlsx")


@pytest.fixture(scope="module")
def clean() -> list[Submission]:
    """Two reports of every form of one value a field and of every kind of unit that sends it."""
    seen: dict[tuple[str, str, str], Submission] = {}
    for one in everything_sent():
        if one.raw is None and one.edit is None and not (one.planted or one.control) and one.made.form in _RECORD_FORMS:
            seen.setdefault((one.made.form, one.made.unit.kind, one.made.window.part[0]), one.made)
    return list(seen.values())


def _other(made: Submission) -> Submission:
    """The same report with other bytes."""
    one = copy.deepcopy(made)
    one.header["submission_no"] = 2
    return one


def _silent(checked: Batch) -> int:
    rows = checked.judged(10**9).submissions
    return rows.filter((pl.col("errors") == 0) & (pl.col("queries") == 0)).height


@pytest.mark.parametrize("file_format", _FORMATS)
def test_clean_reports_of_every_form_go_through_the_pass(
    file_format: str, clean: list[Submission], city_register: Register
) -> None:
    files = [written(one, file_format) for made in clean for one in (made, made, _other(made))]
    files = [(replace(made, file_format=file_format), content) for made, content in files]
    checked = batch(city_register, files).same_both_ways()
    folded = checked.parsed.openings["printed"].is_not_null().sum()
    assert folded == len(files)
    assert checked.taken == _silent(checked) > len(files) // 2


def test_formats_may_come_mixed(clean: list[Submission], city_register: Register) -> None:
    files = [written(made, kind) for made in clean[:6] for kind in ("json", *_FORMATS) for _ in (1, 2)]
    checked = batch(city_register, files).same_both_ways()
    assert checked.taken == _silent(checked) > 0
    facts = checked.judged(1).facts
    assert set(facts["sheet"]) == {"json", "csv", "Báo cáo"}


def test_more_words_than_are_remembered_are_met(
    clean: list[Submission], city_register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_REMEMBERED", 1)
    known, other = (
        [written(made, "csv")] * 2
        for made in (next(one for one in clean if one.form == form) for form in ("F02", "F03"))
    )
    assert batch(city_register, known).same_both_ways().taken == 2
    assert batch(city_register, [*known, *other]).same_both_ways().taken == 4


_TEXTS = (
    "1.234", "1,5", "12.5", "-", "...", " 12 ", "", " ", "không", "Có", "69/70", "hơn 20 nghìn", "0", "007", "999999999", "84 vụ",
    "kho138:F01-E01/zalo_groups/0", "F02", "2023.1", "13681", "Phường Trần Tế Xương", "2024-12-14", "14/12/2024", "45000",
    "Quý", "Năm", "Doanh nghiệp", "Mật", "chỉ báo cáo năm", "do mới nhận bàn giao", "households", "fires",
)  # fmt: skip
_CHANGE = st.tuples(
    st.integers(0, 10**6), st.sampled_from(_TEXTS), st.sampled_from(["s", "s", "n", "d"]), st.booleans()
)


@pytest.fixture(scope="module", params=_FORMATS)
def wards(request: pytest.FixtureRequest, clean: list[Submission], city_register: Register) -> Batch:
    """Eight clean reports of wards, folded."""
    one = written(next(made for made in clean if made.form == "F01" and made.window.part[0] == "Q"), request.param)
    return batch(city_register, [one] * 8)


def _edited(wards: Batch, cells: pl.DataFrame) -> Batch:
    return Batch(wards.register, wards.parsed._replace(cells=cells), wards.receipts)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(changes=st.lists(_CHANGE, min_size=1, max_size=4))
def test_one_cell_otherwise_is_judged_as_the_long_way_does(
    changes: list[tuple[int, str, str, bool]], wards: Batch
) -> None:
    cells = wards.parsed.cells.with_row_index("n")
    for place, text, asked, as_note in changes:
        kind = "s" if asked == "n" and not text.isdigit() else asked  # a number cell holds a number
        here = pl.col("n") == place % cells.height
        cells = cells.with_columns(
            text=pl.when(here).then(pl.lit(text)).otherwise("text"),
            kind=pl.when(here).then(pl.lit(kind)).otherwise("kind"),
            # a note in the place of the figure: then there is none
            col_no=pl.when(here & pl.lit(as_note)).then(pl.lit(6, pl.Int32)).otherwise("col_no"),
            cell=pl.when(here & pl.lit(as_note)).then(pl.format("F{}", "row_no")).otherwise("cell"),
        )
    _edited(
        wards, cells.drop("n").unique(["submission_id", "cell"], keep="first", maintain_order=True)
    ).same_both_ways()


def test_a_note_that_explains_sends_its_file_the_long_way(wards: Batch) -> None:
    mine = (pl.col("submission_id") == "#00001") & (pl.col("cell") == "E24")
    note = wards.parsed.cells.filter(mine).with_columns(
        cell=pl.lit("F24"), col_no=pl.lit(6, pl.Int32), kind=pl.lit("s"), text=pl.lit("tính cả tạm trú")
    )
    assert note.height == 1
    explained = _edited(wards, pl.concat([wards.parsed.cells, note])).same_both_ways()
    assert explained.taken == 7
    assert explained.judged(1).explanations.height == 1


def _words(wards: Batch, words: pl.DataFrame) -> Batch:
    places._known.clear()  # words are remembered by their name, which is made of them
    changed = Batch(wards.register, wards.parsed._replace(printed=words), wards.receipts)
    try:
        return changed.same_both_ways()
    finally:
        places._known.clear()


def test_words_that_are_not_one_sheet_of_one_form_send_their_files_the_long_way(wards: Batch) -> None:
    words = wards.parsed.printed
    row = words.filter((pl.col("part") == "cell") & (pl.col("text") == "population"))
    assert _words(wards, words).taken == 8
    for what, changed in (
        ("a field is gone", words.filter(pl.col("text") != "population")),
        ("a field twice", pl.concat([words, row.with_columns(sheet=pl.lit("Báo cáo (2)"), sheet_no=pl.lit(5, pl.Int32))])),
        ("a field under another name", words.with_columns(pl.col("text").replace("population", "populace"))),
        ("a figure beyond the form", pl.concat([words, row.with_columns(
            sheet=pl.lit("Khác"), sheet_no=pl.lit(5, pl.Int32), kind=pl.lit("n"), text=pl.lit("12"), cell=pl.lit("B3"),
            row_no=pl.lit(3, pl.Int32), col_no=pl.lit(2, pl.Int32))])),
        ("figures in another column", words.with_columns(pl.when(pl.col("text") == "Số liệu").then(pl.lit("Số"))
            .when(pl.col("text") == "Đơn vị tính").then(pl.lit("Số liệu")).otherwise("text").alias("text"))),
    ):  # fmt: skip
        assert _words(wards, changed.select(words.columns)).taken == 0, what


def _row(words: pl.DataFrame, sheet: str, cell: str, row_no: int, col_no: int, text: str) -> pl.DataFrame:
    """A printed word of its own."""
    at = {"sheet": sheet, "cell": cell, "text": text, "kind": "s", "part": "cell"}
    numbers = {"row_no": row_no, "col_no": col_no, "sheet_no": 0 if sheet in ("csv", "Báo cáo") else 5}
    return words.head(1).with_columns(
        *(pl.lit(value).alias(name) for name, value in at.items()),
        *(pl.lit(value, pl.Int32).alias(name) for name, value in numbers.items()),
    )


def test_an_answer_among_the_words_sends_their_files_the_long_way(wards: Batch) -> None:
    words, sheet = wards.parsed.printed, "Kết quả kiểm tra"
    key = _row(words, sheet, "I5", 5, KEY_COLUMN, f"{KEY_MARK}F01-E01/zalo_groups/0")
    answer = _row(words, sheet, "G5", 5, ANSWER_COLUMN, "do sáp nhập")
    told = _words(wards, pl.concat([words, key, answer]))
    assert told.taken == 0
    assert told.judged(1).explanations.height == 8


def test_a_row_that_is_none_of_the_form_matters_where_it_is_filled_in(wards: Batch) -> None:
    sheet = wards.parsed.cells["sheet"][0]
    words = pl.concat([wards.parsed.printed, _row(wards.parsed.printed, sheet, "A90", 90, 1, "own_remark")])
    filled = wards.parsed.cells.filter((pl.col("submission_id") == "#00001") & (pl.col("cell") == "E24")).with_columns(
        cell=pl.lit("E90"), row_no=pl.lit(90, pl.Int32)
    )
    assert _words(wards, words).taken == 8
    more = _edited(wards, pl.concat([wards.parsed.cells, filled]))
    assert _words(more, words).taken == 7


@pytest.mark.parametrize("file_format", _FORMATS)
def test_a_field_nobody_has_to_fill_in_has_its_row_all_the_same(
    file_format: str, clean: list[Submission], city_register: Register
) -> None:
    made = copy.deepcopy(next(one for one in clean if one.form == "F04" and one.window.part == "Y"))
    made.values["movement_grade"] = None
    sent = batch(city_register, [written(made, file_format)] * 4).same_both_ways()
    assert sent.taken == 4
    assert _words(sent, sent.parsed.printed.filter(pl.col("text") != "movement_grade")).taken == 0


def test_a_hidden_sheet_that_names_another_form_sends_its_files_the_long_way(wards: Batch) -> None:
    words = wards.parsed.printed
    hidden = words.filter(pl.col("sheet") == "_kho138")
    if hidden.is_empty():  # CSV has none
        assert set(wards.parsed.openings["file_format"]) == {"csv"}
        return
    for said, other in (("F01", "F02"), ("2024.1", "2023.1")):
        mine = (pl.col("sheet") == "_kho138") & (pl.col("text") == said)
        assert words.filter(mine).height == 1
        assert _words(wards, words.with_columns(text=pl.when(mine).then(pl.lit(other)).otherwise("text"))).taken == 0


def test_folded_or_whole_a_batch_is_judged_the_same(wards: Batch) -> None:
    whole = Batch(wards.register, unfolded(wards.parsed), wards.receipts).judged(1)
    for name, table in wards.judged(1)._asdict().items():
        assert table.equals(getattr(whole, name)), name
