"""Candidates of one form as a grid: a row a file, a column a field, in each place the number of a reading.

Every distinct (field, kind, text) is read once and stays where it is; what is wanted of a file or a field is taken
from the readings by number, without joining a string.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.cleaning.clean_batch import read_distinct
from ingestion.faultless.names import field_names
from ingestion.noticed import made_date
from ingestion.wide_frame import places_of, wide_columns
from quality.contracts.form_model import Form, FormField
from quality.contracts.registry import header


class Grid(NamedTuple):
    """What the candidates of one form say."""

    form: Form
    files: pl.Series  # submission_ids, in order: the rows
    sources: pl.Series  # of each file the number of its source (see ``places``)
    fields: tuple[FormField, ...]  # the columns: those of the header, then those of the form by name
    readings: pl.DataFrame  # field, kind, text and the columns of CLEANED
    places: pl.Series  # row by row: the number of a reading, null where nothing is filled in

    def only(self, submission_ids: pl.Series) -> Grid:
        """The grid of some of its files."""
        wanted = self.files.is_in(submission_ids.implode())
        if wanted.all():
            return self
        each = pl.select(pl.int_range(len(self.places)) // len(self.fields)).to_series()
        return self._replace(
            files=self.files.filter(wanted),
            sources=self.sources.filter(wanted),
            places=self.places.filter(wanted.gather(each)),
        )

    def wide(self) -> pl.DataFrame:
        """What ``wide_frame`` gives for the header and for the form, side by side."""
        line_no = pl.lit(0, pl.Int32).alias("line_no")
        place = self.files.to_frame("submission_id").with_columns(line_no)
        return pl.concat([place, wide_columns(self.readings, self.places, self.fields)], how="horizontal")


def grid_of(form: Form, file_nos: pl.Series, files: pl.Series, sources: pl.Series, cells: pl.DataFrame) -> Grid:
    """The grid of those of ``files`` that ``file_nos`` (in order) names and of which every cell can be read quietly.

    Args:
        form: their form, of one value a field.
        file_nos: file_no of each.
        files: submission_ids of all candidates, by file_no.
        sources: of each of them the number of its source.
        cells: see ``FilledCells``.
    """
    fields = (*header().fields(), *sorted(form.fields(), key=lambda field: field.name))
    width, height = len(fields), len(file_nos)
    rows = _inverse(file_nos, len(files))
    columns = _inverse(pl.Series([field_names().index(f.name) for f in fields]), len(field_names()))
    placed = cells.select(
        "kind", "text", row=rows.gather(cells["file_no"]), column=columns.gather(cells["name_no"])
    ).filter(pl.col("row").is_not_null())
    foreign = placed.filter(pl.col("column").is_null())["row"]  # a field that is none of this form
    distinct = (
        placed.filter(pl.col("column").is_not_null())
        .group_by("column", "kind", "text")
        .agg(position=pl.col("row") * width + pl.col("column"))
    )
    names = pl.Series([f.name for f in fields], dtype=pl.String).gather(distinct["column"]).alias("field")
    readings = read_distinct(distinct.select(names, "kind", "text"), form)
    spread = distinct.select("position", number=pl.int_range(pl.len(), dtype=pl.UInt32)).explode("position")
    places = places_of(spread["position"], spread["number"], width * height)
    odd = pl.col("rule_id").is_not_null() | pl.col("whole").is_not_null() | made_date(form)
    loud = [foreign, distinct.filter(readings.select(odd).to_series())["position"].explode() // width]
    if len(places) - places.null_count() < spread.height:  # a field that stands twice
        loud.append(spread.filter(spread["position"].is_duplicated())["position"] // width)
    quiet = pl.repeat(value=True, n=height, dtype=pl.Boolean, eager=True)
    quiet.scatter(pl.concat([one.cast(pl.UInt32) for one in loud]).drop_nulls().unique(), False)
    whole = Grid(form, files.gather(file_nos), sources.gather(file_nos), fields, readings, places)
    return whole.only(whole.files.filter(quiet))


def _inverse(numbers: pl.Series, size: int) -> pl.Series:
    """At each number its position in ``numbers``, null elsewhere."""
    positions = pl.repeat(None, size, dtype=pl.UInt32, eager=True)
    positions.scatter(numbers.cast(pl.UInt32), pl.int_range(len(numbers), dtype=pl.UInt32, eager=True))
    return positions
