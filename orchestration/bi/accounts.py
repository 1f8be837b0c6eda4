"""The file of users (``bi/users.csv``): who may sign in, in which role, for which unit; of passwords only hashes.

``python -m orchestration.bi.accounts USER ROLE NAME [UNIT_KEYS]`` adds one or gives one a new password, shown once.
"""

from __future__ import annotations

import csv
import os
import re
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from orchestration.bi.bi_workspace import BiWorkspace

FIELDS = ("username", "role", "name_vi", "unit_keys", "password_hash")
_UNIT_KEY = re.compile(r"[A-Za-z0-9-]+\|\d{4}-\d\d-\d\d")  # stands inside a SQL string of row_security.yml
ROLES = ("city_committee", "unit_committee", "analyst", "maintainer")


class AccountError(ValueError):
    """A line of the file names no role, no key of a unit, or no hash of a password."""


@dataclass(frozen=True)
class Account:
    """One line of the file."""

    username: str
    role: str
    name_vi: str
    unit_keys: str  # keys of one unit through its reorganisations, a space between: 13645|0001-01-01 13681|2024-09-01
    password_hash: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise AccountError(f"{self.username}: role {self.role!r} is none of {', '.join(ROLES)}")
        if (self.role == "unit_committee") != bool(self.unit_keys):
            raise AccountError(f"{self.username}: a unit belongs to unit_committee and to no other role")
        wrong = [key for key in self.units if not _UNIT_KEY.fullmatch(key)]
        if wrong:
            raise AccountError(f"{self.username}: {wrong[0]!r} is no key of a unit (code|yyyy-mm-dd)")
        if not self.password_hash.startswith(("scrypt:", "pbkdf2:")):
            raise AccountError(f"{self.username}: the file holds no hash of a password (run orchestration.bi.accounts)")

    @property
    def units(self) -> tuple[str, ...]:
        """Keys of the unit whose committee this is; none for who belongs to no unit."""
        return tuple(sorted(self.unit_keys.split()))

    @property
    def unit_role(self) -> str:
        """Role that carries the row security of exactly these keys."""
        return "unit " + " ".join(self.units)


def accounts(path: Path) -> list[Account]:
    """Everybody who may sign in; no file is nobody.

    Raises:
        AccountError: a line is not complete, or two have one name.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        found = [Account(**row) for row in csv.DictReader(file)]
    if len({a.username for a in found}) < len(found):
        raise AccountError(f"{path}: a name stands twice")
    return found


def set_account(path: Path, username: str, role: str, name_vi: str, unit_keys: str = "") -> str:
    """Add a user, or give one a new password, role and unit; the password, which nobody can read again later."""
    from werkzeug.security import generate_password_hash

    password = secrets.token_urlsafe(12)
    account = Account(username, role, name_vi, unit_keys, generate_password_hash(password))
    others = [a for a in accounts(path) if a.username != username]
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.DictWriter(file, FIELDS)
        writer.writeheader()
        writer.writerows(vars(a) for a in sorted([*others, account], key=lambda a: a.username))
    part.replace(path)
    return password


def main() -> None:
    """Set the account the command names; its password, and whether the unit has an edition, to the screen."""
    from orchestration.bi.unit_audience import without_audience

    workspace = BiWorkspace.from_environment()
    password = set_account(workspace.users, *sys.argv[1:])
    print(password)  # noqa: T201  # shown once, here
    named = [a for a in accounts(workspace.users) if a.username == sys.argv[1]]
    sys.stderr.writelines(f"{sentence}\n" for sentence in without_audience(named, workspace))


if __name__ == "__main__":
    main()
