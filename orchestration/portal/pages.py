"""The pages: signing in, the unit's own desk, the answer to a file, downloads. Every one but the first asks who."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ingestion.connectors.portal import plain_name
from ingestion.workspace import Workspace
from orchestration.outbox.letter import file_name
from orchestration.outbox.slip_source import OFFICE
from orchestration.outbox.unit_names import Names
from orchestration.portal import ledger, tokens
from orchestration.portal.desk import Desk, FullError
from orchestration.portal.sessions import LONGEST_SECONDS, Rate, Session, Sessions
from orchestration.portal.show import page
from orchestration.portal.upload import MOST_BYTES, BadUploadError, TooLargeError, uploaded_form
from quality.contracts.to_template import template_bytes

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COOKIE = "kho138"
_Signed = Callable[["Pages", Request, Session], Awaitable[Response]]


def _signed_in(endpoint: _Signed) -> Callable[[Pages, Request], Awaitable[Response]]:
    """Who is not signed in, or whose token was revoked meanwhile, is sent to sign in."""

    @functools.wraps(endpoint)
    async def asked(self: Pages, request: Request) -> Response:
        session = self.session(request)
        if session is None:
            return RedirectResponse("/dang-nhap", status_code=303)
        return await endpoint(self, request, session)

    return asked


class Pages:
    """Endpoints over one workspace."""

    def __init__(self, workspace: Workspace, desk: Desk, *, behind_tls: bool) -> None:
        self._workspace, self._desk, self._secure = workspace, desk, behind_tls
        self._cookie = f"__Host-{_COOKIE}" if behind_tls else _COOKIE
        self._sessions = Sessions()
        self._tries, self._all_tries = Rate(10, 300), Rate(200, 300)
        self._uploads = Rate(30, 600)

    def session(self, request: Request) -> Session | None:
        """Who asks; None when nobody is signed in any more."""
        name = request.cookies.get(self._cookie)
        session = self._sessions.find(name)
        if session and not tokens.is_good(self._workspace.portal_tokens, session.token_id, _today()):
            self._sessions.end(name)
            return None
        return session

    async def sign_in_page(self, request: Request) -> Response:
        """The form for the token."""
        return self._page("sign_in.html")

    async def sign_in(self, request: Request) -> Response:
        """Exchange a token for a cookie."""
        client = request.client.host if request.client else "?"
        if not (self._tries.allows(client) and self._all_tries.allows("")):
            return self._page("sign_in.html", 429, problem="Thử quá nhiều lần. Đợi năm phút rồi thử lại.")
        async with request.form(max_files=0, max_fields=2, max_part_size=1024) as form:
            text = str(form.get("token", ""))[:200]
        token = tokens.find(self._workspace.portal_tokens, text, _today())
        kind = Names(self._desk.register()).kind(token.unit_code) if token else None
        if token is None or kind is None:
            return self._page("sign_in.html", 401, problem="Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.")
        self._tries.forget(client)
        response = RedirectResponse("/", status_code=303)
        name = self._sessions.begin(token.unit_code, kind, token.token_id)
        response.set_cookie(self._cookie, name, max_age=LONGEST_SECONDS, path="/", secure=self._secure, httponly=True,
                            samesite="strict")  # fmt: skip
        return response

    async def sign_out(self, request: Request) -> Response:
        """Forget the session."""
        session = self.session(request)
        async with request.form(max_files=0, max_fields=2, max_part_size=1024) as form:
            if session and not _same(str(form.get("csrf", "")), session):
                return self._page("problem.html", 403, session, problem=_STALE)
        self._sessions.end(request.cookies.get(self._cookie))
        response = RedirectResponse("/dang-nhap", status_code=303)
        response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response

    @_signed_in
    async def home(self, request: Request, session: Session) -> Response:
        """Upload form, what is owed, slips, blank forms."""
        owed, accepted, as_of = await to_thread.run_sync(ledger.owed, self._workspace, session.unit_code)
        slips = await to_thread.run_sync(ledger.slips, self._workspace, session.unit_code)
        forms = ledger.own_forms(self._desk.register(), session.kind)
        return self._page(
            "home.html", 200, session, owed=owed, accepted=accepted, as_of=as_of, slips=slips, forms=forms,
            most_mb=MOST_BYTES // 2**20,
        )  # fmt: skip

    @_signed_in
    async def send(self, request: Request, session: Session) -> Response:
        """Judge an uploaded file and, unless only that was asked for, hand it to landing."""
        if not self._uploads.allows(session.unit_code):
            words = "Gửi quá nhiều tệp trong mười phút. Đợi một lát rồi gửi tiếp."
            return self._page("problem.html", 429, session, problem=words)
        try:
            form = await uploaded_form(request)
        except TooLargeError:
            words = f"Tệp lớn hơn {MOST_BYTES // 2**20} MB nên không được nhận."
            return self._page("problem.html", 413, session, problem=words)
        except BadUploadError:
            return self._page("problem.html", 400, session, problem="Tệp chưa đến được trọn vẹn. Hãy gửi lại.")
        async with AsyncExitStack() as stack:
            stack.push_async_callback(form.close)
            file = form.get("file")
            if not _same(str(form.get("csrf", "")), session):
                return self._page("problem.html", 403, session, problem=_STALE)
            if file is None or isinstance(file, str) or not file.filename:
                return self._page("problem.html", 400, session, problem="Chưa chọn tệp nào.")
            name, content = plain_name(file.filename), await file.read()
        if not content:
            return self._page("problem.html", 400, session, problem="Tệp rỗng, không có gì để kiểm tra.")
        judge = self._desk.check if form.get("what") == "check" else self._desk.take
        try:
            made = await to_thread.run_sync(judge, session.kind, session.unit_code, name, content)
        except FullError:
            words = "Kho đang cập nhật số liệu và đã có nhiều tệp chờ. Tệp CHƯA được nhận; hãy gửi lại sau vài phút."
            return self._page("problem.html", 503, session, problem=words)
        return RedirectResponse(f"/ket-qua/{session.keep(made)}", status_code=303)

    @_signed_in
    async def answer(self, request: Request, session: Session) -> Response:
        """The verdict on a file of this session."""
        name = request.path_params["name"]
        made = session.answers.get(name)
        if made is None:
            return self._page("problem.html", 404, session, problem=_GONE)
        return self._page("answer.html", 200, session, answer=made, name=name, slip=made.slip)

    @_signed_in
    async def answer_workbook(self, request: Request, session: Session) -> Response:
        """The marked workbook of that verdict."""
        made = session.answers.get(request.path_params["name"])
        if made is None:
            return self._page("problem.html", 404, session, problem=_GONE)
        stem = made.slip.head.source_name.rpartition(".")[0] or made.slip.head.source_name
        return _download(made.workbook, f"Phiếu kết quả {stem}.xlsx")

    @_signed_in
    async def slip_workbook(self, request: Request, session: Session) -> Response:
        """A slip of an earlier file of the unit."""
        name = request.path_params["name"]
        path = ledger.slip_workbook_path(self._workspace, session.unit_code, name)
        if path is None:
            return self._page("problem.html", 404, session, problem=_GONE)
        return _download(path.read_bytes(), f"Phiếu kết quả {session.unit_code} {name[:8]}.xlsx")

    @_signed_in
    async def blank_form(self, request: Request, session: Session) -> Response:
        """A blank workbook of a form the unit owes."""
        own = {f.code: f for f in ledger.own_forms(self._desk.register(), session.kind)}
        form = own.get(request.path_params["code"])
        if form is None:
            return self._page("problem.html", 404, session, problem="Đơn vị không phải báo cáo theo mẫu này.")
        content = await to_thread.run_sync(template_bytes, form)
        return _download(content, f"{form.code}_{form.version}.xlsx")

    def _page(self, template: str, status: int = 200, session: Session | None = None, **values: object) -> Response:
        register = self._desk.register()
        unit = Names(register).addressed(session.unit_code, _today()) if session else None
        return page(template, status, city=register.city, session=session, unit=unit, **values)


_STALE = "Trang đã mở quá lâu. Hãy quay về trang chính, tải lại rồi thử lần nữa."
_GONE = "Không có kết quả này, hoặc đã hết phiên làm việc."


def _same(said: str, session: Session) -> bool:
    return secrets.compare_digest(said.encode(), session.csrf.encode())


def _download(content: bytes, name: str) -> Response:
    disposition = f"attachment; filename*=utf-8''{quote(file_name(name))}"
    return Response(content, media_type=_XLSX, headers={"Content-Disposition": disposition})


def _today() -> date:
    return datetime.now(UTC).astimezone(OFFICE).date()
