"""Contact addresses are mailboxes of an office, never of a person (``role_mailboxes.yml``)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

CHANNELS = frozenset({"email"})
_TELLING = 4  # letters from which a word of an office may be the beginning of a longer one


@cache
def _words() -> dict[str, list[str]]:
    text = Path(__file__).with_name("role_mailboxes.yml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = yaml.safe_load(text)
    return words


def looks_personal(address: str) -> bool:
    """Whether a mailbox is not plainly an office's: one begins with a word of an office and holds no person's name."""
    local = address.partition("@")[0].lower()
    words = _words()
    first = re.split(r"[._-]", local)[0]
    if not any(first == role or (len(role) >= _TELLING and first.startswith(role)) for role in words["roles"]):
        return True
    person = rf"(?:^|[._-])(?:{'|'.join(words['surnames'])})[._-]?(?:{'|'.join(words['middle_names'])})[._-]?[a-z]"
    return re.search(person, local) is not None


def is_address(address: str) -> bool:
    """Whether it has the form of an e-mail address."""
    return re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", address) is not None
