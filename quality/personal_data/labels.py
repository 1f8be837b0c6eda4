"""What the labels around a cell say: left of it in its row, on top of it in its column."""

from __future__ import annotations

import polars as pl

from quality.personal_data.folding import fold, normalise
from quality.personal_data.patterns import contexts_in

_PLACE = ["submission_id", "sheet", "row_no", "col_no"]
_FIELD_ID = r"^[a-z][a-z0-9_]+$"
_TOP_LABELS = 3
_LONGEST_LABEL = 120


def labels_around(cells: pl.DataFrame, texts: pl.DataFrame) -> dict[tuple[str, str, str], frozenset[str]]:
    """Contexts of each cell of ``cells`` by (submission_id, sheet, cell).

    Args:
        cells: shape TEXT, the cells asked about.
        texts: shape TEXT, every cell of their files.
    """
    if cells.is_empty():
        return {}
    asked = cells.select(*_PLACE, "cell").unique()
    # nothing else can be a label of theirs: few rows are joined
    near = texts.filter(
        pl.col("row_no").is_in(asked["row_no"].unique().to_list())
        | pl.col("col_no").is_in(asked["col_no"].unique().to_list())
    )
    labels = near.filter((pl.col("kind") == "s") & (pl.col("text").str.len_chars() <= _LONGEST_LABEL)).join(
        asked.select("submission_id", "sheet").unique(), on=["submission_id", "sheet"], how="semi"
    )
    label = labels.select(*_PLACE, label="text")
    left = asked.join(label, on=["submission_id", "sheet", "row_no"], suffix="_label").filter(
        pl.col("col_no_label") < pl.col("col_no")
    )
    # a row of a report sheet is named by its own label; only cells of tables are named from above
    named = labels.filter((pl.col("col_no") == 1) & pl.col("text").str.contains(_FIELD_ID))
    tables = asked.join(named, on=["submission_id", "sheet", "row_no"], how="anti")
    above = (
        tables.join(label, on=["submission_id", "sheet", "col_no"], suffix="_label")
        .filter(pl.col("row_no_label") < pl.col("row_no"))
        .sort("row_no_label")
        .group_by("submission_id", "sheet", "cell", maintain_order=True)
        .head(_TOP_LABELS)
    )
    # the key of a JSON document is the label of its value
    keyed = asked.filter(pl.col("cell").str.starts_with("/")).with_columns(
        label=pl.col("cell").str.replace_all("_", " ")
    )
    around: dict[tuple[str, str, str], frozenset[str]] = {}
    for frame in (left, above, keyed):
        for submission_id, sheet, cell, text in frame.select("submission_id", "sheet", "cell", "label").iter_rows():
            key = (submission_id, sheet, cell)
            around[key] = around.get(key, frozenset()) | contexts_in(fold(normalise(text)))
    return around
