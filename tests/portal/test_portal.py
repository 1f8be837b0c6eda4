"""The upload page against a real server: who may come in, what is taken, what is kept, what is told."""

from __future__ import annotations

import io
import time
from functools import cache
from hashlib import sha256

import httpx
import openpyxl
import polars as pl

from ingestion.ingest import judge
from ingestion.landing.landing import Landing
from ingestion.parquet_table import read_table
from ingestion.parsing.parse_batch import Received, parse_batch
from ingestion.shapes import SUBMISSION
from ingestion.workspace import Workspace
from ingestion.writing_lock import writing
from orchestration.portal import desk, ledger, tokens
from orchestration.portal.sessions import IDLE_SECONDS, Rate, Sessions
from orchestration.portal.upload import MOST_BYTES
from quality.register.register import Register
from tests.portal.conftest import GOLDEN, OTHER_WARD, SENDER, WARD, Served, csrf, expired, upload
from tests.unit.edited_workbook import accepted, saved, typed

CLEAN, FAULTY = (GOLDEN / "accepted.xlsx").read_bytes(), (GOLDEN / "faulty.xlsx").read_bytes()


def receipts(workspace: Workspace) -> pl.DataFrame:
    return Landing(workspace.landing).receipts()


def objects(workspace: Workspace) -> set[str]:
    return {p.name for p in (workspace.landing / "objects").glob("*/*")}


# -- who may come in -----------------------------------------------------------------------------------------------


def test_a_token_opens_the_page_of_its_unit_until_it_is_revoked(served: Served) -> None:
    token, text = served.token(WARD)
    assert text not in served.workspace.portal_tokens.read_text()  # only its hash is kept
    with httpx.Client(base_url=served.url) as client:
        answer = client.post("/dang-nhap", data={"token": text.lower().replace("-", " ")})
        cookie = answer.headers["set-cookie"].lower()
        assert (answer.status_code, "httponly" in cookie, "samesite=strict" in cookie) == (303, True, True)
        assert WARD in client.get("/").text
        tokens.revoke(served.workspace.portal_tokens, token.token_id, token.made_at)
        assert client.get("/").headers["location"] == "/dang-nhap"
        assert client.post("/dang-nhap", data={"token": text}).status_code == 401
        assert client.post("/dang-nhap", data={"token": expired(served.workspace)}).status_code == 401


def test_nothing_is_shown_or_taken_without_signing_in(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        for path in ("/", "/mau/F01", "/ket-qua/0", "/phieu/" + "0" * 16):
            assert client.get(path).headers["location"] == "/dang-nhap"
        assert client.post("/gui", files={"file": ("x.xlsx", CLEAN)}).headers["location"] == "/dang-nhap"


def test_a_page_elsewhere_cannot_use_the_login(served: Served) -> None:
    with served.browser() as client:
        before = receipts(served.workspace).height
        form = {"csrf": csrf(client), "what": "send"}
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            assert client.post("/gui", data=form, files={"file": ("x.xlsx", CLEAN)}, headers=headers).status_code == 403
        assert upload(client, CLEAN, csrf="guessed").status_code == 403
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
        assert receipts(served.workspace).height == before
        policy = client.get("/").headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy


def test_guessing_is_slowed_down_and_sessions_end() -> None:
    now = [0.0]
    rate = Rate(3, 60, lambda: now[0])
    assert [rate.allows("a") for _ in range(4)] == [True, True, True, False]
    assert rate.allows("b")
    now[0] = 61
    assert rate.allows("a")
    sessions = Sessions(lambda: now[0])
    name = sessions.begin(WARD, "ward_commune", "t")
    now[0] += IDLE_SECONDS - 1
    assert sessions.find(name)
    now[0] += IDLE_SECONDS + 1
    assert sessions.find(name) is None


@cache
def typed_faulty() -> bytes:
    """The faulty report once more, in other bytes."""
    return saved(parse_batch([Received("x", "faulty.xlsx", FAULTY)]).cells)


# -- what is taken -------------------------------------------------------------------------------------------------


def test_a_clean_report_is_received_once_from_the_tokens_unit(served: Served) -> None:
    with served.browser() as client:
        page = upload(client, CLEAN, r"C:\Users\x\..\báo cáo.xlsx").text
        assert "Tệp đã được nhận" in page
        assert "ĐÃ NHẬN" in page
        mine = receipts(served.workspace).filter(sender_code=WARD)
        assert mine.select("channel", "sender_kind", "source_name").rows() == [
            ("portal", "ward_commune", "báo cáo.xlsx")
        ]
        assert objects(served.workspace) == set(mine["object_id"])
        assert "Tệp này đã được nhận trước đó" in upload(client, CLEAN).text
        assert receipts(served.workspace).height == 1


def test_checking_receives_nothing(served: Served) -> None:
    with served.browser(SENDER["faulty"]) as client:
        before = receipts(served.workspace).height
        page = upload(client, FAULTY, what="check")
        assert "tệp chưa được gửi" in page.text
        assert "CHƯA ĐẠT" in page.text
        slip = client.get(f"{page.url.path}/phieu.xlsx")
        assert "filename*=utf-8''Phi%E1%BA%BFu" in slip.headers["content-disposition"]
        assert openpyxl.load_workbook(io.BytesIO(slip.content)).sheetnames
        assert receipts(served.workspace).height == before


def test_a_report_of_another_unit_is_held_back(served: Served) -> None:
    with served.browser(OTHER_WARD) as client:
        page = upload(client, CLEAN).text
    assert "GIỮ LẠI" in page
    assert "HEAD-05" in page


def test_of_a_refused_file_no_byte_is_kept_and_the_sample_is_masked(served: Served) -> None:
    cells = accepted("F01")
    note = cells.filter((pl.col("sheet") == "Báo cáo") & (pl.col("kind") == "s"))["cell"][-1]
    spoiled = saved(typed(cells, {note: "Liên hệ bà Trần Thị Hoa, CCCD 036185001234"}))
    with served.browser() as client:
        before = objects(served.workspace)
        page = upload(client, spoiled).text
    assert "Nội dung tệp không được lưu lại" in page
    assert "036185001234" not in page
    assert objects(served.workspace) == before
    assert Landing(served.workspace.landing).refusals().height
    assert not [p for p in served.workspace.home.rglob("*") if p.is_file() and b"036185001234" in p.read_bytes()]


def test_the_page_says_what_the_run_will_say(served: Served) -> None:
    with served.browser() as client:
        upload(client, CLEAN)
        upload(client, FAULTY)  # of another unit
    with served.browser(SENDER["faulty"]) as client:
        upload(client, typed_faulty())
    judged = judge(served.workspace, "ward_commune", Register.read(served.workspace.register))
    assert judged.received == judged.accepted + judged.returned + judged.quarantined
    found = read_table(served.workspace.table("submissions"), SUBMISSION)
    said = dict(zip(found["submission_id"], found["verdict"], strict=True))
    assert said[sha256(CLEAN).hexdigest()] == "accepted"
    assert said[sha256(FAULTY).hexdigest()] == "quarantined"
    assert said[sha256(typed_faulty()).hexdigest()] == "returned"


def test_while_a_run_goes_on_the_file_waits_and_says_so(served: Served) -> None:
    desk.SHORT_WAIT_SECONDS, kept = 0.0, desk.SHORT_WAIT_SECONDS
    try:
        with served.browser() as client:
            with writing(served.workspace.writing_lock, "a run", 0):
                page = upload(client, FAULTY, "gửi trong khi chạy.xlsx")
                assert "Tệp đang chờ được nhận" in page.text
                assert 'http-equiv="refresh"' in page.text
            for _ in range(100):
                time.sleep(0.1)
                later = client.get(page.url.path).text
                if "Tệp đã được nhận" in later:
                    break
            assert "Tệp đã được nhận" in later
    finally:
        desk.SHORT_WAIT_SECONDS = kept


def test_too_much_and_nonsense_are_told(served: Served) -> None:
    with served.browser() as client:
        assert upload(client, bytes(MOST_BYTES + 20_000)).status_code == 413
        assert upload(client, b"").status_code == 400
        assert "CHƯA ĐẠT" in upload(client, b"\x00\x01 nonsense", what="check").text
        assert client.post("/gui", content=b"x", headers={"content-type": "text/plain"}).status_code == 400


def test_only_the_units_own_forms_and_slips(served: Served) -> None:
    folder = served.workspace.slips / OTHER_WARD / ("a" * 16)
    folder.mkdir(parents=True)
    (folder / "phieu-ket-qua.xlsx").write_bytes(b"x")
    with served.browser() as client:
        assert openpyxl.load_workbook(io.BytesIO(client.get("/mau/F01").content)).sheetnames
        assert client.get("/mau/F05").status_code == 404
        assert client.get("/phieu/" + "a" * 16).status_code == 404
    (served.workspace.slips / WARD).mkdir(exist_ok=True)
    # whatever a route lets through, a name never leads out of the unit's folder
    assert ledger.slip_workbook_path(served.workspace, WARD, f"../{OTHER_WARD}/{'a' * 16}") is None
    with served.browser(OTHER_WARD) as client:
        assert client.get("/phieu/" + "a" * 16).content == b"x"
