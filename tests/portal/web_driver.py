"""A headless Chromium driven over the W3C WebDriver protocol: what a person does with a page, and what it looks like."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how the protocol calls a reference to an element
_ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]


def is_present() -> bool:
    """Whether this machine has the browser and its driver."""
    return all(shutil.which(name) for name in ("chromedriver", "chromium"))


class Browser:
    """One window."""

    def __init__(self, client: httpx.Client, session: str, downloads: Path) -> None:
        self._client, self._session, self.downloads = client, session, downloads

    def _do(self, method: str, path: str, seconds: int = 120, **body: Any) -> Any:
        answer = self._client.request(
            method, f"/session/{self._session}{path}", json=body if method == "POST" else None, timeout=seconds
        )
        value = answer.json()["value"]
        assert answer.status_code == 200, value
        return value

    def open(self, url: str) -> None:
        """Go to an address."""
        self._do("POST", "/url", url=url)

    def find(self, css: str) -> str:
        """The first element of a selector."""
        element: str = self._do("POST", "/element", using="css selector", value=css)[_ELEMENT]
        return element

    def type(self, css: str, text: str) -> None:
        """Type into a field; into a file field, the path of a file."""
        self._do("POST", f"/element/{self.find(css)}/value", text=text)

    def click(self, css: str) -> None:
        """Click."""
        self._do("POST", f"/element/{self.find(css)}/click")

    def text(self, css: str = "body") -> str:
        """What a person reads."""
        read: str = self._do("GET", f"/element/{self.find(css)}/text")
        return read

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        return self._do("POST", "/execute/sync", script=script, args=[])

    def promised(self, script: str, seconds: int = 240) -> Any:
        """What the promise that a script returns comes to."""
        self._do("POST", "/timeouts", script=1000 * seconds)
        told = f"const done = arguments[0]; Promise.resolve((() => {{{script}}})()).then(done)"
        return self._do("POST", "/execute/async", seconds=seconds, script=told, args=[])

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as on a keyboard; special ones by their code point of the protocol."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._do("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def size(self, width: int, height: int) -> None:
        """Be a window of this size; below 500 pixels a phone."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._do("POST", "/goog/cdp/execute", cmd="Emulation.setDeviceMetricsOverride", params=metrics)

    def screenshot(self, path: Path, *, whole: bool = True) -> None:
        """What it looks like: the whole page, or the window (a page that draws only what is in it stays blank beyond)."""
        shot = {"captureBeyondViewport": whole}
        data = self._do("POST", "/goog/cdp/execute", cmd="Page.captureScreenshot", params=shot)["data"]
        path.write_bytes(base64.b64decode(data))

    def print_a4(self, path: Path) -> None:
        """What a printer would get: A4 as the page asks for."""
        paper = {"preferCSSPageSize": True, "printBackground": False}
        path.write_bytes(
            base64.b64decode(self._do("POST", "/goog/cdp/execute", cmd="Page.printToPDF", params=paper)["data"])
        )


@contextmanager
def browser(downloads: Path) -> Iterator[Browser]:
    """A browser that is ended with the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            _wait_for(client)
            options = {"args": _ARGUMENTS, "prefs": {"download.default_directory": str(downloads)}}
            wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
            session = client.post("/session", json=wanted).json()["value"]["sessionId"]
            client.post(f"/session/{session}/timeouts", json={"implicit": 20_000})  # a page may be on its way
            yield Browser(client, session, downloads)
            client.delete(f"/session/{session}")
    finally:
        driver.terminate()
        driver.wait()


def _wait_for(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/status").json()["value"]["ready"]:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("chromedriver does not answer")
