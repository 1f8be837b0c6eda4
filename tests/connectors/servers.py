"""Real servers on localhost for the connectors to talk to; each ends with the ``with`` block that started it."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import asyncssh
import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"no server on port {port} after {seconds} s")


@contextmanager
def sftp_server(jails: Path, passwords: dict[str, str], known_hosts: Path) -> Iterator[int]:
    """SFTP with a jail a user (``jails/<user>``); its host key is written to ``known_hosts``."""

    class Login(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return passwords.get(username) == password

    def jail(channel: asyncssh.SSHServerChannel[Any]) -> asyncssh.SFTPServer:
        user = channel.get_extra_info("username")
        return asyncssh.SFTPServer(channel, chroot=str(jails / user).encode())

    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncssh.SSHAcceptor:
        return await asyncssh.create_server(Login, "127.0.0.1", 0, server_host_keys=[key], sftp_factory=jail)

    async def stop() -> None:
        server.close()
        await server.wait_closed()

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    port = server.sockets[0].getsockname()[1]
    known_hosts.write_text(f"[127.0.0.1]:{port} {key.export_public_key().decode()}")
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


@contextmanager
def webdav_server(folder: Path, users: dict[str, str]) -> Iterator[int]:
    """WebDAV with a login."""
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp

    port = free_port()
    app = WsgiDAVApp({
        "provider_mapping": {"/": str(folder)},
        "simple_dc": {"user_mapping": {"*": {u: {"password": p} for u, p in users.items()}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0, "logging": {"enable": False},
    })  # fmt: skip
    server = Server(("127.0.0.1", port), app)
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield port
    finally:
        server.stop()
        thread.join(30)


@contextmanager
def s3_server(folder: Path, identities: list[dict[str, Any]]) -> Iterator[int]:
    """An S3 server with keys per prefix."""
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": identities}))
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    command = [str(Path(sys.executable).with_name("weed")), "server", "-ip", "127.0.0.1", "-ip.bind", "127.0.0.1",
               "-dir", str(folder), "-master.port", str(ports["master"]), "-volume.port", str(ports["volume"]),
               "-volume.max", "5", "-filer.port", str(ports["filer"]),
               "-master.port.grpc", str(free_port()), "-volume.port.grpc", str(free_port()), "-filer.port.grpc", str(free_port()),
               "-s3", "-s3.port", str(ports["s3"]), "-s3.port.grpc", str(free_port()), "-s3.config", str(config)]  # fmt: skip
    with (folder / "weed.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            wait_for(ports["s3"])
            yield ports["s3"]
        finally:
            process.kill()
            process.wait(30)


@contextmanager
def imap_server(user: str, password: str) -> Iterator[int]:
    """An IMAP server with one empty mailbox."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port), "--no-tls",
               "--no-service", "admin", "--no-service", "managesieve",
               "dict", "--demo-user", user, "--demo-password", password]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.kill()
            process.wait(30)


@dataclass
class Partner:
    """An HTTP interface; ``answers`` maps a path to what it does, a list is used up one request at a time."""

    port: int = 0
    answers: dict[str, list[Callable[[BaseHTTPRequestHandler], None]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, authorization

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def http_server() -> Iterator[Partner]:
    """An HTTP server that does what the test says."""
    partner = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            partner.asked.append((self.path, self.headers.get("Authorization", "")))
            steps = partner.answers.get(self.path, [])
            if not steps:
                self.send_error(404)
                return
            (steps.pop(0) if len(steps) > 1 else steps[0])(self)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    partner.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield partner
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)
