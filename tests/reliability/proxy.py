"""nginx with the configuration of ``orchestration/serving/nginx.conf``, on localhost, started and ended by a test."""

from __future__ import annotations

import os
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx

from tests.reliability.service import free_port

SHIPPED = Path(__file__).parents[2] / "orchestration" / "serving" / "nginx.conf"
USERS = {"viewers": ("xem", "mat-khau-xem"), "maintainers": ("quan-tri", "mat-khau-qt")}


def site(folder: Path, port: int, page: int, viewers: int) -> str:
    """The shipped configuration with this machine's host name, ports and certificate."""
    text = SHIPPED.read_text(encoding="utf-8")
    for shipped, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "https://kho138.example.vn": f"https://localhost:{port}",
        "kho138.example.vn": "localhost", "/etc/nginx/kho138": str(folder),
        "127.0.0.1:3138": f"127.0.0.1:{page}", "127.0.0.1:3139": f"127.0.0.1:{viewers}",
    }.items():  # fmt: skip
        assert shipped in text
        text = text.replace(shipped, here)
    return text


def dashboards_site(folder: Path, port: int, page: int) -> str:
    """The shipped configuration of the dashboards with this machine's host name, ports and certificate."""
    text = SHIPPED.with_name("nginx-bi.conf").read_text(encoding="utf-8")
    for shipped, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl", "solieu.kho138.example.vn": "localhost",
        "/etc/nginx/kho138": str(folder), "127.0.0.1:3141": f"127.0.0.1:{page}",
    }.items():  # fmt: skip
        assert shipped in text
        text = text.replace(shipped, here)
    return text


def configuration(folder: Path, servers: str) -> Path:
    """A whole nginx.conf with these servers, a certificate and the two password files, in ``folder``."""
    folder.mkdir(parents=True)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    for name, (user, password) in USERS.items():
        hashed = subprocess.run(
            ["openssl", "passwd", "-6", password], capture_output=True, text=True, check=True
        ).stdout
        (folder / name).write_text(f"{user}:{hashed}", encoding="utf-8")
    for p in folder.iterdir():
        p.chmod(0o644)
    # the workers of a server started as root give up their rights, and read nothing of a private folder
    as_root = "user root;\n" if os.getuid() == 0 else ""
    places = "".join(f"{p}_temp_path {folder}/{p};\n" for p in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = folder / "whole.conf"
    path.write_text(
        f"{as_root}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{places}{servers}}}\n",
        encoding="utf-8",
    )
    return path


def proxy(folder: Path, page: int, viewers: int) -> AbstractContextManager[tuple[str, httpx.Client]]:
    """nginx before the two pages of the service."""
    port = free_port()
    return nginx(folder, port, site(folder, port, page, viewers))


@contextmanager
def nginx(folder: Path, port: int, servers: str) -> Iterator[tuple[str, httpx.Client]]:
    """Its address, and a client that knows its certificate; needs the package ``nginx-light``."""
    whole = configuration(folder, servers)
    with subprocess.Popen(["/usr/sbin/nginx", "-c", str(whole), "-p", str(folder)]) as server:
        try:
            trusted = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
            with httpx.Client(verify=trusted, timeout=60) as client:
                for _ in range(100):
                    try:
                        client.get(f"https://localhost:{port}/")
                        break
                    except httpx.ConnectError:
                        assert server.poll() is None, (folder / "error.log").read_text()
                        time.sleep(0.1)
                yield f"https://localhost:{port}", client
        finally:
            server.terminate()
