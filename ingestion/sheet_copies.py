"""The sheet of a form twice in one workbook ("Báo cáo (2)"): equal figures are asked about, others never guessed."""

from __future__ import annotations

import polars as pl

from quality.issues.shape import FINDING


def sheet_copy_findings(located: pl.DataFrame) -> pl.DataFrame:
    """One finding (shape FINDING) a file: copies disagree (COPY-01), or say the same (COPY-02).

    Args:
        located: shape LOCATED, of files of one form; its first place of a field is the one that is read.
    """
    # a field without a sheet is said by the program, of a table copied without its header
    own = located.lazy().filter(~pl.col("field").str.starts_with("_"))
    sheets = own.select("submission_id", "sheet").drop_nulls("sheet").unique().collect()
    several = sheets.group_by("submission_id").len().filter(pl.col("len") > 1)
    if several.is_empty():  # nearly always
        return pl.DataFrame(schema=FINDING)
    fields = located.join(several, on="submission_id", how="semi").drop_nulls("sheet")
    fields = fields.filter((pl.col("line_no") == 0) & ~pl.col("field").str.contains("^(_|row_|column_)"))
    key = ["submission_id", "field"]
    twice = fields.filter(pl.col("sheet").n_unique().over(key) > 1)
    if twice.is_empty():
        return pl.DataFrame(schema=FINDING)
    text = pl.col("text").str.strip_chars().fill_null("")
    each = twice.group_by(key, maintain_order=True).agg(
        same=text.n_unique() == 1,
        sheets=pl.col("sheet").unique(maintain_order=True),
        cells=pl.format("{}!{}", "sheet", "cell").str.join(" / "),
    )
    found = each.sort("same", maintain_order=True).group_by("submission_id", maintain_order=True).first()
    return found.select(
        "submission_id",
        line_no=pl.lit(0, pl.Int32),
        rule_id=pl.when("same").then(pl.lit("COPY-02")).otherwise(pl.lit("COPY-01")),
        field=pl.when("same").then(pl.lit(None, pl.String)).otherwise("field"),
        related_fields=pl.lit(None, pl.String),
        expected=pl.when("same").then(pl.col("sheets").list.join(", ")).otherwise("cells"),
        detail=pl.lit(None, pl.String),
    ).select([pl.col(n).cast(t) for n, t in FINDING.items()])
