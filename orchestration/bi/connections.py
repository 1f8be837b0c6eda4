"""What every connection to the figures gets: the editions of all audiences as they stand now, read-only, shut off.

Superset calls it before each connection (``DB_CONNECTION_MUTATOR``) and keeps no connection between requests.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import URL, make_url

from orchestration.bi.bi_workspace import BiWorkspace, postgres_url
from orchestration.bi.serve_postgres import bring_up_to_date

# The same words in every connection: DuckDB refuses two settings for one open file.
_DUCKDB = {
    "enable_external_access": "false",  # no file, no network from within a query
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}
_POSTGRES = "-c default_transaction_read_only=on -c statement_timeout=60000"


def connection_of(
    uri: URL, params: dict[str, Any], _username: str | None, _security: object, _source: object
) -> tuple[URL, dict[str, Any]]:
    """The address and the parameters to connect with; a changed edition is seen here.

    Raises:
        FileNotFoundError: no editions were written yet.
    """
    edition = BiWorkspace.from_environment().edition()
    serving = postgres_url()
    if serving is None:
        uri = uri.set(drivername="duckdb", database=str(edition))
        params["connect_args"] = {"read_only": True, "config": dict(_DUCKDB)}
    else:
        bring_up_to_date(edition, serving)
        uri = make_url(serving).set(drivername="postgresql+psycopg2")
        params["connect_args"] = {"options": _POSTGRES}
    return uri, params
