"""What opening and parsing noticed at a cell -> issues at that cell, told apart by what the form keeps there.

A formula error in a cell the form reads must be mended; the same error elsewhere is only asked about.
"""

from __future__ import annotations

import polars as pl

from ingestion.parsing.locate import GUIDE_SHEET
from quality.contracts.form_model import Form
from quality.contracts.registry import header
from quality.issues.write_up import PLACED, write_up_placed
from quality.return_slip.first_sheet import SHEET_NAME as RESULTS_SHEET

# rules whose finding outside the cells of the form is a query of its own
_OUTSIDE = {"CELL-01": "CELL-06", "CELL-02": "CELL-06", "CELL-03": "CELL-06", "CELL-04": "CELL-07"}
# a cell that could not be read is not also empty
_EXPLAINED = ("VAL-05", "VAL-01", "VAL-09", "VAL-06")
_TEXT_TYPES = ("text", "code", "enum", "yes_no")  # a number that became a date says so when it is read


def place_noticed(noticed: pl.DataFrame, located: pl.DataFrame, form: Form | None) -> pl.DataFrame:
    """Findings of shape PLACED.

    Args:
        noticed: shape CELL_FINDING, of files of one form.
        located: shape LOCATED, of the same files.
        form: their form, None when it was not recognised (then nothing is a cell of the form).
    """
    if noticed.is_empty():  # nearly always: then no cell has to be told from another
        return _shaped(_made_dates(located, form))
    place = ["submission_id", "sheet", "cell"]
    fields = [f.name for fm in (header(), *([form] if form else [])) for f in fm.fields()]
    near = located.join(noticed.select("submission_id").unique(), on="submission_id", how="semi")
    places = near.filter(pl.col("field").is_in(fields)).unique(place).select(*place, "field", "line_no")
    found = noticed.join(places, on=place, how="left").with_columns(
        pl.when(pl.col("field").is_null())
        .then(pl.col("rule_id").replace(_OUTSIDE))
        .otherwise("rule_id")
        .alias("rule_id"),
        pl.col("line_no").fill_null(0),
    )
    return pl.concat([_shaped(found), _shaped(_made_dates(located, form))])


def with_figures_outside(noticed: pl.DataFrame, outside: pl.DataFrame) -> pl.DataFrame:
    """``noticed`` and one finding (BOOK-05) a sheet with figures beyond the form, where the sheet is no hidden one.

    Args:
        noticed: shape CELL_FINDING.
        outside: submission_id, sheet, cell, text (see ``parsing.outside_the_form``).
    """
    hidden = noticed.filter(pl.col("rule_id").is_in(["BOOK-01", "BOOK-02"]))
    own = outside.filter(~pl.col("sheet").is_in([GUIDE_SHEET, RESULTS_SHEET]))
    if own.is_empty():  # nearly always
        return noticed
    found = own.join(hidden, on=["submission_id", "sheet"], how="anti").select(
        "submission_id", rule_id=pl.lit("BOOK-05"), sheet="sheet", cell="cell", detail="text"
    )
    return pl.concat([noticed, found])


def noticed_issues(noticed: pl.DataFrame, located: pl.DataFrame, form: Form | None) -> pl.DataFrame:
    """Issues (shape ISSUE) of what was noticed; one issue a rule and cell.

    A file whose form is not recognised has that one fault: of it only what must be mended is said.
    """
    placed = place_noticed(noticed, located, form).unique(maintain_order=True)
    issues = write_up_placed(placed, form)
    return issues if form else issues.filter(pl.col("severity") != "query")


def without_explained(issues: pl.DataFrame, noticed: pl.DataFrame) -> pl.DataFrame:
    """Leave out that a cell is empty or no number where the reason has been said at the same cell."""
    said = noticed.filter((pl.col("severity") == "error") & pl.col("cell").is_not_null())
    key = ["submission_id", "sheet", "cell"]
    same = issues.filter(pl.col("rule_id").is_in(_EXPLAINED)).join(said.select(key), on=key, how="semi")
    return issues.join(same, on=[*key, "rule_id"], how="anti", nulls_equal=True) if same.height else issues


def made_date(form: Form | None) -> pl.Expr:
    """True where a row (field, kind) is a date and its field asks for words."""
    texts = [f.name for fm in (header(), *([form] if form else [])) for f in fm.fields() if f.type in _TEXT_TYPES]
    return (pl.col("kind") == "d") & pl.col("field").is_in(texts)


def _made_dates(located: pl.DataFrame, form: Form | None) -> pl.DataFrame:
    """Date cells where the form asks for words: "3-4" or "01/02" that Excel turned into a date (H5)."""
    dates = located.filter(made_date(form))
    return dates.unique(["submission_id", "sheet", "cell"]).with_columns(rule_id=pl.lit("CELL-05"), detail="text")


def _shaped(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select([pl.col(n).cast(t) for n, t in PLACED.items()])
