"""Facts and figures keys of quiet files, taken from their grid by number."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingestion.facts import windows_of
from ingestion.faultless.grid import Grid
from ingestion.faultless.names import name_numbers
from ingestion.faultless.places import Source
from ingestion.figures_key import BETWEEN, digest, said
from ingestion.shapes import FACT
from ingestion.wide_frame import column_numbers
from quality.contracts.registry import header
from quality.register.register import Register

_SAME = {
    "line_no": pl.lit(0, FACT["line_no"]),
    "correction_id": pl.lit(None, pl.String),
}
_HAS_VALUE = pl.any_horizontal(pl.col("value_number", "value_text", "value_date").is_not_null())
_OF_READING = ["field", "value_number", "value_text", "value_date", "qualifier", "raw_text"]
_OF_WINDOW = ["period_frame", "period_start", "period_end"]
_OF_FILE = [name for name in FACT if name not in {*_SAME, *_OF_READING, *_OF_WINDOW, "sheet", "cell"}]


def keys_of(grid: Grid) -> pl.Series:
    """The figures key of each file of ``grid``; every one of them has a figure."""
    typed = grid.readings.with_columns(
        pl.col("value_number").cast(FACT["value_number"]), _SAME["line_no"].alias("line_no")
    )
    told = typed.select(pl.when(_HAS_VALUE).then(said())).to_series()
    # the columns of a form stand by name, as its facts do
    columns = column_numbers(grid.places, len(grid.fields))
    pieces = [pl.lit(told).gather(pl.col(str(number))) for number in _own(grid)]
    texts = columns.select(pl.concat_str(pieces, separator=BETWEEN, ignore_nulls=True)).to_series()
    return pl.Series("figures_key", [digest(text) for text in texts], dtype=pl.String)


def facts_in(grid: Grid, sources: Sequence[Source], accepted: pl.DataFrame, register: Register) -> pl.DataFrame:
    """Facts (shape FACT, in its order) of accepted files.

    Args:
        grid: exactly these files.
        sources: where they have their fields.
        accepted: shape SUBMISSION, in the order of the grid.
        register: gives the window of each frame.
    """
    width = len(grid.fields)
    numbered, windows = windows_of(accepted, register)
    columns = {field.name: number for number, field in enumerate(grid.fields)}
    windows = windows.with_columns(column=pl.col("field").replace_strict(columns, return_dtype=pl.UInt32))
    value = grid.readings.select(_HAS_VALUE)
    filled = (
        pl.DataFrame({"reading": grid.places, "said": value.to_series().gather(grid.places)})
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32))
        .filter(pl.col("said") & (pl.col("position") % width >= _own(grid).start))
        .select("reading", column=pl.col("position") % width, file=pl.col("position") // width)
    )
    at_window = filled.select("column", window_no=numbered["window_no"].gather(filled["file"])).join(
        windows.select("window_no", "column", *_OF_WINDOW),
        on=["window_no", "column"],
        how="left",
        maintain_order="left",
    )
    of_file = numbered.select(_OF_FILE).select(pl.all().gather(filled["file"]))
    of_reading = grid.readings.with_columns(raw_text="text").select(
        pl.col(n).cast(FACT[n]).gather(filled["reading"]) for n in _OF_READING
    )
    at = _addresses(grid, sources, filled)
    parts = [of_file, at_window.select(_OF_WINDOW), of_reading, at]
    whole = pl.concat(parts, how="horizontal").with_columns(**_SAME)
    return whole.select([pl.col(n).cast(t) for n, t in FACT.items()])


def _addresses(grid: Grid, sources: Sequence[Source], filled: pl.DataFrame) -> pl.DataFrame:
    """sheet, cell of each filled place: the same for all files of a source."""
    numbers = [name_numbers()[field.name] for field in grid.fields]
    used = {number: place for place, number in enumerate(grid.sources.unique().sort())}
    nowhere = ("", 0, "")
    at = [sources[source].places.get(number, nowhere) for source in used for number in numbers]
    table = pl.DataFrame(
        {"sheet": [sheet for sheet, _, _ in at], "cell": [cell for _, _, cell in at]},
        schema={"sheet": pl.String, "cell": pl.String},
    )
    place = grid.sources.replace_strict(used, return_dtype=pl.UInt32).gather(filled["file"])
    return table.select(pl.all().gather(place * len(grid.fields) + filled["column"]))


def _own(grid: Grid) -> range:
    """Columns of the form's own fields."""
    return range(sum(1 for _ in header().fields()), len(grid.fields))
