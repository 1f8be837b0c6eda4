"""Where the fields of candidates stand: in a document under their names, in a report beside its printed words."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from ingestion.explanations import answers_alone, explanations_of, printed_notes
from ingestion.faultless.names import field_names, name_numbers, present_forms
from ingestion.parsing import json_document
from ingestion.parsing.delimited import VALUE_COLUMN
from ingestion.parsing.locate import Located, locate
from ingestion.shapes import CELL
from quality.contracts.registry import forms, header

DOCUMENT = 0  # the source of a JSON document; the printed words of reports are sources from 1
_ABOVE = ("form_code", "form_version")  # of a document, they stand above its values
_REMEMBERED = 256


class Source(NamedTuple):
    """A way in which files say their fields."""

    places: dict[int, tuple[str, int, str]]  # sheet, row and address of the value of a field, by name_no
    forms: frozenset[tuple[str, str]]  # code and version of forms it has every field of


class Places(NamedTuple):
    """The sources of a batch of candidates."""

    sources: list[Source]
    of_file: pl.Series  # of each candidate the number of its source


def places(files: pl.Series, openings: pl.DataFrame, printed: pl.DataFrame) -> Places:
    """Where each of ``files`` (submission_ids) has its fields.

    Args:
        files: candidates, in order.
        openings: shape OPENING, of these and others.
        printed: shape PRINTED, the words of those of them that are carried without them.
    """
    parts = openings.select("submission_id", "printed")
    of_file = files.to_frame("submission_id").join(parts, on="submission_id", how="left", maintain_order="left")
    names = of_file["printed"].drop_nulls().unique(maintain_order=True)
    numbers = pl.int_range(1, len(names) + 1, dtype=pl.UInt16, eager=True)
    numbered = of_file["printed"].replace_strict(names, numbers, default=None, return_dtype=pl.UInt16)
    return Places([document(), *_reports(names.to_list(), printed)], numbered.fill_null(DOCUMENT))


def document() -> Source:
    """JSON: a field is named in its pointer, and has a place in every document."""
    at = {
        number: (json_document.SHEET, 0, f"/{name}" if name in _ABOVE else f"/values/{name}")
        for number, name in enumerate(field_names())
    }
    return Source(at, frozenset(present_forms()))


def harmless_notes() -> pl.DataFrame:
    """name_no, text of notes that answer nothing: what forms print beside a field."""
    numbers = name_numbers()
    rows = [(numbers[field], note) for field, note in printed_notes() if note]
    return pl.DataFrame(rows, schema={"name_no": pl.UInt16, "text": pl.String}, orient="row")


_known: dict[str, Source] = {}


def _reports(names: list[str], printed: pl.DataFrame) -> list[Source]:
    new = [name for name in names if name not in _known]
    if new:
        if len(_known) + len(new) > _REMEMBERED:
            _known.clear()
            new = names  # those of this batch that were known, too
        words = printed.filter(pl.col("printed").is_in(new) & (pl.col("part") == "cell"))
        cells = words.rename({"printed": "submission_id"}).select(CELL.names())
        found = locate(cells)
        said = explanations_of(cells, found)["submission_id"].to_list() + answers_alone(cells).to_list()
        _known.update({name: _report(name, found, answering=name in said) for name in new})
    return [_known[name] for name in names]


def _report(name: str, found: Located, *, answering: bool) -> Source:
    """Places beside the words ``name``; none where these words are more than one sheet of one form."""
    mine = pl.col("submission_id") == name
    fields = found.fields.filter(mine)
    numbers = name_numbers()
    at = fields.filter(pl.col("field").is_in(list(numbers)))
    others = (found.columns, found.totals, found.outside)
    if answering or at["field"].is_duplicated().any() or any(frame.filter(mine).height for frame in others):
        return Source({}, frozenset())
    standing = at.with_columns(row_no=pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64))
    known = {
        numbers[field]: (sheet, row_no, cell)
        for field, sheet, row_no, cell in standing.select("field", "sheet", "row_no", "cell").iter_rows()
        if cell == f"{_VALUES}{row_no}"
    }
    hidden = dict(fields.filter(pl.col("field").str.starts_with("_form")).select("field", "text").iter_rows())
    whole = {
        (code, version)
        for code, version in present_forms()
        if hidden.get("_form_code", code) == code
        and hidden.get("_form_version", version) == version
        and known.keys() >= {numbers[f.name] for f in (*header().fields(), *forms()[code].fields())}
    }
    return Source(known, frozenset(whole))


_VALUES = chr(ord("A") + VALUE_COLUMN - 1)
