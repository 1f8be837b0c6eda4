"""The way of a question: asked in a slip, answered in its column, sent back, accepted by a role."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import openpyxl
import polars as pl

from ingestion.record_snapshot import write_record_snapshot
from ingestion.workspace import Workspace
from quality.return_slip.first_sheet import ANSWER_COLUMN, KEY_COLUMN, KEY_MARK, SHEET_NAME
from tests.integration.compiled_warehouse import LAKE_SHAPES, CompiledWarehouse
from tests.integration.conftest import City

WHY = "Đã đối chiếu sổ theo dõi: số liệu hai năm học bằng nhau."
_RULE = "XCPY-01"
_ASKED = (
    "select submission_id, sender_kind, sender_code, form_code, period_id from fct_quality_issue "
    "where rule_id = ? and query_state = 'open'"
)
_STATE = (
    "select query_state, explanation, accepted_by from fct_quality_issue "
    "where rule_id = ? and sender_code = ? and period_id = ?"
)
_LEDGER = (
    "select state, questions_open, questions_explained from fct_submission_coverage "
    "where unit_code = ? and form_code = ? and period_id = ?"
)


@dataclass(frozen=True)
class Question:
    """One question of a unit about a report."""

    submission_id: str
    sender_kind: str
    sender_code: str
    form_code: str
    period_id: str


def send_the_answer(city: City) -> Question:
    """Write why into the slip of the copied report, and put the slip into the unit's drop folder."""
    (row,) = city.query(_ASKED, _RULE)
    asked = Question(*row)
    slip = city.home / "slips" / asked.sender_code / asked.submission_id[:16] / "phieu-ket-qua.xlsx"
    if not slip.exists():  # folders are named in letters
        found = (p for p in slip.parents[1].glob("*/*.json") if json.loads(p.read_bytes())["submission_id"] == row[0])
        slip = next(found).with_suffix(".xlsx")
    book = openpyxl.load_workbook(slip)
    first = book[SHEET_NAME]
    for n in range(1, first.max_row + 1):
        if _RULE in str(first.cell(n, KEY_COLUMN).value) and str(first.cell(n, KEY_COLUMN).value).startswith(KEY_MARK):
            first.cell(n, ANSWER_COLUMN).value = WHY
    sent = city.home / "drop" / asked.sender_kind / asked.sender_code / "Phiếu kết quả đã giải trình.xlsx"
    book.save(sent)
    with (city.home / "arrivals.csv").open("a", encoding="utf-8") as arrivals:
        arrivals.write(f"{sent.relative_to(city.home / 'drop').as_posix()},2025-10-20T08:00:00Z\n")
    return asked


def check_the_way(city: City, asked: Question, warehouse: CompiledWarehouse) -> None:
    """The answer was logged and is listed; a role accepts it; then nothing is asked any more."""
    of_question = [_RULE, asked.sender_code, asked.period_id]
    assert city.query(_STATE, *of_question) == [("explained", WHY, None)]
    listed = json.loads(city.kho138("exceptions", "--unit", asked.sender_code, "--json").stdout)
    (mine,) = [r for r in listed if r["rule_id"] == _RULE]
    assert (mine["explanation"], mine["query_state"]) == (WHY, "explained")
    year = asked.period_id.partition(":")[2][:4]
    status = json.loads(city.kho138("status", "--unit", asked.sender_code, "--year", year, "--json").stdout)
    (row,) = status["asked"]
    assert (row["questions_open"], row["questions_explained"]) == (0, 1)
    (slip,) = json.loads(city.kho138("slip", mine["submission_id"][:12], "--json").stdout)
    (line,) = [one for one in slip["lines"] if _RULE in one["rules"]]
    assert (line["answered"], line["accepted"], line["explanation"]) == (True, False, WHY)
    assert "[ĐÃ GIẢI TRÌNH]" in city.kho138("slip", mine["submission_id"][:12], "--text").stdout

    assert city.kho138("accept", asked.submission_id[:12], "VAL-08", "--by", "standing_office").returncode == 1
    done = city.kho138("accept", mine["submission_id"][:12], _RULE, "--by", "standing_office", "--note", "Đã xem sổ")
    assert done.returncode == 0, done.stdout + done.stderr
    lake = _lake(Workspace(city.home))
    with warehouse.build(lake) as answers:
        answers.execute("use kho138.marts")
        (accepted,) = answers.execute(_STATE, of_question).fetchall()
        assert (accepted[0], accepted[1], bool(accepted[2])) == ("accepted", WHY, True)
        of_report = [asked.sender_code, asked.form_code, asked.period_id]
        assert city.query(_LEDGER, *of_report) == [("under_query", 0, 1)]
        assert answers.execute(_LEDGER, of_report).fetchall() == [("accepted", 0, 0)]


def _lake(workspace: Workspace) -> dict[str, pl.DataFrame]:
    """The lake with what was accepted since the run, as the next run will see it."""
    write_record_snapshot(workspace)
    tables = {
        name: pl.read_parquet(workspace.table(name) / "*.parquet", missing_columns="insert").select(
            [pl.col(c).cast(t) for c, t in shape.items()]
        )
        for name, shape in LAKE_SHAPES.items()
        if any(workspace.table(name).glob("*.parquet"))
    }
    after = datetime.now(UTC) + timedelta(minutes=1)
    city = tables["register_city"].with_columns(as_of=pl.lit(after).cast(LAKE_SHAPES["register_city"]["as_of"]))
    return tables | {"register_city": city}
