"""The dashboards as an office serves them: nginx with the shipped block, TLS, cookies for https only, the sign-in their own."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from tests.bi.bi_server import BiServer, serving
from tests.reliability.proxy import dashboards_site, nginx
from tests.reliability.service import free_port

pytestmark = pytest.mark.full


def test_a_reader_signs_in_through_nginx(bi: BiServer, tmp_path: Path) -> None:
    port = free_port()
    with serving(bi.home, bi.passwords, KHO138_BI_HTTPS="1") as server:
        site = dashboards_site(tmp_path / "nginx", port, httpx.URL(server.url).port or 0)
        with nginx(tmp_path / "nginx", port, site) as (address, client):
            sent = client.get(f"{address}/dashboard/list/")
            assert sent.status_code == 302
            assert sent.headers["location"].startswith("/login/")
            page = client.get(f"{address}/login/")
            assert "Secure" in page.headers["set-cookie"]
            assert "HttpOnly" in page.headers["set-cookie"]
            assert "max-age" in page.headers["strict-transport-security"]
            form = re.search(r'csrf_token[^>]*value="([^"]+)"', page.text)
            assert form
            said = {"username": "phuong", "password": bi.passwords["phuong"], "csrf_token": form[1]}
            client.post(f"{address}/login/", data=said, headers={"Referer": f"{address}/login/"})
            assert client.get(f"{address}/dashboard/list/").status_code == 200
            assert client.get(f"{address}/api/v1/me/").json()["result"]["username"] == "phuong"
