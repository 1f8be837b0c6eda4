"""From arrival to verdict: what must not enter leaves no byte behind, signatures are struck out, rebuilds agree."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment
from typer.testing import CliRunner

from ingestion import ingest
from ingestion.erase import UnknownSubmissionError, erase
from ingestion.landing.arrival import Arrival
from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.sample_city.register_files import write_register
from ingestion.shapes import ISSUE, SUBMISSION
from ingestion.workspace import Workspace
from orchestration.append_log import append
from orchestration.cli.app import app
from orchestration.keeping.backup import write_backup
from quality.register.register import Register

BOOK = Path(__file__).parents[1] / "golden" / "F02" / "accepted.xlsx"
SENDER = "CQ-001"
MARKER = "Nguyễn Thị Kiểm Thử"  # nobody
PHONE = "0987 654 321"
Spoil = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("register")
    write_register(folder)
    return Register.read(folder)


def _book(spoil: Spoil) -> bytes:
    book = openpyxl.load_workbook(BOOK)
    spoil(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _in_note(text: str) -> Spoil:
    return lambda book: book["Báo cáo"].__setitem__("F23", text)


def _in_comment(book: openpyxl.Workbook) -> None:
    book["Báo cáo"]["E22"].comment = Comment(f"gọi {PHONE}", "x")


def _in_hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Nháp")
    sheet["C7"] = MARKER
    sheet.sheet_state = "veryHidden"


def _in_property(book: openpyxl.Workbook) -> None:
    book.properties.title = f"Liên hệ {PHONE}"


def _sheet_name(book: openpyxl.Workbook) -> None:
    book.create_sheet(MARKER)["A1"] = "x"


def _signature(book: openpyxl.Workbook) -> None:
    sheet = book["Báo cáo"]
    sheet["C60"], sheet["F60"] = "NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ"
    sheet["C64"], sheet["F64"] = MARKER, "Giàng A Thử"
    book.properties.creator = MARKER


def _run(workspace: Workspace, register: Register, *files: tuple[str, bytes]) -> pl.DataFrame:
    moment = datetime(2025, 7, 1, tzinfo=UTC)
    arrivals = [Arrival("test", "agency", SENDER, name, content, moment) for name, content in files]
    ingest.take_in(workspace, arrivals, register)
    ingest.parse(workspace, "agency")
    ingest.judge(workspace, "agency", register)
    return read_table(workspace.table("submissions"), SUBMISSION)


def _everything_written(home: Path) -> str:
    """Every text below a workspace: Parquet read as rows, workbooks unpacked, the rest as it is."""
    said = []
    for path in (p for p in home.rglob("*") if p.is_file()):
        said.append(str(path))
        if path.suffix == ".parquet":
            said.append(str(pl.read_parquet(path).rows()))
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                said += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        said.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(said)


@pytest.mark.parametrize(
    ("spoil", "rule", "place"),
    [
        (_in_note(f"Đ/c {MARKER} phụ trách"), "PII-07", ("Báo cáo", "F23")),
        (_in_note(f"liên hệ {PHONE}"), "PII-02", ("Báo cáo", "F23")),
        (_in_hidden_sheet, "PII-07", ("Nháp", "C7")),
        (_sheet_name, "PII-07", ("tên trang tính", None)),
        (_in_comment, "PII-02", ("chú thích", None)),
        (_in_property, "PII-02", ("thuộc tính của tệp", None)),
    ],
)
def test_no_byte_of_a_refused_file_is_kept(
    spoil: Spoil, rule: str, place: tuple[str, str | None], register: Register, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path)
    row = _run(workspace, register, ("a.xlsx", _book(spoil))).row(0, named=True)
    assert (row["verdict"], row["reason_rule_id"]) == ("returned", rule)
    issue = read_table(workspace.table("issues"), ISSUE).row(0, named=True)
    assert ((issue["sheet"], issue["cell"]), issue["rule_id"]) == (place, rule)
    assert "•" in issue["value_seen"]
    assert "Xóa thông tin này" in issue["action_vi"]
    written = _everything_written(tmp_path)
    assert MARKER not in written
    assert PHONE not in written
    assert not list((workspace.landing / "objects").rglob("*"))


def test_a_secrecy_mark_sets_aside_unread(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    secret = _book(lambda book: book["Báo cáo"].__setitem__("H1", f"MẬT\n{MARKER}"))
    row = _run(workspace, register, ("a.xlsx", secret)).row(0, named=True)
    assert (row["verdict"], row["reason_rule_id"], row["form_code"]) == ("quarantined", "SEC-01", None)
    assert MARKER not in _everything_written(tmp_path)
    assert Landing(workspace.landing).refusals()["rule_id"].to_list() == ["SEC-01"]


def test_names_of_signatories_are_struck_out_and_the_rest_is_kept(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    row = _run(workspace, register, ("a.xlsx", _book(_signature))).row(0, named=True)
    receipt = Landing(workspace.landing).receipts().row(0, named=True)
    assert row["submission_id"] == receipt["submission_id"] != receipt["object_id"]
    assert row["verdict"] != "quarantined"
    assert row["form_code"] == "F02"
    written = _everything_written(tmp_path)
    assert MARKER not in written
    assert "Giàng A Thử" not in written
    copy = openpyxl.load_workbook(io.BytesIO(Landing(workspace.landing).content(row["submission_id"])))
    original = openpyxl.load_workbook(io.BytesIO(_book(_signature)))
    for line in original["Báo cáo"].iter_rows():
        for cell in line:
            same = copy["Báo cáo"][cell.coordinate]
            assert same.value == ("[đã xóa họ tên]" if cell.coordinate in ("C64", "F64") else cell.value)
            assert same.number_format == cell.number_format


def test_a_csv_signature_is_struck_out_too(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    lines = [
        "form_code;;Mẫu số;;F02;",
        "staff_total;;Tổng số;người;12;",
        ";;;;;",
        f";;NGƯỜI LẬP BIỂU;;;\r\n;;{MARKER};;;",
    ]
    row = _run(workspace, register, ("a.csv", "\r\n".join(lines).encode())).row(0, named=True)
    assert row["form_code"] == "F02"
    kept = Landing(workspace.landing).content(row["submission_id"]).decode()
    assert kept == "\r\n".join(lines).replace(MARKER, "[đã xóa họ tên]")


def test_a_name_elsewhere_refuses_a_signed_file(register: Register, tmp_path: Path) -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        _signature(book)
        book["Báo cáo"]["F23"] = "anh Tuấn báo"

    row = _run(Workspace(tmp_path), register, ("a.xlsx", _book(spoil))).row(0, named=True)
    assert (row["verdict"], row["reason_rule_id"]) == ("returned", "PII-07")
    assert MARKER not in _everything_written(tmp_path)


def test_a_rebuild_from_landing_says_the_same_without_the_files(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    files = [("a.xlsx", _book(_in_note(PHONE))), ("b.xlsx", _book(_signature)), ("c.xlsx", BOOK.read_bytes()),
             ("d.xlsx", b"<html>"), ("e.xlsx", _book(lambda b: b["Báo cáo"].__setitem__("E20", "Mật")))]  # fmt: skip
    first = _run(workspace, register, *files).sort("submission_id")
    issues = read_table(workspace.table("issues"), ISSUE)
    assert first.height == 5
    shutil.rmtree(workspace.lake)
    again = _run(workspace, register).sort("submission_id")
    assert again.drop("ingest_batch_id").equals(first.drop("ingest_batch_id"))
    order = ["submission_id", "rule_id", "cell"]
    assert read_table(workspace.table("issues"), ISSUE).sort(order).equals(issues.sort(order))


def test_a_refused_file_that_comes_again_is_a_duplicate_nobody_reads(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    content = _book(_in_note(PHONE))
    _run(workspace, register, ("a.xlsx", content))
    looked: list[int] = []
    from ingestion.landing import receive as receiving

    real = receiving.inspect_batch
    monkeypatch.setattr(
        receiving, "inspect_batch", lambda files, known: looked.append(len(files)) or real(files, known)
    )
    assert _run(workspace, register, ("again.xlsx", content)).height == 1
    assert looked == [0]
    assert Landing(workspace.landing).receipts()["object_id"].to_list() == [None, None]
    assert Landing(workspace.landing).refusals().height == 1


def test_personal_data_in_the_name_of_a_file_is_masked_and_asked_about(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    name = "bao_cao_Nguyễn_Thị_Kiểm_0987654321.xlsx"
    row = _run(workspace, register, (name, BOOK.read_bytes())).row(0, named=True)
    assert row["source_name"] == "bao_cao_••••••_•••_••••_••••••••••.xlsx"
    assert "PII-09" in read_table(workspace.table("issues"), ISSUE)["rule_id"].to_list()
    assert "0987654321" not in _everything_written(tmp_path)


def test_what_is_erased_is_gone_and_known_to_be_gone(register: Register, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    marked = _book(_in_note("chữ cần xóa sau này"))
    first = _run(workspace, register, ("a chữ cần xóa.xlsx", marked), ("b.xlsx", BOOK.read_bytes()))
    assert "chữ cần xóa" in _everything_written(tmp_path)
    gone = first.filter(pl.col("source_name") == "a chữ cần xóa.xlsx")["submission_id"][0]
    slip = workspace.slips / SENDER / gone[:16] / "phieu-ket-qua.json"
    slip.parent.mkdir(parents=True)
    slip.write_text("chữ cần xóa", encoding="utf-8")
    tombstone = erase(workspace, gone, "phát hiện sau", "standing_office", datetime(2025, 8, 1, tzinfo=UTC))
    assert tombstone["object_id"][0] == gone
    assert "chữ cần xóa" not in _everything_written(tmp_path)
    again = _run(workspace, register, ("a chữ cần xóa.xlsx", marked)).sort(
        "submission_id"
    )  # it still lies in the drop folder
    assert again.height == 2
    row = again.filter(pl.col("submission_id") == gone).row(0, named=True)
    assert (row["verdict"], row["reason_rule_id"]) == ("returned", "ERASE-01")
    shutil.rmtree(workspace.lake)
    rebuilt = _run(workspace, register).sort("submission_id")
    assert rebuilt.drop("ingest_batch_id").equals(again.drop("ingest_batch_id"))
    assert "chữ cần xóa" not in _everything_written(tmp_path)
    with pytest.raises(UnknownSubmissionError):
        erase(workspace, "0" * 64, "x", "standing_office", datetime(2025, 8, 1, tzinfo=UTC))


def test_erase_finds_the_copies_and_names_those_it_cannot_reach(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file in the drop folder goes; a backup made before and a letter sent by e-mail are named."""
    home = tmp_path / "home"
    workspace = Workspace(home)
    write_register(workspace.register)
    content = BOOK.read_bytes()
    submission = _run(workspace, register, ("b.xlsx", content))["submission_id"][0]
    dropped = workspace.drop / SENDER / "b.xlsx"
    dropped.parent.mkdir(parents=True, exist_ok=True)
    dropped.write_bytes(content)
    (dropped.parent / "other.xlsx").write_bytes(content[:-1] + b"x")
    (tmp_path / "backups").mkdir()
    backup = write_backup(workspace, tmp_path / "backups")
    (tmp_path / "backups" / "foreign.tar").write_bytes(b"no backup")
    line = {"at": "2025-07-04T10:00:00+07:00", "key": f"slip:{submission}:1", "event": "sent", "way": "email",
            "unit_code": "13684", "to": ["phuong@nd.example"]}  # fmt: skip
    append(workspace.outbox, line)
    monkeypatch.setenv("KHO138_HOME", str(home))
    done = CliRunner().invoke(app, ["erase", submission, "--reason", "phát hiện sau", "--by", "standing_office"])
    assert done.exit_code == 0, done.output
    said = "".join(done.stdout.split())
    assert not dropped.exists()
    assert (dropped.parent / "other.xlsx").exists()
    for words in (str(dropped), str(backup), "phuong@nd.example", "2025-07-04"):
        assert words in said
    assert "foreign.tar" not in said
