"""Addresses of a chunk and numbers of its sheets: right for every place, whatever order the cells come in."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingestion.parsing.cells import address
from ingestion.parsing.locate import locate
from ingestion.parsing.parse_chunk import Received, _addresses, parse_chunk
from ingestion.parsing.report_rows import SHEET_NO, with_sheet_no

GOLDEN = Path(__file__).parents[1] / "golden"
_PLACES = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 30)), min_size=1, max_size=60)


@given(_PLACES, st.booleans())
def test_an_address_is_that_of_its_row_and_column(places: list[tuple[int, int]], dense: bool) -> None:
    every = places * 1200 if dense else places  # more cells than places: read from a table
    rows, columns = (pl.Series([p[n] for p in every], dtype=pl.Int64) for n in (0, 1))
    assert _addresses(rows, columns).to_list() == [address(*place) for place in every]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["Báo cáo", "Hướng dẫn"])), min_size=1, max_size=30))
def test_a_sheet_has_one_number_wherever_its_cells_stand(rows: list[tuple[str, str]]) -> None:
    grid = pl.DataFrame(rows, schema=["submission_id", "sheet"], orient="row")
    numbered = with_sheet_no(grid)
    assert numbered.drop(SHEET_NO).equals(grid)
    assert numbered.unique().height == grid.unique().height == numbered[SHEET_NO].n_unique()


def test_fields_are_found_in_cells_of_two_files_in_any_order() -> None:
    content = (GOLDEN / "F01" / "accepted.xlsx").read_bytes()
    cells = parse_chunk([Received(name, "x.xlsx", content) for name in ("one", "two")]).cells
    rows = sorted(range(cells.height), key=lambda n: (n % 7, n))
    ordered, mixed = (locate(frame).fields.sort(pl.all()) for frame in (cells, cells[rows]))
    assert ordered.height > 80
    assert mixed.equals(ordered)
