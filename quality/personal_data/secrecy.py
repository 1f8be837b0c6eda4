"""Secrecy marks: a file that carries one is not read further. Law 117/2025/QH15: MẬT, TỐI MẬT, TUYỆT MẬT."""

from __future__ import annotations

import re

import polars as pl

from quality.personal_data.folding import fold, normalise
from quality.personal_data.mask import mask

RULE_ID = "SEC-01"
SECRECY_FIELD = "secrecy"
SECRECY_LABEL = "Độ mật"  # a word of the forms: not among the texts worth reading
_OPEN = "khong mat"
_SAYS_NOT_SECRET = frozenset({_OPEN, "khong", "thuong", "binh thuong", ""})
_LABEL = re.compile(r"(do|muc do|cap do|dau) mat\W*")
# a mark stands alone on its line, or is written in capitals; "bí mật", "mật độ", "bảo mật" are words like others
_DEGREES = "tuyệt mật|tối mật|mật|tuyet mat|toi mat"
_ALONE = re.compile(rf"(?im)^[\W_]*(?:độ mật\s*:?\s*)?(?:{_DEGREES}|t u y ệ t\s+m ậ t|m ậ t)[\W_]*$")
_CAPITALS = re.compile(
    r"(?<!\w)(?:TUYỆT MẬT|TỐI MẬT|TUYET MAT|TOI MAT)(?!\w)"
    r"|(?<!BÍ )(?<!BẢO )(?<!KHÔNG )(?<!ĐỘ )(?<!SỰ )(?<!CƠ )(?<!THÂN )(?<!\w)MẬT(?!\w)"
    r"(?! ?(?:ĐỘ|KHẨU|MÃ|ONG|THIẾT|VỤ|THƯ|BÁO|NHÀ))"
)
_STATED = re.compile(
    r"(?i)\b(?:độ|dấu) (?:bảo )?mật\s*(?:là\s*)?[:=-]\s*(?!không)(?:tuyệt mật|tối mật|mật)\b"
    r"|\b(?:thuộc|đóng dấu|độ|loại|mức)(?: độ| loại| mức| dấu)? (?:tuyệt|tối) mật\b"
    r"|\bdo mat\s*[:=-]\s*(?:tuyet mat|toi mat|mat)\b"
)
_BLANKS = re.compile(r"[^\S\n]{2,}")
_HEADER_CODES = re.compile(r"&(?:[LCRBIUESXYPNDTFAGZ]|\"[^\"]*\"|\d{1,3}|K[0-9A-F]{6})")
_PLACE = ["submission_id", "sheet", "row_no"]


def is_mark(text: str) -> bool:
    """Whether a text is, or carries, a secrecy mark."""
    plain = _HEADER_CODES.sub("", normalise(text)) if "&" in text else normalise(text)
    plain = _BLANKS.sub(" ", plain)
    return bool(_ALONE.search(plain) or _CAPITALS.search(plain) or _STATED.search(plain))


def may_speak_of_it(folded: str) -> bool:
    """Whether a folded text may be a mark or a label: a superset of both."""
    return "mat" in folded or "m a t" in folded


def is_label(text: str) -> bool:
    """Whether a text asks for the degree of secrecy in other words than the forms."""
    plain = fold(normalise(text))
    return "mat" in plain and _LABEL.fullmatch(plain.strip()) is not None


def shown(text: str) -> str:
    """The degree a text names, and nothing else of it: what a secret file says is not repeated."""
    degree = re.search(rf"(?i)(?<!\w)(?:{_DEGREES})(?!\w)", normalise(text))
    return degree[0] if degree else mask(text)


def marked(texts: pl.DataFrame, folded: dict[str, str]) -> pl.DataFrame:
    """Rows of ``texts`` (shape TEXT) that carry a mark, or are a secrecy cell that says anything but “Không mật”.

    Args:
        texts: every text of a batch.
        folded: distinct texts, folded.
    """
    marks = [text for text, plain in folded.items() if may_speak_of_it(plain) and is_mark(text)]
    carrying = texts.filter(pl.col("text").is_in(marks)) if marks else texts.clear()
    return pl.concat([carrying, _stated(texts, folded)]).unique(
        ["submission_id", "part", "sheet", "cell"], maintain_order=True
    )


def _stated(texts: pl.DataFrame, folded: dict[str, str]) -> pl.DataFrame:
    """Values of secrecy cells: in the row of the field id or of the label, or under the key."""
    by_key = texts.filter(pl.col("cell").str.ends_with(f"/{SECRECY_FIELD}"))
    by_key = by_key.filter(pl.Series([not says_not(t) for t in by_key["text"]], dtype=pl.Boolean))
    names = [text for text, plain in folded.items() if "mat" in plain and is_label(text)]
    labels = texts.filter(pl.col("text").is_in([SECRECY_FIELD, SECRECY_LABEL, *names])).select(
        *_PLACE, "text", label_col="col_no"
    )
    if labels.is_empty():
        return by_key
    rows = labels.group_by(_PLACE).agg(
        pl.col("label_col").max(), has_id=(pl.col("text") == SECRECY_FIELD).any(), label=pl.col("text").first()
    )
    # few rows of a sheet speak of secrecy: joining all the others would cost more than every other question here
    near = texts.filter(pl.col("row_no").is_in(rows["row_no"].unique().to_list()))
    beside = near.join(rows, on=_PLACE).filter(
        (pl.col("col_no") > pl.col("label_col")) & pl.col("text").str.contains(r"\w")
    )
    said = [" ".join(fold(normalise(t)).split()).strip(" .:-*") for t in beside["text"]]
    judged = beside.with_columns(
        says_not=pl.when("has_id").then(pl.Series([t == _OPEN for t in said], dtype=pl.Boolean))
        .otherwise(pl.Series([t in _SAYS_NOT_SECRET for t in said], dtype=pl.Boolean))
    )  # fmt: skip
    # the first thing said beside the label is its value, in whatever column it stands now
    first = judged.sort("col_no").unique(_PLACE, keep="first", maintain_order=True)
    return pl.concat([by_key, first.filter(~pl.col("says_not")).select(texts.columns)])


def says_not(text: str) -> bool:
    """Whether a text is “Không mật”, and nothing else."""
    return " ".join(fold(normalise(text)).split()) == _OPEN
