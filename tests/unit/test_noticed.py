"""What opening noticed at a cell becomes an issue there, told apart by what the form keeps in the cell."""

from __future__ import annotations

import polars as pl

from ingestion.noticed import noticed_issues, without_explained
from ingestion.shapes import CELL_FINDING, LOCATED
from quality.contracts.registry import forms
from quality.issues.shape import ISSUE

_LOCATED = pl.DataFrame(
    [
        ("s", 0, "population", "Báo cáo", "E24", "s", None),
        ("s", 0, "submitter_code", "Báo cáo", "E8", "d", "2024-04-03"),
    ],
    schema=LOCATED,
    orient="row",
)


def _noticed(*rows: tuple[str, str | None, str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame([("s", *row) for row in rows], schema=CELL_FINDING, orient="row")


def test_an_error_in_a_cell_of_the_form_must_be_mended_and_elsewhere_is_asked_about() -> None:
    noticed = _noticed(("CELL-01", "Báo cáo", "E24", "#DIV/0!"), ("CELL-01", "Báo cáo", "J3", "#REF!"))
    issues = noticed_issues(noticed, _LOCATED.head(1), forms()["F01"])
    got = issues.select("rule_id", "severity", "field", "cell", "value_seen").rows()
    assert got == [("CELL-01", "error", "population", "E24", "#DIV/0!"), ("CELL-06", "query", None, "J3", "#REF!")]
    assert "Dân số" in issues["message_vi"][0]
    assert "J3" in issues["message_vi"][1]


def test_a_code_that_excel_made_a_date_is_refused_not_guessed() -> None:
    issues = noticed_issues(_noticed(), _LOCATED, forms()["F01"])
    assert issues.select("rule_id", "cell", "value_seen").rows() == [("CELL-05", "E8", "2024-04-03")]


def test_of_an_unrecognised_file_only_what_must_be_mended_is_said() -> None:
    noticed = _noticed(("BOOK-01", "Sheet3", None, None), ("BOOK-07", None, None, None))
    assert noticed_issues(noticed, _LOCATED.clear(), None)["rule_id"].to_list() == ["BOOK-07"]


def test_a_cell_that_could_not_be_read_is_not_also_empty() -> None:
    noticed = noticed_issues(_noticed(("CELL-02", "Báo cáo", "E24", "=1/0")), _LOCATED.head(1), forms()["F01"])
    empty = [("s", "VAL-05", "error", "population", 0, "Báo cáo", c, None, None, "", "", "") for c in ("E24", "E25")]
    kept = without_explained(pl.DataFrame(empty, schema=ISSUE, orient="row"), noticed)
    assert kept["cell"].to_list() == ["E25"]
