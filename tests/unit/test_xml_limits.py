"""The quick search for far cells misses none that the exact reading would refuse."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingestion.opening.refused import RefusedError
from ingestion.opening.xml_limits import MAX_COLUMN_LETTERS, MAX_ROW, check_places

_LETTERS = st.text("ABCXYZabcrxz", min_size=1, max_size=4)
_ROWS = st.integers(1, 2_000_000)


@given(letters=_LETTERS, row=_ROWS, row_of=_ROWS, quote=st.sampled_from("\"'"))
def test_no_far_cell_is_missed(letters: str, row: int, row_of: int, quote: str) -> None:
    cell = f"<row r={quote}{row_of}{quote}><c r={quote}{letters}{row}{quote} t={quote}str{quote}><v>12345</v></c></row>"
    sheet = f"<worksheet><sheetData>{cell}</sheetData></worksheet>".encode()
    far = len(letters) > MAX_COLUMN_LETTERS or max(row, row_of) > MAX_ROW
    try:
        check_places(sheet)
        refused = False
    except RefusedError as error:
        refused = error.rule_id == "OPEN-07"
    assert refused == far


def test_values_and_types_are_no_places() -> None:
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>r 20250</t></is></c></row></sheetData></worksheet>'
    check_places(sheet)  # refuses nothing
