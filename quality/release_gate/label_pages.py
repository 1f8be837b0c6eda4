"""What Great Expectations' pages lack here: whose figures these are, and an index that reads without a network.

Data Docs fetch their style and the table of their index from outside; where that cannot be
reached the index would be empty, so it gets a plain list of links.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

_BODY = re.compile(r"<body[^>]*>")
_MARK = 'id="kho138-label"'


def label_pages(site: Path, label: str) -> None:
    """Put ``label`` on top of every HTML page below ``site``, and links to all results on the index."""
    banner = f'<div {_MARK} style="background:#fff3cd;padding:8px 16px;font-weight:bold">{html.escape(label)}</div>'
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if _MARK not in text:
            top = banner + (_links(site) if page.parent == site else "")
            # a function, not a template: the label may hold a backslash
            page.write_text(_BODY.sub(lambda body, top=top: body[0] + top, text, count=1), encoding="utf-8")  # type: ignore[misc]


def _links(site: Path) -> str:
    newest = sorted((site / "validations").rglob("*.html"), key=lambda p: p.parent.name, reverse=True)
    items = (
        f'<li><a href="{html.escape(p.relative_to(site).as_posix())}">'
        f"{html.escape(p.stem.removeprefix('marts-'))} · {html.escape(p.parent.name)}</a></li>"
        for p in newest
    )
    return f'<ul style="padding:8px 32px">{"".join(items)}</ul>'
