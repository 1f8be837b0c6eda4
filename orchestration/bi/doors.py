"""What Superset leaves open and this server closes: sign-in by the interface is throttled, unused ways in are gone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request, send_file

from orchestration.bi.no_sql import refuse_sql
from orchestration.bi.vietnamese import browser_words, hide_what_has_no_words

# An account is tried ten times a minute, an address (behind nginx: everybody) a hundred times. Superset's
# own limit hangs on a page that no longer signs in: measured, it lets every attempt through.
_AN_ACCOUNT, _AN_ADDRESS = "10 per minute", "100 per minute"
_SIGN_IN = {"/login", "/api/v1/security/login"}
_WORDS = "/superset/language_pack/vi/"  # Superset gives them to who is signed in; the page to sign in needs them too
# Ways in nobody of this house uses: registering oneself, resetting by link, embedded guests.
_CLOSED = ("/register/", "/api/v1/security/guest_token", "/superset/explore_json", "/users/", "/swagger/")
_NOT_FOUND = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>Không tìm thấy trang</title>
<body style="font-family:sans-serif;margin:4rem auto;max-width:36rem">
<h1>Không tìm thấy trang</h1><p>Địa chỉ có thể bị gõ sai, hoặc trang đã chuyển đi.</p>
<p><a href="/dashboard/list/">Về danh sách trang số liệu</a></p></body></html>"""


def close_doors(app: Flask) -> None:
    """Called by Superset before it adds its pages (``FLASK_APP_MUTATOR``); signing in is there already."""
    limiter: Any = app.appbuilder.sm.limiter
    by_account = limiter.limit(_AN_ACCOUNT, key_func=_account)(_one_more_by_account)
    by_address = limiter.limit(_AN_ADDRESS)(_one_more_by_address)

    def count() -> None:
        if request.method == "POST" and request.path.rstrip("/") in _SIGN_IN:
            by_address()
            by_account()

    app.before_request(_of_another_page)
    app.before_request(count)
    # its own page asks a font of an address outside, in English
    app.register_error_handler(404, _not_found)
    app.before_request(_closed)
    app.after_request(hide_what_has_no_words)
    refuse_sql()


def _of_another_page() -> None:
    """What a page of another address sends in a reader's name is refused, also where Superset asks for no token.

    Browsers say the page (Origin) with every request that is no reading; programs that say none have no cookies.
    """
    said = request.headers.get("Origin")
    if said and request.method not in {"GET", "HEAD"} and urlsplit(said).netloc != request.host:
        abort(403)


def _account() -> str:
    said = request.form.get("username") or (request.get_json(silent=True) or {}).get("username")
    return str(said).strip().lower()


def _one_more_by_account() -> None:
    """Counted by what wraps it."""


def _one_more_by_address() -> None:
    """Counted by what wraps it."""


def _not_found(_error: Exception) -> Any:
    if request.path.startswith("/api/"):
        return {"message": "Không tìm thấy"}, 404
    return Response(_NOT_FOUND, 404, mimetype="text/html")


def _closed() -> Any:
    if request.path == _WORDS:
        return send_file(browser_words(), mimetype="application/json")
    if request.path.startswith(_CLOSED):
        abort(404)
    if request.path in {"/", "/superset/welcome/"}:
        return redirect("/dashboard/list/")
    return None
