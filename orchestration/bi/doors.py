"""What Superset leaves open and this server closes: sign-in by the interface is throttled, unused ways in are gone."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, redirect, request

LOGIN_LIMIT = "10 per minute"
_SIGN_IN_BY_INTERFACE = "SecurityApi.login"
# Ways in nobody of this house uses: registering oneself, resetting by link, embedded guests.
_CLOSED = ("/register/", "/api/v1/security/guest_token", "/superset/explore_json", "/users/", "/swagger/")


def close_doors(app: Flask) -> None:
    """Called by Superset once its routes are there (``FLASK_APP_MUTATOR``)."""
    limiter: Any = app.appbuilder.sm.limiter
    app.view_functions[_SIGN_IN_BY_INTERFACE] = limiter.limit(LOGIN_LIMIT)(app.view_functions[_SIGN_IN_BY_INTERFACE])

    app.before_request(_closed)


def _closed() -> Any:
    if request.path.startswith(_CLOSED):
        abort(404)
    if request.path in {"/", "/superset/welcome/"}:
        return redirect("/dashboard/list/")
    return None
