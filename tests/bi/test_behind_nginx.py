"""The dashboards as an office serves them: nginx with the shipped block, TLS, cookies for https only, the sign-in their own."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.bi.bi_server import BiServer, serving
from tests.reliability.proxy import dashboards_site, nginx
from tests.reliability.service import free_port

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of nginx: configuration and certificate."""
    return tmp_path_factory.mktemp("nginx") / "conf"


@pytest.fixture(scope="module")
def address(bi: BiServer, folder: Path) -> Iterator[str]:
    """Of nginx in front of a server that is told so."""
    port = free_port()
    with serving(bi.home, bi.passwords, KHO138_BI_HTTPS="1") as server:
        site = dashboards_site(folder, port, httpx.URL(server.url).port or 0)
        with nginx(folder, port, site) as (reached, _):
            yield reached


@pytest.fixture
def client(address: str, folder: Path) -> Iterator[httpx.Client]:
    """A browser without a cookie that knows the certificate."""
    trusted = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    with httpx.Client(base_url=address, verify=trusted, timeout=60) as window:
        yield window


def _form(client: httpx.Client, user: str, password: str, page: str = "/login/") -> dict[str, str]:
    token = re.search(r'csrf_token[^>]*value="([^"]+)"', client.get(page).text)
    assert token
    return {"username": user, "password": password, "csrf_token": token[1]}


def _is_signed_in(client: httpx.Client) -> bool:
    return client.get("/api/v1/me/").status_code == 200


def test_a_reader_signs_in_through_nginx(bi: BiServer, address: str, client: httpx.Client) -> None:
    sent = client.get("/dashboard/list/")
    assert sent.status_code == 302
    assert sent.headers["location"].startswith("/login/")
    page = client.get("/login/")
    assert "Secure" in page.headers["set-cookie"]
    assert "HttpOnly" in page.headers["set-cookie"]
    assert "SameSite=Strict" in page.headers["set-cookie"]
    assert "max-age" in page.headers["strict-transport-security"]
    said = _form(client, "phuong", bi.passwords["phuong"])
    client.post("/login/", data=said, headers={"Referer": f"{address}/login/", "Origin": address})
    assert client.get("/dashboard/list/").status_code == 200
    assert client.get("/api/v1/me/").json()["result"]["username"] == "phuong"


FOREIGN = {
    "another page": {"Referer": "https://elsewhere.example/kho138/"},
    "another page of a name that begins alike": {"Referer": "https://localhost.elsewhere.example/"},
    "the same name without TLS": {"Referer": "http://localhost/"},
    "no page": {},
    "another origin": {"Origin": "https://elsewhere.example"},
    "another origin behind our page": {"Origin": "https://elsewhere.example", "Referer": "ADDRESS/login/"},
    "a sandboxed page": {"Origin": "null", "Referer": "ADDRESS/login/"},
}


@pytest.mark.parametrize("page", FOREIGN)
def test_a_form_posted_from_elsewhere_is_refused(bi: BiServer, address: str, client: httpx.Client, page: str) -> None:
    """With the right password and the token of the form, as a page would send it that had got hold of both."""
    headers = {name: value.replace("ADDRESS", address) for name, value in FOREIGN[page].items()}
    said = _form(client, "phuongkhac", bi.passwords["phuongkhac"])
    answer = client.post("/login/", data=said, headers=headers)
    assert answer.status_code == 403 or answer.headers["location"].startswith("/login/")  # to begin again
    assert not _is_signed_in(client)
    client.post("/login/", data=said | {"csrf_token": "x"}, headers={"Referer": f"{address}/login/"})
    assert not _is_signed_in(client)


def test_nothing_is_written_or_asked_from_elsewhere_with_a_readers_cookie(
    bi: BiServer, address: str, client: httpx.Client
) -> None:
    own, elsewhere = {"Referer": f"{address}/chart/list/"}, {"Referer": "https://elsewhere.example/"}
    client.post("/login/", data=_form(client, "phantich", bi.passwords["phantich"]), headers=own)
    assert _is_signed_in(client)
    client.headers["X-CSRFToken"] = _form(client, "", "", "/dashboard/list/")["csrf_token"]
    chart = {
        "slice_name": "Từ nơi khác", "viz_type": "table", "datasource_id": 1, "datasource_type": "table", "params": "{}",
    }  # fmt: skip
    assert client.post("/api/v1/chart/", json=chart, headers=elsewhere).status_code == 400
    for path in ("/api/v1/chart/", "/api/v1/chart/data", "/superset/log/", "/api/v1/security/login"):
        answer = client.post(path, json=chart, headers=own | {"Origin": "https://elsewhere.example"})
        assert answer.status_code == 403, path
    made = client.post("/api/v1/chart/", json=chart, headers=own | {"Origin": address})
    assert made.status_code == 201  # the same from its own page
    assert client.delete(f"/api/v1/chart/{made.json()['id']}", headers=own).status_code == 200
