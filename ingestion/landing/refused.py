"""What is told of files of which no byte is kept: their openings, and the issues their senders read."""

from __future__ import annotations

import polars as pl

from ingestion.landing.landing import Landing
from ingestion.shapes import OPENING
from quality.issues.shape import ISSUE
from quality.issues.write_up import PLACED, write_up_placed
from quality.personal_data.mask import DOT

ERASED_RULE = "ERASE-01"
MASKED_NAME_RULE = "PII-09"
_PART_VI = {
    "property": "thuộc tính của tệp", "defined_name": "tên vùng dữ liệu", "header_footer": "đầu trang, chân trang",
    "comment": "chú thích", "sheet_name": "tên trang tính", "drawing": "hình vẽ, hộp văn bản", "chart": "biểu đồ",
    "json_key": "tên trường dữ liệu", "validation": "danh sách lựa chọn", "link": "liên kết",
    "shared_string": "nội dung ẩn của tệp", "other": "phần ẩn của tệp",
}  # fmt: skip


def refused_openings(landing: Landing, submission_ids: pl.Series) -> pl.DataFrame:
    """Openings (shape OPENING) of those submissions of which landing keeps no byte."""
    first = landing.refusals().unique("submission_id", keep="first", maintain_order=True)
    told = first.select("submission_id", "file_format", problem_rule_id="rule_id", problem_detail="detail")
    gone = landing.tombstones().select("submission_id", file_format=pl.lit("unknown")).unique()
    erased = gone.with_columns(problem_rule_id=pl.lit(ERASED_RULE), problem_detail=pl.lit(None, pl.String))
    every = pl.concat([told.join(erased, on="submission_id", how="anti"), erased]).filter(
        pl.col("submission_id").is_in(submission_ids.implode())
    )
    blank = every.with_columns(cells=pl.lit(0), printed=pl.lit(None))
    return blank.select([pl.col(n).cast(t) for n, t in OPENING.items()])


def refused_issues(refusals: pl.DataFrame) -> pl.DataFrame:
    """Issues (shape ISSUE) of files that were refused for what is in them: the place and a masked sample, no more.

    Args:
        refusals: shape REFUSAL.
    """
    found = refusals.filter(pl.col("kind").is_not_null())
    if found.is_empty():
        return pl.DataFrame(schema=ISSUE)
    part = pl.col("part").replace_strict(_PART_VI, default=None, return_dtype=pl.String)
    where = pl.when(pl.col("sheet").is_null() | pl.col("part").is_in(["sheet_name", "json_key"])).then(part)
    placed = found.with_columns(
        sheet=where.otherwise("sheet"),
        line_no=pl.lit(0),
        field=pl.lit(None, pl.String),
        detail="masked_sample",
    )
    return write_up_placed(placed.select([pl.col(n).cast(t) for n, t in PLACED.items()]), None)


def masked_name_issues(receipts: pl.DataFrame) -> pl.DataFrame:
    """A query (PII-09) about each file whose name held something personal."""
    masked = receipts.filter(pl.col("source_name").str.contains(DOT, literal=True))
    nothing = pl.lit(None, pl.String)
    placed = masked.select(
        "submission_id", line_no=pl.lit(0), rule_id=pl.lit(MASKED_NAME_RULE), field=nothing, sheet=nothing,
        cell=nothing, detail="source_name",
    )  # fmt: skip
    return write_up_placed(placed.select([pl.col(n).cast(t) for n, t in PLACED.items()]), None)
