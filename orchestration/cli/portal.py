"""``kho138 portal``: the upload page for units with a browser, and the tokens that open it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import typer

from ingestion.workspace import Workspace
from orchestration.cli.console import ERR, OUT, print_json, table
from orchestration.wording import vietnamese

app = typer.Typer(help="The upload page for units with a browser and nothing else.", invoke_without_command=True)
token_app = typer.Typer(help="Tokens that open the page, one unit each.", no_args_is_help=True)
app.add_typer(token_app, name="token")


@app.callback()
def portal(
    context: typer.Context,
    *,
    port: int = typer.Option(3140, help="Port on 127.0.0.1."),
    public_host: str | None = typer.Option(None, help="Host name under which a proxy with TLS offers the page."),
) -> None:
    """Serve the page on 127.0.0.1 until Ctrl-C; TLS and the way in from outside are nginx's."""
    if context.invoked_subcommand is not None:
        return
    import uvicorn

    from orchestration.portal.app import portal as application

    workspace = Workspace.from_environment()
    if not (workspace.register / "city.yml").exists():
        ERR.print(f"Chưa có sổ đăng ký tại {workspace.register}.")
        raise typer.Exit(2)
    ERR.print(f"Trang gửi báo cáo: http://127.0.0.1:{port}")
    # the client's address comes from a proxy on this machine only; nothing of what is asked for is logged
    uvicorn.run(
        application(workspace, public_host), host="127.0.0.1", port=port, log_level="warning", access_log=False,
        proxy_headers=True, forwarded_allow_ips="127.0.0.1", limit_concurrency=40, timeout_keep_alive=15,
        server_header=False,
    )  # fmt: skip


@token_app.command("new")
def new(
    unit: str = typer.Argument(help="Unit code."),
    *,
    days: int = typer.Option(365, min=1, help="How long it is good for."),
) -> None:
    """Make a token for a unit and print it, once: it cannot be read again. Exit 2 for a unit nobody knows."""
    from orchestration.outbox.unit_names import Names
    from orchestration.portal.tokens import make
    from quality.register.register import Register

    workspace = Workspace.from_environment()
    names, now = Names(Register.read(workspace.register)), datetime.now(UTC)
    if names.kind(unit) is None:
        ERR.print(f"Không có đơn vị {unit} trong sổ đăng ký.")
        raise typer.Exit(2)
    token, text = make(workspace.portal_tokens, unit, now, now.date() + timedelta(days=days))
    good_until = f"dùng đến hết {vietnamese(token.expires_on)}"
    ERR.print(f"Mã {token.token_id} của {names.addressed(unit, now.date())}, {good_until}. Chỉ hiện một lần:")
    OUT.print(text)


@token_app.command("list")
def list_tokens(
    unit: str | None = typer.Argument(None, help="Only this unit."),
    *,
    as_json: bool = typer.Option(False, "--json", help="Print as JSON."),
) -> None:
    """Tokens that were made: never the token itself."""
    from orchestration.portal.tokens import tokens

    found = [t for t in tokens(Workspace.from_environment().portal_tokens) if unit in (None, t.unit_code)]
    today = datetime.now(UTC).date()
    if as_json:
        print_json([vars(t) | {"is_good": t.is_good(today)} for t in found])
        return
    made = table("Mã truy cập", [(n, "left") for n in ("Mã", "Đơn vị", "Cấp ngày", "Dùng đến", "Tình trạng")])
    for t in found:
        state = "đã thu hồi" if t.revoked_at else "còn dùng được" if t.is_good(today) else "hết hạn"
        made.add_row(t.token_id, t.unit_code, vietnamese(t.made_at.date()), vietnamese(t.expires_on), state)
    OUT.print(made)


@token_app.command("revoke")
def revoke_token(token_id: str = typer.Argument(help="Its name in `token list`.")) -> None:
    """Close a token at once; who is signed in with it is signed out. Exit 2 when there is none of this name."""
    from orchestration.portal.tokens import NoSuchTokenError, revoke

    try:
        revoke(Workspace.from_environment().portal_tokens, token_id, datetime.now(UTC))
    except NoSuchTokenError as error:
        ERR.print(f"Không có mã {token_id}.")
        raise typer.Exit(2) from error
    OUT.print(f"Đã thu hồi mã {token_id}.")
