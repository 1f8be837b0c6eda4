"""Format: Excel 97-2003 workbooks (.xls): cells by calamine, everything else from the records themselves."""

from __future__ import annotations

import io
from itertools import chain

from python_calamine import CalamineWorkbook

from ingestion.opening.gate import Opened
from ingestion.opening.ole_directory import OleFile, workbook_stream
from ingestion.opening.refused import RefusedError
from ingestion.opening.xml_limits import MAX_GRID_CELLS
from ingestion.parsing.biff_records import left_over_strings, look_at_records
from ingestion.parsing.cells import sheet_cells
from ingestion.parsing.file_content import FileContent, Noticed, Text
from ingestion.parsing.loose_bytes import texts_in

_SUMMARIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")


def parse(opened: Opened) -> FileContent:
    """Everything in the workbook, hidden sheets included.

    Raises:
        RefusedError: damaged (OPEN-01), encrypted (OPEN-04), larger than a report (OPEN-07), or fewer
            values read than the records hold (OPEN-10).
    """
    found = FileContent()
    stream = workbook_stream(opened.content)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(opened.content))
    names = workbook.sheet_names
    count = look_at_records(stream, names, found)
    grid = 0
    for position, name in enumerate(names):
        read = workbook.get_sheet_by_index(position)
        height, width = (n + 1 for n in read.end or (0, 0))
        grid += height * width
        if grid > MAX_GRID_CELLS:
            raise RefusedError("OPEN-07", f"trang “{name}” trải rộng {height} dòng × {width} cột")
        rows = read.to_python(skip_empty_area=False)
        cells = sheet_cells(name, len(rows[0]) if rows else 1, list(chain.from_iterable(rows)))
        found.sheets.append(cells)
    stated, got = sum(count.values), sum(len(s.positions) for s in found.sheets)
    if got * 100 < stated * 98:  # an empty text is a record and no cell
        raise RefusedError("OPEN-10", f"tệp có {stated} ô có dữ liệu, đọc được {got}")
    left_over_strings(stream, found)
    _streams(opened.content, found)
    return found


def _streams(content: bytes, found: FileContent) -> None:
    ole = OleFile(content)
    for name in _SUMMARIES:
        if name in ole.streams:
            found.texts += [Text("property", None, None, t) for t in texts_in(ole.read(name))]
    found.texts += [Text("other", None, None, t) for t in texts_in(ole.beside("workbook", *_SUMMARIES))]
    if any(name.startswith("_VBA_PROJECT") for name in ole.streams):
        found.noticed.append(Noticed("BOOK-09"))
