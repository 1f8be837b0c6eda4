"""Who is not signed in gets nothing; sign-in is throttled; the key is a secret; nothing is asked of the network outside."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path

import httpx
import pytest

from orchestration.bi import secret_key
from tests.bi.bi_server import BiServer, module
from tests.bi.ways_in import ask, query

pytestmark = pytest.mark.full


@pytest.mark.parametrize(
    "path",
    [
        "chart/", "chart/1", "chart/1/data/", "dashboard/", "dashboard/1", "dashboard/1/charts", "dashboard/1/datasets",
        "dataset/", "database/", "me/", "security/csrf_token/",
    ],
)  # fmt: skip
def test_anonymous_gets_nothing(bi: BiServer, path: str) -> None:
    assert httpx.get(f"{bi.url}/api/v1/{path}", timeout=60).status_code == 401


@pytest.mark.parametrize(
    "path", ["dashboard/list/", "chart/list/", "superset/dashboard/1/", "explore/?datasource_id=1"]
)
def test_anonymous_is_sent_to_the_sign_in(bi: BiServer, path: str) -> None:
    page = httpx.get(f"{bi.url}/{path}", timeout=60)
    assert page.status_code == 302
    assert page.headers["location"].startswith("/login/")


def test_anonymous_gets_no_row_and_no_page(bi: BiServer) -> None:
    with bi.signed_in(None) as nobody:
        for dataset in range(1, 7):
            assert ask(nobody, dataset, query(["unit_key"])).status_code == 401
        page = nobody.get("/superset/dashboard/thanh-pho/")
        assert page.status_code == 302
        assert "/login" in page.headers["location"]


def test_nobody_is_shown_who_else_has_an_account(bi: BiServer) -> None:
    with bi.signed_in("phuong") as ward:
        for kind in ("owners", "changed_by", "created_by"):
            answer = ward.get(f"/api/v1/dashboard/related/{kind}")
            assert answer.status_code in {200, 403}
            assert "@" not in answer.text


def test_a_token_that_was_changed_or_is_over_opens_nothing(bi: BiServer) -> None:
    head, body, signature = bi.token("phuong").split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert claims["exp"] - claims["iat"] <= 15 * 60  # seconds

    def asked(**changed: object) -> int:
        text = base64.urlsafe_b64encode(json.dumps(claims | changed).encode()).decode().rstrip("=") if changed else body
        bearer = {"Authorization": f"Bearer {head}.{text}.{signature}"}
        return httpx.get(f"{bi.url}/api/v1/dashboard/", headers=bearer, timeout=60).status_code

    assert asked() == 200
    assert asked(sub="1") in {401, 422}
    expired = module(bi.home, "tests.bi.expired_token", "phuong").stdout.split()[-1]
    bearer = {"Authorization": f"Bearer {expired}"}
    assert httpx.get(f"{bi.url}/api/v1/dashboard/", headers=bearer, timeout=60).status_code == 401


def test_sign_in_is_throttled_at_the_page_and_at_the_interface(bi: BiServer) -> None:
    wrong = {"username": "thanhpho", "password": "wrong", "provider": "db"}
    answers = [httpx.post(f"{bi.url}/api/v1/security/login", json=wrong, timeout=60).status_code for _ in range(14)]
    assert 429 in answers
    assert set(answers) <= {401, 429}
    with httpx.Client(base_url=bi.url, timeout=60) as window:
        form = re.search(r'csrf_token[^>]*value="([^"]+)"', window.get("/login/").text)
        assert form
        pages = [window.post("/login/", data=wrong | {"csrf_token": form[1]}).status_code for _ in range(14)]
    assert 429 in pages
    time.sleep(61)  # what comes after may sign in again


def test_the_usual_default_opens_nothing(bi: BiServer) -> None:
    for name, password in (("admin", "admin"), ("kho138-import", "!"), ("kho138-import", ""), ("admin", "general")):
        assert _signing_in(bi, name, password) in {400, 401}


def _signing_in(bi: BiServer, name: str, password: str) -> int:
    body = {"username": name, "password": password, "provider": "db"}
    for _ in range(20):
        status = httpx.post(f"{bi.url}/api/v1/security/login", json=body, timeout=60).status_code
        if status != 429:
            return status
        time.sleep(5)
    raise TimeoutError("sign-in stays throttled")


def test_no_page_may_ask_an_address_outside(bi: BiServer) -> None:
    headers = httpx.get(f"{bi.url}/login/", timeout=60).headers
    policy = headers["content-security-policy"]
    assert "http" not in policy
    assert "default-src 'self'" in policy
    assert headers["x-frame-options"] == "DENY"


def test_the_key_is_a_secret_of_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secret_key.VARIABLE, raising=False)
    path = tmp_path / "bi" / "secret_key"
    made = secret_key.secret_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret_key.secret_key(path) == made
    path.chmod(0o644)
    with pytest.raises(secret_key.WeakKeyError):
        secret_key.secret_key(path)
    monkeypatch.setenv(secret_key.VARIABLE, "short")
    with pytest.raises(secret_key.WeakKeyError):
        secret_key.secret_key(path)


def test_preparing_again_changes_nothing_and_who_left_cannot_sign_in(bi: BiServer) -> None:
    before = _counts(bi.home)
    users = bi.home / "bi" / "users.csv"
    kept = users.read_text(encoding="utf-8")
    users.write_text("".join(x for x in kept.splitlines(True) if not x.startswith("phuongkhac")), encoding="utf-8")
    done = module(bi.home, "orchestration.bi.prepare")
    assert done.returncode == 0, done.stderr[-2000:]
    assert _signing_in(bi, "phuongkhac", bi.passwords["phuongkhac"]) == 401
    users.write_text(kept, encoding="utf-8")
    assert module(bi.home, "orchestration.bi.prepare").returncode == 0
    assert _counts(bi.home) == before


def _counts(home: Path) -> dict[str, int]:
    import sqlite3

    tables = ("dashboards", "slices", "tables", "table_columns", "ab_user", "ab_role", "row_level_security_filters")
    with sqlite3.connect(home / "bi" / "superset.db") as metadata:
        return {t: metadata.execute(f"select count(*) from {t}").fetchone()[0] for t in tables}  # noqa: S608  # fixed names
