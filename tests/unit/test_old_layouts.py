"""Workbooks from before the forms enter through a declared mapping, and every figure keeps its own cell."""

from __future__ import annotations

import io
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import yaml
from typer.testing import CliRunner

from ingestion import ingest
from ingestion.check_file import check_content
from ingestion.erase import erase
from ingestion.judge_batch import Judged, judge_batch
from ingestion.landing.arrival import Arrival
from ingestion.old_layouts.mapping_model import Mapping, MappingError, read_mappings
from ingestion.parquet_table import read_table
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import CELL, FACT, ISSUE, RECEIPT, SUBMISSION
from ingestion.workspace import Workspace
from orchestration.cli.app import app
from orchestration.outbox.checked_slip import slip_of
from quality.register.register import Register

NAME = "BC phong trào TDBVANTQ năm 2023 - P. Quang Trung.xlsx"
ASKED = {
    "Số tổ dân phố, thôn, xóm": ("residential_areas_total", 14),
    "Số hộ": ("households", "3.120"),
    "Nhân khẩu": ("population", 11250),
    "Mô hình ANTT đang hoạt động": ("models_taken_part", 5),
    "Trong đó: xây dựng mới": ("models_new", 1),
    "Số nhóm Zalo ANTT": ("zalo_groups", 12),
    "Số người tham gia nhóm": ("zalo_members", "hơn 900"),
    "Số buổi tuyên truyền": ("propaganda_sessions", 9),
    "Lượt người dự": ("propaganda_participants", "1 240"),
}
ABSENT = [
    "models_stopped", "model_sites", "residential_areas_with_zalo", "tips_received", "tips_useful", "tips_due",
    "tips_resolved", "security_teams", "security_team_members", "weapons_handed_in", "ammunition_handed_in",
    "fireworks_kg", "fire_safety_groups", "public_fire_points", "fires", "security_cameras", "at_risk_youth_managed",
]  # fmt: skip
QUARTERS = {
    "Quý I": ("15/12/2022", "14/03/2023"), "Quý II": ("15/03/2023", "14/06/2023"),
    "Quý III": ("15/06/2023", "14/09/2023"), "Quý IV": ("15/09/2023", "14/12/2023"),
}  # fmt: skip
DECLARED = {
    "name": "phuong-2023",
    "form": "F01",
    "files": "*phong trao*2023*.xlsx",
    "senders": ["ward_commune"],
    "value_heading": "Số lượng",
    "header": {"report_year": "2023", "period_type": "Quý", "period_frame": "Kỳ hành chính (15/12 - 14/12)",
               "submission_no": "1", "secrecy": "Không mật"},
    "sheets": [
        {"sheet": s, "header": {"period_start": a, "period_end": b, "prepared_on": b}} for s, (a, b) in QUARTERS.items()
    ],
    "rows": [{"label": label, "field": field} for label, (field, _) in ASKED.items()],
    "absent": ABSENT,
    "ignored": ["Kinh phí hỗ trợ (triệu đồng)"],
}  # fmt: skip


def workbook(filled: int = 2, extra: tuple[str, object] | None = None) -> bytes:
    """Four sheets, one a quarter, the first ``filled`` of them filled in: title rows, a heading over two rows, merges."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for number, sheet in enumerate(QUARTERS):
        page = book.add_worksheet(sheet)
        page.merge_range("A1:E1", "UBND PHƯỜNG QUANG TRUNG", bold)
        page.merge_range("A2:E2", f"BÁO CÁO PHONG TRÀO TOÀN DÂN BẢO VỆ ANTQ {sheet.upper()}", bold)
        for column, heading in enumerate(("TT", "Nội dung", "ĐVT", "Số lượng", "Ghi chú")):
            page.merge_range(3, column, 4, column, heading, bold)
        page.merge_range("A6:E6", "I. TÌNH HÌNH CHUNG", bold)
        rows = [*((label, value) for label, (_, value) in ASKED.items()), ("Kinh phí hỗ trợ (triệu đồng)", 15)]
        for row, (label, value) in enumerate([*rows, *([extra] if extra else [])], start=6):
            page.write(row, 0, row - 5)
            page.write(row, 1, f"{row - 5}. {label}" if row % 2 else label)
            if number < filled:
                page.write(row, 3, value)
    book.close()
    return buffer.getvalue()


def judged(content: bytes, register: Register, *mappings: Mapping, name: str = NAME) -> Judged:
    parsed = parse_batch([Received("x", name, content)])
    receipt = ("r", "x", "drop_folder", "ward_commune", "13645", name, 1, datetime(2023, 7, 1, tzinfo=UTC), None)
    receipts = pl.DataFrame([receipt], schema=RECEIPT, orient="row")
    return judge_batch(receipts, parsed.openings, parsed.cells, register, "b", mappings=mappings)


MAPPING = Mapping.model_validate(DECLARED)


def test_facts_of_the_last_filled_sheet_at_their_own_cells(city_register: Register) -> None:
    result = judged(workbook(), city_register, MAPPING)
    row = result.submissions.row(0, named=True)
    assert (row["verdict"], row["unit_code"], row["period_id"]) == ("accepted", "13645", "ND09:2023-Q2")
    facts = {f: (s, c, float(n), t) for f, s, c, n, t in result.facts.select(
        "field", "sheet", "cell", "value_number", "raw_text").iter_rows()}  # fmt: skip
    assert len(facts) == len(ASKED)
    assert facts["residential_areas_total"] == ("Quý II", "D7", 14, "14")
    assert facts["households"] == ("Quý II", "D8", 3120, "3.120")
    assert facts["propaganda_participants"] == ("Quý II", "D15", 1240, "1 240")
    assert result.issues["rule_id"].to_list() == ["VAL-10"]


def test_without_a_mapping_it_is_no_form(city_register: Register) -> None:
    assert judged(workbook(), city_register).submissions["verdict"].to_list() == ["returned"]
    other = judged(workbook(), city_register, MAPPING, name="bang tinh.xlsx")
    assert other.submissions["verdict"].to_list() == ["returned"]


def test_a_figure_nobody_mapped_is_said(city_register: Register) -> None:
    rows = [*DECLARED["rows"], {"label": "Dòng cuối", "field": "models_stopped"}]  # type: ignore[misc]
    declared = DECLARED | {"rows": rows, "absent": ABSENT[1:], "ignored": []}
    mapping = Mapping.model_validate(declared)
    found = judged(workbook(extra=("Dòng cuối", 0)), city_register, mapping).issues
    assert found.filter(rule_id="COL-02")["value_seen"].to_list() == ["10. Kinh phí hỗ trợ (triệu đồng)"]


def test_a_mapped_label_that_is_gone_is_a_missing_row(city_register: Register) -> None:
    rows = [
        {"label": "Nhãn khác hẳn", "field": r["field"]} if r["field"] == "households" else r for r in DECLARED["rows"]
    ]  # type: ignore[index, attr-defined]
    mapping = Mapping.model_validate(DECLARED | {"rows": rows})
    found = judged(workbook(), city_register, mapping)
    assert "COL-01" in found.issues["rule_id"].to_list()
    assert found.submissions["verdict"].to_list() == ["returned"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"form": "F07"}, "one value a field"),
        ({"rows": [{"label": "Số hộ", "field": "no_such_field"}]}, "no_such_field"),
        ({"header": {"no_such": "1"}}, "no_such"),
        ({"absent": ["households"]}, "households"),
        ({"sheets": []}, "sheets"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_malformed_mapping_stops_with_its_faults(change: dict[str, object], fault: str, tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "a.yml").write_text(
        yaml.safe_dump(DECLARED | change, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(MappingError, match=f"mappings/a.yml.*{fault}"):
        read_mappings(tmp_path)


def test_the_command_previews_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "register" / "mappings"
    folder.mkdir(parents=True)
    (folder / "phuong.yml").write_text(yaml.safe_dump(DECLARED | {"ignored": []}, allow_unicode=True), encoding="utf-8")
    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    file = tmp_path / NAME
    file.write_bytes(workbook(extra=("Ghi thêm", 3)))
    done = CliRunner().invoke(app, ["map", str(file), "--json"])
    shown = json.loads(done.stdout)
    assert (shown["sheet"], shown["form"], len(shown["fields"])) == ("Quý II", "F01", len(ASKED))
    households = next(f for f in shown["fields"] if f["field"] == "households")
    assert (households["cell"], households["text"], households["value"]) == ("D8", "3.120", 3120)
    assert [u["text"] for u in shown["unmapped"]] == ["10. Kinh phí hỗ trợ (triệu đồng)", "Ghi thêm"]
    assert done.exit_code == 1  # the bound is asked about
    assert CliRunner().invoke(app, ["map", str(file)]).exit_code == 1
    first = json.loads(CliRunner().invoke(app, ["map", str(file), "--sheet", "Quý I", "--json"]).stdout)
    assert (first["sheet"], first["header"]["period_start"]) == ("Quý I", "15/12/2022")
    assert CliRunner().invoke(app, ["map", str(tmp_path / "khac.xlsx")]).exit_code == 2


YEARLY = DECLARED | {"reports": "each"}


def _city(tmp_path: Path) -> Path:
    write_register(tmp_path / "register")
    (tmp_path / "register" / "mappings").mkdir()
    declared = yaml.safe_dump(YEARLY, allow_unicode=True)
    (tmp_path / "register" / "mappings" / "nam.yml").write_text(declared, encoding="utf-8")
    return tmp_path


def _verdicts(workspace: Workspace) -> list[tuple[str, str, str]]:
    said = read_table(workspace.table("submissions"), SUBMISSION)
    return sorted(said.select("source_name", "period_id", "verdict").rows())


def _judge_all(workspace: Workspace, register: Register) -> None:
    ingest.parse(workspace, "ward_commune")
    ingest.judge(workspace, "ward_commune", register)


def test_each_filled_sheet_is_a_report_and_check_says_what_the_pipeline_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three filled quarters: three receipts of one object, three verdicts; the same after a rebuild and in ``check``."""
    workspace = Workspace(_city(tmp_path))
    register = Register.read(workspace.register)
    content = workbook(filled=3)
    at = datetime(2023, 12, 1, tzinfo=UTC)
    sent = ((NAME, at), (f"2 {NAME}", at + timedelta(minutes=1)))
    arrivals = [Arrival("drop_folder", "ward_commune", "13645", name, content, moment) for name, moment in sent]
    receipts = ingest.take_in(workspace, arrivals, register)
    assert (receipts.height, receipts["submission_id"].n_unique(), receipts["object_id"].n_unique()) == (4, 3, 1)
    _judge_all(workspace, register)
    expected = [
        (NAME, "ND09:2023-Q3", "accepted"),
        (f"Quý I › {NAME}", "ND09:2023-Q1", "accepted"),
        (f"Quý II › {NAME}", "ND09:2023-Q2", "accepted"),
    ]
    assert _verdicts(workspace) == expected
    facts = read_table(workspace.table("facts"), FACT)
    assert facts.group_by("submission_id").len()["len"].to_list() == [len(ASKED)] * 3
    assert set(facts["sheet"]) == {"Quý I", "Quý II", "Quý III"}

    kept = read_table(workspace.table("cells"), CELL).sort(CELL.names())
    shutil.rmtree(workspace.lake)
    _judge_all(workspace, register)
    assert _verdicts(workspace) == expected
    assert read_table(workspace.table("cells"), CELL).sort(CELL.names()).equals(kept)

    monkeypatch.setenv("KHO138_HOME", str(tmp_path))
    file = tmp_path / NAME
    file.write_bytes(content)
    done = CliRunner().invoke(app, ["check", str(file), "--unit", "13645", "--json"])
    shown = json.loads(done.stdout)
    assert sorted((r["name"], r["period"], r["verdict"]) for r in shown["reports"]) == expected
    issues = read_table(workspace.table("issues"), ISSUE).select("rule_id", "sheet", "cell", "message_vi")
    said = pl.DataFrame(shown["issues"], infer_schema_length=None).select(issues.columns)
    assert said.sort(issues.columns).equals(issues.sort(issues.columns))
    assert done.exit_code == 1  # a bound a quarter is asked about
    assert CliRunner().invoke(app, ["check", str(file), "--unit", "99999"]).exit_code == 2
    without = CliRunner().invoke(app, ["check", str(file)])
    assert without.exit_code == 2
    assert "--unit" in without.stderr

    gone = erase(workspace, facts["submission_id"][0], "phát hiện sau", "standing_office", at)
    assert gone.height == 3  # the bytes of one are the bytes of all
    _judge_all(workspace, register)
    assert {verdict for _, _, verdict in _verdicts(workspace)} == {"returned"}


def test_the_slip_of_a_workbook_of_several_reports_speaks_of_all_of_them(city_register: Register) -> None:
    mapping = Mapping.model_validate(YEARLY)
    checked = check_content(NAME, workbook(filled=2), city_register, ("ward_commune", "13645"), [mapping])
    slip = slip_of(checked, NAME, city_register)
    assert {line.sheet for line in slip.lines} == {"Quý I", "Quý II"}
