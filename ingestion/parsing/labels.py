"""What the headings of a form look like when people type them: one key for every way to write a label."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from ingestion.cleaning.unicode_text import bare_key
from quality.contracts.form_model import Form
from quality.contracts.form_versions import older_versions
from quality.contracts.registry import forms, header

HEADER = "F00"
_NUMBERING = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[ivx]{1,4}|[a-z])\s*[.)/-]\s*")
_OTHER = re.compile(r"[^a-z0-9%]+")
_FORM = re.compile(r"\bmau\s*(?:so|bieu)?\s*[:.]?\s*(f[0-9]{2})\b")

VALUE_HEADS = frozenset(
    (
        "so lieu",
        "ket qua",
        "gia tri",
        "so luong",
        "ket qua thuc hien",
        "so lieu trong ky",
        "thuc hien",
        "noi dung bao cao",
    )
)
# columns of a list that hold nothing of the form
SIDE_HEADS = frozenset(("stt", "tt", "so tt", "ghi chu", "so thu tu"))
TOTAL_WORDS = frozenset(("tong cong", "cong", "tong so", "tong", "tong cong so", "cong tong"))


@cache
def label_key(text: str) -> str:
    """Label without accents, numbering, quotes, stars and colons: one for "2. Số hộ dân *:" and "SO HO DAN"."""
    bare = bare_key(text)
    numbered = _NUMBERING.match(bare)
    return _OTHER.sub(" ", bare[numbered.end() :] if numbered else bare).strip()


@cache
def named_form(text: str) -> str | None:
    """Code of the form a title names ("… (Mẫu số F01)"); None when it names none that exists."""
    found = _FORM.search(bare_key(text))
    code = found[1].upper() if found else None
    return code if code in forms() else None


@cache
def label_table() -> pl.DataFrame:
    """form_code (F00: the header), key, field: every label, alias and label of an older version of a form."""
    rows = {
        (form.code, label_key(label), field.name)
        for form in (header(), *forms().values())
        for field in form.fields()
        for label in (field.label_vi, *field.aliases_vi, *_older_labels(form, field.name))
    }
    return pl.DataFrame(sorted(rows), schema=["form_code", "key", "field"], orient="row")


def _older_labels(form: Form, field: str) -> list[str]:
    return [v.labels[field] for v in older_versions().values() if v.form == form.code and field in v.labels]
