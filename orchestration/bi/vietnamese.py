"""Superset in Vietnamese: no such language comes with it, so the words of ``vi.po`` are put beside those it has.

Superset reads two forms of them: a compiled catalogue on the server, a JSON file in the browser.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from orchestration.bi.bi_workspace import ASSETS

CATALOGUE = ASSETS / "vi.po"
# "1-5 of 5" below a list: English built into the page, past every catalogue; the pages of a list have their numbers
_HIDDEN = b"<style>.row-count-container,.ant-pagination-total-text{display:none!important}</style></head>"


def install_vietnamese() -> None:
    """Write both forms into the Superset of this environment."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with CATALOGUE.open(encoding="utf-8") as file:
        catalogue = read_po(file, locale="vi")
    browser_words().parent.mkdir(parents=True, exist_ok=True)
    with browser_words().with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    browser_words().write_text(json.dumps(for_browser(catalogue), ensure_ascii=False), encoding="utf-8")


def hide_what_has_no_words(response: Any) -> Any:
    """A page without the English that no catalogue reaches; called with every answer before it is sent."""
    if response.mimetype == "text/html" and not response.direct_passthrough:
        response.data = response.data.replace(b"</head>", _HIDDEN, 1)
    return response


def browser_words() -> Path:
    """The JSON file in the Superset of this environment; the compiled catalogue lies beside it.

    Raises:
        ModuleNotFoundError: this is not Superset's environment.
    """
    spec = find_spec("superset")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("superset: run in .venv-bi (make bi)")
    return Path(spec.origin).parent / "translations" / "vi" / "LC_MESSAGES" / "messages.json"


def for_browser(catalogue: Any) -> dict[str, Any]:
    """The catalogue as Superset's pages read it (Jed)."""
    head = {"domain": "superset", "plural_forms": "nplurals=1; plural=0", "lang": "vi"}
    words: dict[str, Any] = {"": head}
    for message in catalogue:
        if not message.id:
            continue
        one = message.id if isinstance(message.id, str) else message.id[0]
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        if said[0]:
            words[one] = said
    return {"domain": "superset", "locale_data": {"superset": words}}
