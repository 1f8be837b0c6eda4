"""``make bi``, first half: Superset's metadata made or brought up to date from the files; run as often as you like."""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.bi.accounts import accounts
from orchestration.bi.bi_workspace import ASSETS, BiWorkspace
from orchestration.bi.import_access import import_roles, import_row_security, import_users
from orchestration.bi.import_assets import import_assets
from orchestration.bi.unit_audience import UnitAudiences, without_audience
from orchestration.bi.vietnamese import install_vietnamese

TECHNICAL = "kho138-import"  # owns the imported assets; not active, no password: nobody signs in as it
_NOTHING = "!"  # is the hash of nothing


def prepare() -> None:
    """Bring metadata, assets, roles, row security and users up to what the files say."""
    workspace = BiWorkspace.from_environment()
    if not workspace.editions.exists():
        sys.exit(f"{workspace.editions} is not there: run `make run`, then `kho138 editions write`")
    known = accounts(workspace.users)
    sys.stderr.writelines(f"{sentence}\n" for sentence in without_audience(known, workspace))
    workspace.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    install_vietnamese()

    from superset.app import create_app

    app = create_app()
    with app.app_context():
        import flask_migrate
        from flask import g
        from superset import security_manager

        flask_migrate.upgrade(directory=str(Path(app.root_path) / "migrations"))
        app.appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        owner = security_manager.find_user(username=TECHNICAL) or security_manager.add_user(
            TECHNICAL, "kho138", "", f"{TECHNICAL}@kho138.invalid", security_manager.find_role("Admin"),
            hashed_password=_NOTHING,
        )  # fmt: skip
        g.user = owner
        import_assets(ASSETS)
        import_roles(ASSETS, known)
        import_row_security(ASSETS, known, UnitAudiences.of(workspace.edition()))
        import_users(known)


if __name__ == "__main__":
    prepare()
