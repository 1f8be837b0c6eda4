"""Words of a form typed in a legacy font are looked at and judged in each file, however many files have them alike."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from ingestion.judge_batch import judge_batch
from ingestion.landing.inspect_batch import Inspected, inspect_batch
from ingestion.parsing.parse_batch import Received
from ingestion.sample_city.blank_form import BlankForm
from ingestion.sample_city.plan import submissions
from ingestion.sample_city.submission import Submission
from ingestion.sample_city.write_city import TEMPLATES
from ingestion.shapes import RECEIPT
from quality.personal_data.allowed import allowed
from quality.register.register import Register

_AT = datetime(2025, 4, 2, tzinfo=UTC)
_PLACE = "Thµnh phè Nam §Þnh"
_NAME = "«ng NguyÔn V¨n §Þnh, sè ®iÖn tho¹i nhµ riªng"  # an invented person


@pytest.fixture(scope="module")
def made() -> Submission:
    blank = next(one for one in submissions() if one.form == "F01" and one.window.part == "Q1")
    blank.file_format = "csv"
    return blank


def _looked_at(made: Submission, label: str, register: Register) -> Inspected:
    blank = BlankForm(TEMPLATES / "F01.xlsx")
    files = []
    for number in range(3):
        made.values["population"] = 11_000 + number  # the control total goes with it
        content = made.content(blank).decode().replace(";Dân số;", f";{label};").encode()
        assert label.encode() in content
        files.append(Received(f"#{number:08d}", f"{number}.csv", content))
    return inspect_batch(files, allowed(register))


def test_a_label_in_a_legacy_font_is_asked_about_in_every_file(made: Submission, city_register: Register) -> None:
    parsed = _looked_at(made, _PLACE, city_register).parsed
    rows = [(sid, sid, "drop_folder", "ward_commune", made.unit.code, "a.csv", 1, _AT, sid)
            for sid in parsed.openings["submission_id"]]  # fmt: skip
    receipts = pl.DataFrame(rows, schema=RECEIPT, orient="row")
    judged = judge_batch(
        receipts, parsed.openings, parsed.cells, city_register, "b", parsed.findings, printed=parsed.printed
    )
    assert (
        judged.issues.filter(rule_id="TEXT-01")["submission_id"].sort().to_list() == receipts["submission_id"].to_list()
    )


def test_a_name_in_a_legacy_font_is_refused_in_every_file(made: Submission, city_register: Register) -> None:
    refused = _looked_at(made, _NAME, city_register).refusals
    assert refused["submission_id"].n_unique() == 3
    assert set(refused["kind"]) >= {"person_name"}
