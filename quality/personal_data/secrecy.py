"""Secrecy marks: a file that carries one is not read further. Law 117/2025/QH15: MẬT, TỐI MẬT, TUYỆT MẬT."""

from __future__ import annotations

import re

import polars as pl

from quality.personal_data.folding import fold, normalise

RULE_ID = "SEC-01"
SECRECY_FIELD = "secrecy"
VALUE_COLUMN = 5
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
    r"(?i)\bđộ (?:bảo )?mật\s*[:=-]\s*(?!không)(?:tuyệt mật|tối mật|mật)\b"
    r"|\bdo mat\s*[:=-]\s*(?:tuyet mat|toi mat|mat)\b"
)
_HEADER_CODES = re.compile(r"&(?:[LCRBIUESXYPNDTFAGZ]|\"[^\"]*\"|\d{1,3}|K[0-9A-F]{6})")
_PLACE = ["submission_id", "sheet", "row_no"]


def is_mark(text: str) -> bool:
    """Whether a text is, or carries, a secrecy mark."""
    plain = _HEADER_CODES.sub("", normalise(text)) if "&" in text else normalise(text)
    return bool(_ALONE.search(plain) or _CAPITALS.search(plain) or _STATED.search(plain))


def marked(texts: pl.DataFrame, folded: dict[str, str]) -> pl.DataFrame:
    """Rows of ``texts`` (shape TEXT) that carry a mark, or are a secrecy cell that says anything but “Không mật”.

    Args:
        texts: every text of a batch.
        folded: distinct texts, folded.
    """
    marks = [text for text, plain in folded.items() if ("mat" in plain or "m a t" in plain) and is_mark(text)]
    carrying = texts.filter(pl.col("text").is_in(marks)) if marks else texts.clear()
    return pl.concat([carrying, _stated(texts, folded)]).unique(
        ["submission_id", "part", "sheet", "cell"], maintain_order=True
    )


def _stated(texts: pl.DataFrame, folded: dict[str, str]) -> pl.DataFrame:
    """Values of secrecy cells: beside the field id, under the key, or right of the label."""
    by_id = texts.filter((pl.col("text") == SECRECY_FIELD) & (pl.col("col_no") == 1)).select(_PLACE)
    by_key = texts.filter(pl.col("cell").str.ends_with(f"/{SECRECY_FIELD}"))
    values = texts.filter(pl.col("col_no") == VALUE_COLUMN).join(by_id, on=_PLACE, how="semi")
    strict = pl.concat([values, by_key])
    strict = strict.filter(pl.Series([not _says_not(t) for t in strict["text"]], dtype=pl.Boolean))

    names = [text for text, plain in folded.items() if "mat" in plain and _LABEL.fullmatch(plain.strip())]
    if not names:
        return strict
    labels = texts.filter(pl.col("text").is_in(names)).join(by_id, on=_PLACE, how="anti")
    beside = (
        texts.join(labels.select(*_PLACE, label_col="col_no"), on=_PLACE)
        .filter(pl.col("col_no") > pl.col("label_col"))
        .sort("col_no")
        .unique(_PLACE, keep="first", maintain_order=True)
    )
    loose = beside.filter(
        pl.Series([fold(normalise(t)).strip(" .:-*") not in _SAYS_NOT_SECRET for t in beside["text"]], dtype=pl.Boolean)
    )
    return pl.concat([strict, loose.select(strict.columns)])


def _says_not(text: str) -> bool:
    return " ".join(fold(normalise(text)).split()) == _OPEN
