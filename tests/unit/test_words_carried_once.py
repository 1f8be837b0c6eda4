"""Words that several files have alike are carried once: unfolded, every file is what it was, and nothing is overlooked."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingestion import ingest
from ingestion.erase import erase
from ingestion.landing.arrival import Arrival
from ingestion.parquet_table import read_table
from ingestion.parsing.parse_chunk import Received, parse_chunk
from ingestion.parsing.unfold import unfolded, whole_cells
from ingestion.shapes import PRINTED
from ingestion.workspace import Workspace
from orchestration.outbox.slip_source import sender_cells
from quality.return_slip.sender_sheets import SentCell
from tests.unit.words_apart import LINES, a_register, csv_of, edited, folded, looked_at, looks_alike, received, same

_AT = datetime(2024, 4, 2, tzinfo=UTC)
_SAID = st.sampled_from(
    [
        "", " ", "0", "7", "-3", "1.234", "1 234", "hơn 20 nghìn", "999999999999", "9" * 14, "1.5.2", "\u0663", "nan", "_stt",
        "secrecy", "households", "Độ mật", "Mật", "Thường", "Tối mật", "TUYỆT MẬT", "Không mật", "mức độ mật", "Họ và tên", "Số điện thoại",
        "CCCD", "0912345678", "0912 345 678", "001099012345", "Nguyễn Văn An", "nguyen van an", "Bà Trần Thị Bình", "29A-123.45",
        "an@example.vn", "Người lập biểu", "THỦ TRƯỞNG ĐƠN VỊ", "\u00a7\u00deNh H\u00adng", "Ph\u00adêng \u00a7\u00b5o", "x\ty", "_x0001_", "a,b", "123456",
    ]
)  # fmt: skip
_EDIT = st.tuples(st.integers(0, 9), st.integers(0, 5), _SAID)


def test_clean_files_are_folded_and_carry_only_what_was_filled_in() -> None:
    files = received([edited(), edited((6, 4, "3300")), edited((9, 5, ""))])
    parsed = parse_chunk(files, fold=True)
    assert folded(parsed) == {"00", "01", "02"}
    assert parsed.cells.filter(submission_id="01").select("cell", "text").rows() == [
        ("E5", "F01"), ("F5", "Số liệu minh họa"), ("E6", "Phường Hạ Long"), ("E7", "Không mật"), ("E9", "3300"),
        ("E10", "11547"), ("F10", "tính cả tạm trú"), ("E12", "12,5"), ("F12", "chỉ báo cáo năm"),
    ]  # fmt: skip
    assert parsed.openings["cells"].to_list() == parse_chunk(files).openings["cells"].to_list()
    same(unfolded(parsed), parse_chunk(files))


def test_words_of_one_file_alone_stay_in_it() -> None:
    parsed = parse_chunk(received([edited(), edited((6, 2, "Số hộ"))]), fold=True)
    assert folded(parsed) == set()
    assert parsed.printed.is_empty()


@settings(deadline=None, max_examples=60)
@given(st.lists(_EDIT, max_size=2), st.lists(_EDIT, max_size=2), st.sampled_from(["10", "9", ""]), st.booleans())
@example([(8, 4, "_x0001_")], [(8, 5, "_x0001_")], "10", False)
@example([(8, 4, "x" * 20)], [(5, 4, "3")], "10", False)
@example([(4, 4, "")], [(4, 5, "Mật")], "10", True)
@example([(5, 4, "99")], [(5, 4, "99")], "10", True)
def test_unfolded_files_are_what_they_were(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]], count: str, both: bool
) -> None:
    edits = [first, second, first if both else []]
    contents = [edited(*edit) for edit in edits] + [edited().replace(b";10;", f";{count};".encode(), 1), edited()]
    files = received(contents)
    same(unfolded(parse_chunk(files, fold=True)), parse_chunk(files))


@settings(deadline=None, max_examples=60)
@given(st.lists(_EDIT, min_size=1, max_size=2), st.booleans())
@example([(7, 4, "0912345678")], False)
@example([(7, 5, "0912345678")], False)
@example([(7, 2, "Số điện thoại"), (7, 4, "912345678")], True)
@example([(7, 2, "Họ và tên"), (7, 4, "Nguyễn Văn An")], True)
@example([(7, 2, "Họ và tên"), (7, 4, "Trần Bình")], True)
@example([(2, 5, "Họ và tên"), (3, 5, "Trần Bình")], False)
@example([(4, 4, "Mật")], False)
@example([(4, 4, ""), (4, 5, "Mật")], False)
@example([(3, 2, "Độ mật"), (3, 4, "Thường")], True)
@example([(3, 2, "Mức độ mật"), (3, 4, "A")], True)
@example([(9, 5, "Người lập biểu")], False)
@example([(7, 5, "\u00a7\u00deNh"), (6, 5, "Ph\u00adêng")], False)
def test_the_guard_says_the_same_with_and_without_words(edits: list[tuple[int, int, str]], all_of_them: bool) -> None:
    changed = edited(*edits)
    others = [changed.replace(b"3299", b"3298")] if all_of_them else [edited((6, 4, "3301"))]
    looks_alike(received([changed, *others, edited(), edited((6, 4, "3302"))]))


def test_a_plain_report_stays_folded_under_the_guard() -> None:
    assert looks_alike(received([edited(), edited((6, 4, "3300"))])) == {"00", "01"}


@pytest.mark.parametrize(
    "edits",
    [
        [(8, 4, "123456")],  # what it is may be said beside it
        [(4, 4, "Thường")],
        [(4, 4, "")],
        [(7, 5, "Độ mật")],
        [(9, 5, "Người lập biểu")],
        [(7, 5, "\u00a7\u00deNh"), (6, 5, "Ph\u00adêng")],
        [(n, col, "") for n in (2, 3, 4, 6, 7, 8, 9) for col in (4, 5)],
    ],
)
def test_what_the_words_might_change_is_looked_at_whole(edits: list[tuple[int, int, str]]) -> None:
    assert looks_alike(received([edited(*edits), edited(), edited((6, 4, "3302"))])) <= {"01", "02"}


@pytest.mark.parametrize(
    ("label", "value", "rules"),
    [
        ("Gọi điện thoại theo số ghi ở cột bên", "912345678", {"PII-02"}),
        ("Tài khoản ngân hàng nhận tiền của đơn vị", "0123456789", {"PII-05"}),
        ("Số tiền (đồng)", "123456789", set()),
        ("Số định danh", "123456789", {"PII-01"}),
    ],
)
def test_a_label_that_is_carried_once_says_what_a_number_is(label: str, value: str, rules: set[str]) -> None:
    said = ((7, 2, label), (7, 4, value))
    files = received([edited(*said), edited(*said, (6, 4, "1")), edited()])
    looks_alike(files)
    assert set(looked_at(files, fold=True).refusals["rule_id"]) == rules


def test_words_that_ask_for_personal_data_are_looked_at_in_every_file() -> None:
    asked = ((7, 2, "Họ và tên"), (7, 4, "Trần Bình"))
    looked = looked_at(received([edited(*asked), edited(*asked, (6, 4, "1"))]), fold=True)
    assert set(looked.refusals["submission_id"]) == {"00", "01"}


def test_nothing_is_kept_of_words_that_name_somebody() -> None:
    named = (7, 2, "Dân số do ông Nguyễn Văn An báo")
    looked = looked_at(received([edited(named), edited(named, (6, 4, "1")), edited(), edited((6, 4, "2"))]), fold=True)
    assert set(looked.refusals["submission_id"]) == {"00", "01"}
    assert folded(looked.parsed) == {"02", "03"}
    assert looked.parsed.printed["printed"].n_unique() == 1
    assert not looked.parsed.printed["text"].str.contains("Nguyễn").any()


@pytest.mark.parametrize(
    "rows",
    [
        [*LINES, ["", " ", "", "", "", ""]],  # an empty line at the end is none
        [*LINES[:7], ["_stt", "unit_code", "", "", "", ""], ["1", "13633", "", "", "", ""]],
        [*LINES, ["fires", "", "Số vụ_x0001_", "", "1", ""]],
        [*LINES, ["", "", "Cộng", "", "5", ""]],
        [*LINES, ["Không có mã", "", "", "", "5", ""]],
    ],
)
def test_layouts_no_form_prints_are_read_whole(rows: list[list[str]]) -> None:
    files = received([csv_of(rows, str(n)) for n in (10, 11, len(rows))])
    parsed = parse_chunk(files, fold=True)
    same(unfolded(parsed), parse_chunk(files))
    assert not folded(parsed)


def test_a_note_beside_a_statement_is_not_lost() -> None:
    noted = edited().replace(b"14858,5;", b"14858,5;0912345678", 1)
    files = received([noted, noted.replace(b"3299", b"3298"), edited()])
    same(unfolded(parse_chunk(files, fold=True)), parse_chunk(files))
    looks_alike(files)


def _taken(folder: Path, contents: list[bytes]) -> tuple[Workspace, list[str]]:
    workspace = Workspace(folder)
    arrivals = [Arrival("drop_folder", "ward_commune", "13633", f"{n}.csv", c, _AT) for n, c in enumerate(contents)]
    return workspace, ingest.take_in(workspace, arrivals, a_register())["submission_id"].to_list()


def test_words_go_with_the_last_file_that_has_them(tmp_path: Path) -> None:
    workspace, ids = _taken(tmp_path, [edited(), edited((6, 4, "3300"))])
    left = []
    for name in ids:
        erase(workspace, name, "phát hiện sau", "standing_office", _AT)
        left.append(read_table(workspace.table("printed"), PRINTED).height)
    assert left[0] > 0
    assert left[1] == 0


def test_words_of_a_run_that_was_cut_go_with_any_erasure(tmp_path: Path) -> None:
    workspace, ids = _taken(tmp_path, [edited(), edited((6, 4, "3300"))])
    (words,) = workspace.table("printed").glob("*.parquet")
    cut = words.rename(words.with_stem("0" * 16))
    erase(workspace, ids[0], "phát hiện sau", "standing_office", _AT)
    assert not cut.exists()


def test_a_lake_from_before_words_were_carried_apart_is_whole(tmp_path: Path) -> None:
    contents = [edited(), edited((6, 4, "3300"))]
    workspace, ids = _taken(tmp_path, contents)
    (openings,) = workspace.table("openings").glob("*.parquet")
    whole = parse_chunk([Received(name, "a.csv", content) for name, content in zip(ids, contents, strict=True)])
    whole.openings.drop("printed").write_parquet(openings)
    whole.cells.write_parquet(workspace.table("cells") / openings.name)
    shutil.rmtree(workspace.table("printed"))
    assert {len(cells) for _, cells in sender_cells(workspace, ids)} == {whole.cells.height // 2}
    assert ingest.judge(workspace, "ward_commune", a_register()).received == 2


def test_the_senders_cells_of_a_slip_are_whole(tmp_path: Path) -> None:
    contents = [edited(), edited((6, 4, "3300"))]
    workspace, ids = _taken(tmp_path, contents)
    sent = dict(sender_cells(workspace, ids))
    for name, content in zip(ids, contents, strict=True):
        cells = parse_chunk([Received(name, "a.csv", content)]).cells
        assert sent[name] == [SentCell(*row) for row in cells.select(SentCell._fields).iter_rows()]


def test_words_that_are_not_there_are_an_error() -> None:
    parsed = parse_chunk(received([edited(), edited((6, 4, "3300"))]), fold=True)
    with pytest.raises(LookupError, match="printed words"):
        whole_cells(parsed.cells, parsed.openings, parsed.printed.clear())
