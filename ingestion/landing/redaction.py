"""A copy of a file with names struck out: same sheets, same addresses, same figures, and it still opens."""

from __future__ import annotations

import polars as pl

from ingestion.landing.strike_xlsx import strike_xlsx
from ingestion.landing.written_anew import written_anew
from quality.personal_data.folding import normalise

STRUCK = "[đã xóa họ tên]"
_STRUCK_PLAIN = "[da xoa ho ten]"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1258")


def struck_out(content: bytes, file_format: str, cells: pl.DataFrame, names: pl.DataFrame) -> bytes | None:
    """The copy, None when the names cannot be struck out of this file.

    Args:
        content: the bytes that came.
        file_format: as opening recognised it.
        cells: shape CELL, of this file.
        names: shape HIT, of this file: what to strike out. Nothing else is changed.
    """
    at_cells = names.filter(pl.col("part") == "cell")
    texts = {(sheet, cell): text for sheet, cell, text in cells.select("sheet", "cell", "text").iter_rows()}
    changed: dict[tuple[str, str], str] = {}
    for sheet, cell, found in at_cells.select("sheet", "cell", "found").iter_rows():
        before = changed.get((sheet, cell)) or normalise(texts[sheet, cell])
        changed[sheet, cell] = before.replace(found, STRUCK) if found in before else STRUCK
    properties = names.filter(pl.col("part") != "cell")["found"].to_list()
    if file_format == "csv":
        return _strike_text(content, [texts[place] for place in changed], [changed[place] for place in changed])
    if file_format == "xlsx":
        copy = strike_xlsx(content, changed, properties)
        if copy is not None:
            return copy
    if file_format in ("xlsx", "xls", "ods"):
        return written_anew(cells, changed)
    return None


def _strike_text(content: bytes, old: list[str], new: list[str]) -> bytes | None:
    for was, becomes in zip(old, new, strict=True):
        for encoding in _ENCODINGS:
            try:
                sought = was.encode(encoding)
            except UnicodeEncodeError:
                continue
            if sought in content:
                plain = becomes.replace(STRUCK, _STRUCK_PLAIN) if encoding == "cp1258" else becomes
                content = content.replace(sought, plain.encode(encoding, errors="ignore"))
                break
        else:
            return None
    return content
