"""Rows and columns that ask for a person's data. No form has one: what stands under such a label is a finding."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from quality.personal_data.addressed_names import begins_with_title
from quality.personal_data.allowed import Allowed
from quality.personal_data.folding import fold, normalise
from quality.personal_data.name_lists import name_words
from quality.personal_data.patterns import personal_columns

_LONGEST_LABEL = 60
_UNIT = re.compile(
    r"(phường|xã|thị trấn|thành phố|huyện|tỉnh|thôn|xóm|ấp|làng|tổ|khu|trường|công ty|ban|hội|đoàn (thanh|thể)|phòng|"
    r"đội|đảng|chi bộ|chi hội|mặt trận|ubnd|trung tâm|cảnh sát)\b"
)
_SHEET = ["submission_id", "sheet"]


@cache
def _any_label() -> str:
    return rf"^\W*(?:\d+\W+)?(?:{'|'.join(c.label.pattern for c in personal_columns().values())})\W*$"


@cache
def label_kind(text: str) -> str | None:
    """The kind of personal data a label asks for, None for every other text."""
    folded = fold(normalise(text)).strip(" .:*()-\n").replace("_", " ")
    folded = re.sub(r"^\d+\W+", "", folded)
    return next((kind for kind, column in personal_columns().items() if column.label.fullmatch(folded)), None)


def personal_cells(texts: pl.DataFrame, folded: dict[str, str], allowed: Allowed) -> pl.DataFrame:
    """Cells that hold what a personal label asks for.

    Args:
        texts: shape TEXT, cells of a batch.
        folded: the batch's distinct short texts, folded.
        allowed: what the register makes public.

    Returns:
        Rows of ``texts`` with ``label_kind``.
    """
    candidates = pl.DataFrame(
        {"text": list(folded), "folded": list(folded.values())}, schema={"text": pl.String, "folded": pl.String}
    )
    candidates = candidates.filter(
        (pl.col("folded").str.len_chars() <= _LONGEST_LABEL) & pl.col("folded").str.contains(_any_label())
    )
    kinds = {text: kind for text in candidates["text"] if (kind := label_kind(text))}
    found = [_keyed(texts)]
    if kinds:
        labels = texts.join(pl.DataFrame({"text": list(kinds), "label_kind": list(kinds.values())}), on="text").select(
            *_SHEET, "label_kind", label_row="row_no", label_col="col_no"
        )
        others = texts.filter(~pl.col("text").is_in(list(kinds)))
        below = others.join(labels, left_on=[*_SHEET, "col_no"], right_on=[*_SHEET, "label_col"]).filter(
            pl.col("row_no") > pl.col("label_row")
        )
        beside = (
            others.join(labels, left_on=[*_SHEET, "row_no"], right_on=[*_SHEET, "label_row"])
            .filter(pl.col("col_no") > pl.col("label_col"))
            .sort("col_no")
            .unique([*_SHEET, "row_no", "label_kind"], keep="first", maintain_order=True)
        )
        columns = [*texts.columns, "label_kind"]
        found += [below.select(columns), beside.select(columns)]
    every = pl.concat(found).unique(["submission_id", "sheet", "cell", "label_kind"], maintain_order=True)
    holds = [_holds(kind, text, allowed) for kind, text in every.select("label_kind", "text").iter_rows()]
    return every.filter(pl.Series(holds, dtype=pl.Boolean))


def _keyed(texts: pl.DataFrame) -> pl.DataFrame:
    """Values of JSON documents whose key is such a label."""
    pointers = texts["cell"].filter(texts["cell"].str.starts_with("/")).unique()
    kinds = {pointer: kind for pointer in pointers if (kind := label_kind(pointer.rpartition("/")[2]))}
    found = texts.filter(pl.col("cell").is_in(list(kinds)))
    return found.with_columns(label_kind=pl.col("cell").replace_strict(kinds, default=None, return_dtype=pl.String))


def _holds(kind: str, text: str, allowed: Allowed) -> bool:
    plain = normalise(text).strip()
    if not personal_columns()[kind].value.fullmatch(plain) or label_kind(text):
        return False
    if kind != "person_name":
        return True
    # "Người phụ trách | Ban Chỉ đạo": words of a name are all capitalised, and "Phó Chủ Tịch" is none
    words = plain.split()
    if not all(word[:1].isupper() for word in words) or begins_with_title(plain):
        return False
    if plain in allowed.texts or _UNIT.match(plain.lower()):
        return False
    return len(words) > 1 or plain.lower() in name_words().givens
