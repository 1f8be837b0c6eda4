"""Roles, row security and users from their files into Superset: what is not in a file any more is taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from orchestration.bi.accounts import Account
from orchestration.bi.unit_audience import UnitAudiences

OWN = "kho138: "  # how the row rules of this importer begin; every other rule is removed


def import_roles(assets: Path, accounts: list[Account]) -> None:
    """One role a line of ``roles.yml``, one more a unit that has readers, without permissions of its own."""
    from superset import db
    from superset import security_manager as manager
    from superset.connectors.sqla.models import SqlaTable

    wanted = yaml.safe_load((assets / "roles.yml").read_text(encoding="utf-8"))
    datasets = {d.table_name: d for d in db.session.query(SqlaTable)}
    for name, role in wanted.items():
        pairs = [tuple(p.split(" on ", 1)) for p in role["permissions"]]
        pairs += [("datasource_access", datasets[d].perm) for d in role["datasets"]]
        found = manager.add_role(name) or manager.find_role(name)
        found.permissions = [_permission(manager, *pair) for pair in pairs]
    for role in {a.unit_role for a in accounts if a.units}:
        manager.add_role(role)
    db.session.commit()


def _permission(manager: Any, permission: str, view: str) -> Any:
    found = manager.find_permission_view_menu(permission, view)
    if found is None:
        raise LookupError(f"Superset knows no permission {permission} on {view}")
    return found


def import_row_security(assets: Path, accounts: list[Account], audiences: UnitAudiences) -> None:
    """The rules of ``row_security.yml``: a role without a rule for a dataset sees none of its rows.

    A unit of no audience has no rule.
    """
    from superset import db
    from superset import security_manager as manager
    from superset.connectors.sqla.models import RowLevelSecurityFilter, SqlaTable

    wanted: dict[str, dict[str, str]] = yaml.safe_load((assets / "row_security.yml").read_text(encoding="utf-8"))
    units = {
        a.unit_role: {"audience": f"'{audience}'", "units": ", ".join(f"'{key}'" for key in a.units)}
        for a in accounts
        if a.units and (audience := audiences.of_account(a))
    }
    for rule in db.session.query(RowLevelSecurityFilter):
        db.session.delete(rule)
    db.session.flush()
    for dataset in db.session.query(SqlaTable):
        clauses = {
            role: clause.format(**own)
            for name, clause in wanted.get(dataset.table_name, {}).items()
            for role, own in (units.items() if name == "unit" else [(name, {})])
        }
        roles = {role: manager.find_role(role) for role in clauses}
        # everybody but these roles: no row
        _add(db, RowLevelSecurityFilter, dataset, "nobody else", "Base", "1 = 0", list(roles.values()))
        for role, clause in clauses.items():
            _add(db, RowLevelSecurityFilter, dataset, role, "Regular", clause, [roles[role]])
    db.session.commit()


def _add(db: Any, rule: Any, dataset: Any, name: str, kind: str, clause: str, roles: list[Any]) -> None:
    db.session.add(
        rule(
            name=f"{OWN}{dataset.table_name}: {name}",
            filter_type=kind,
            group_key="kho138" if kind == "Regular" else None,
            clause=clause,
            tables=[dataset],
            roles=roles,
        )
    )


def import_users(accounts: list[Account]) -> None:
    """Everybody of the file; who is not in it any more cannot sign in."""
    from superset import db
    from superset import security_manager as manager

    named = {a.username: a for a in accounts}
    for user in manager.get_all_users():
        user.active = user.username in named
    for account in accounts:
        names = ("reader", account.unit_role) if account.units else (account.role,)
        roles = [manager.find_role(name) for name in names]
        user = manager.find_user(username=account.username)
        if user is None:
            mail = f"{account.username}@kho138.invalid"
            user = manager.add_user(
                account.username, account.name_vi, "", mail, roles, hashed_password=account.password_hash
            )
        user.roles, user.first_name, user.password, user.active = roles, account.name_vi, account.password_hash, True
    db.session.commit()
