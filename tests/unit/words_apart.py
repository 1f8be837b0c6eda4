"""Files with the same words, read with these words apart and with them, and looked at both ways."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unittest.mock import patch

from polars.testing import assert_frame_equal

from ingestion.landing import inspect_batch as inspecting
from ingestion.landing.inspect_batch import Inspected, inspect_batch
from ingestion.parsing.parse_chunk import ParsedBatch, Received, parse_chunk
from ingestion.parsing.unfold import unfolded
from ingestion.sample_city.register_files import write_register
from quality.personal_data.allowed import allowed
from quality.register.register import Register

_END = "\r\n"
LINES = [
    ["", "STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú, giải trình"],
    ["", "", "", "", "", ""],
    ["form_code", "1", "Mẫu số", "", "F01", "Số liệu minh họa"],
    ["submitter_name", "2", "Tên đơn vị", "", "Phường Hạ Long", ""],
    ["secrecy", "3", "Độ mật", "", "Không mật", ""],
    ["", "Địa bàn", "", "", "", ""],
    ["households", "4", "Số hộ dân", "hộ", "3299", ""],
    ["population", "5", "Dân số", "người", "11547", "tính cả tạm trú"],
    ["fireworks_kg", "6", "Pháo giao nộp", "kg", "", ""],
    ["fires", "7", "Số vụ cháy", "vụ", "12,5", "chỉ báo cáo năm"],
]


def csv_of(rows: list[list[str]], count: str = "10", total: str = "14858,5") -> bytes:
    lines = [["_row_count", "", "Số dòng", "dòng", count, ""], ["_control_total", "", "", "", total, ""], *rows]
    return ("\ufeff" + "".join(";".join(line) + _END for line in lines)).encode()


def edited(*edits: tuple[int, int, str]) -> bytes:
    rows = [list(row) for row in LINES]
    for row, col, text in edits:
        rows[row % len(rows)][col] = text
    return csv_of(rows)


def received(contents: Iterable[bytes], suffix: str = "csv") -> list[Received]:
    return [Received(f"{n:02}", f"bao-cao-{n}.{suffix}", content) for n, content in enumerate(contents)]


def same(one: ParsedBatch, other: ParsedBatch) -> None:
    for mine, theirs in zip(one[:2], other[:2], strict=True):
        key = ["submission_id"]
        assert_frame_equal(mine.sort(key, maintain_order=True), theirs.sort(key, maintain_order=True))
    for mine, theirs in zip(one[2:4], other[2:4], strict=True):
        assert_frame_equal(mine, theirs, check_row_order=False)


def folded(parsed: ParsedBatch) -> set[str]:
    return set(parsed.openings.drop_nulls("printed")["submission_id"])


@cache
def a_register() -> Register:
    with tempfile.TemporaryDirectory() as folder:
        write_register(Path(folder))
        return Register.read(Path(folder))


def looked_at(files: list[Received], *, fold: bool) -> Inspected:
    with patch.object(inspecting, "parse_batch", lambda f, folded=False: parse_chunk(list(f), fold=folded and fold)):
        return inspect_batch(files, allowed(a_register()))


def looks_alike(files: list[Received]) -> set[str]:
    """Folded or not, the guard says the same and keeps the same; returns the files that stay folded."""
    with_fold, without = looked_at(files, fold=True), looked_at(files, fold=False)
    assert_frame_equal(with_fold.refusals, without.refusals, check_row_order=False)
    assert with_fold.struck == without.struck
    whole = unfolded(with_fold.parsed)
    same(whole._replace(texts=whole.texts.clear()), without.parsed._replace(texts=without.parsed.texts.clear()))
    return folded(with_fold.parsed)
