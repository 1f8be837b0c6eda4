"""The portal as a web application: routes, where requests may come from, and what every answer carries."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from ingestion.workspace import Workspace
from orchestration.portal.desk import Desk
from orchestration.portal.pages import Pages

_CSS = Path(__file__).with_name("portal.css")
_HEADERS = {
    # no script, nothing from elsewhere, no frame around it, forms to ourselves only
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LOCAL = ("127.0.0.1", "localhost")


def portal(workspace: Workspace, public_host: str | None = None) -> Starlette:
    """The application for one workspace.

    Args:
        workspace: of the city.
        public_host: name under which a proxy with TLS offers the page; cookies are then for TLS only.
    """
    logging.getLogger("kho138.portal").setLevel(logging.INFO)
    pages = Pages(workspace, Desk(workspace), behind_tls=public_host is not None)
    hosts = [*_LOCAL, *([public_host] if public_host else [])]
    return Starlette(
        routes=[
            Route("/", pages.home),
            Route("/dang-nhap", pages.sign_in_page, methods=["GET"]),
            Route("/dang-nhap", pages.sign_in, methods=["POST"]),
            Route("/dang-xuat", pages.sign_out, methods=["POST"]),
            Route("/gui", pages.send, methods=["POST"]),
            Route("/ket-qua/{name}", pages.answer),
            Route("/ket-qua/{name}/phieu.xlsx", pages.answer_workbook),
            Route("/phieu/{name}", pages.slip_workbook),
            Route("/mau/{code}", pages.blank_form),
            Route("/portal.css", _css),
        ],
        middleware=[
            Middleware(BaseHTTPMiddleware, dispatch=_guarded),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        ],
    )


async def _css(request: Request) -> Response:
    return FileResponse(_CSS, media_type="text/css", headers={"Cache-Control": "max-age=300"})


async def _guarded(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what a page elsewhere makes a browser send; put the headers on every answer."""
    if request.method not in ("GET", "HEAD") and _from_elsewhere(request):
        response: Response = PlainTextResponse("Yêu cầu không đến từ trang này.", status_code=403)
    else:
        response = await go_on(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _from_elsewhere(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        return True
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
