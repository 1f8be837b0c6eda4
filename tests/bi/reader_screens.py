"""The screens a reader meets, driven in headless Chromium, and the words that stand on each of them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

from tests.bi.bi_server import BiServer
from tests.portal.web_driver import Browser

DASHBOARDS = ("thanh-pho", "xa-phuong", "mo-hinh", "gui-bao-cao", "chat-luong")
_TEXTS = """
const out = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode;
  if (!['SCRIPT', 'STYLE'].includes(node.parentElement?.tagName) && node.textContent.trim()
    && getComputedStyle(node.parentElement).display !== 'none') out.add(node.textContent.trim());
}
for (const e of document.querySelectorAll('[placeholder]')) out.add(e.placeholder.trim());
return [...out]
"""
_LOADED = """
return document.querySelectorAll('.dashboard-component-chart-holder').length > 0
  && !document.querySelector('.loading, [data-test=loading-indicator]')
"""
# words of the pages' own English that may stand beside Vietnamese ("Modified 9 phút trước")
_ENGLISH = re.compile(
    r"\b(modified|created|of|by|the|and|ago|showing|records?|items?|rows?|search|total|last|page|no data)\b",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile("[à-ỹđĐÀ-Ỹ]")
_OUTSIDE = "return performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith(location.origin) && !n.startsWith('data:') && !n.startsWith('blob:'))"


class Reader:
    """Somebody with a browser and an account."""

    def __init__(self, window: Browser, server: BiServer, user: str) -> None:
        self.window, self.server, self.user = window, server, user
        self.words: dict[str, set[str]] = {}
        self.outside: set[str] = set()

    def note(self, screen: str) -> None:
        """Keep the words of the screen and the addresses outside it asked for."""
        self.words[screen] = set(self.window.run(_TEXTS))
        self.outside |= set(self.window.run(_OUTSIDE))

    def open(self, path: str) -> None:
        self.window.open(self.server.url + path)

    def wait(self, script: str, seconds: int = 90) -> None:
        """Until a script says yes."""
        for _ in range(seconds * 2):
            if self.window.run(script):
                time.sleep(0.5)
                return
            time.sleep(0.5)
        raise TimeoutError(script)

    def sign_in(self) -> None:
        self.open("/login/")
        self.wait("return !!document.querySelector('#username')")
        self.note("sign in")
        self._try("wrong")
        self.wait("return !!document.querySelector('.ant-notification, .toast, [role=alert]')")
        self.note("sign in refused")
        self._try(self.server.passwords[self.user])
        self.wait(
            "return location.pathname.startsWith('/dashboard/list') && document.querySelectorAll('tbody tr').length > 3"
        )
        self.note("list")

    def _try(self, password: str) -> None:
        self.open("/login/")
        self.window.type("#username", self.user)
        self.window.type("#password", password)
        self.window.click("button[type=submit]")

    def dashboard(self, slug: str) -> None:
        self.open(f"/superset/dashboard/{slug}/")
        self.wait(_LOADED)
        self.note(slug)

    def menu(self, opener: str, number: int = 0) -> None:
        """Open a menu and everything below it."""
        self.window.run(f"document.querySelectorAll({json.dumps(opener)})[{number}].click()")
        self.wait("return !!document.querySelector('.ant-dropdown-menu-submenu-title')", 20)
        self.window.run(
            "for (const e of document.querySelectorAll('.ant-dropdown-menu-submenu-title'))"
            " for (const t of ['pointerover', 'mouseover', 'mouseenter']) e.dispatchEvent(new MouseEvent(t, {bubbles: true}))"
        )
        time.sleep(1)

    def settings(self) -> None:
        """Open the menu beside the list."""
        self.window.run(
            "const all = document.querySelectorAll('.ant-menu-submenu-title'), e = all[all.length - 1];"
            " for (const t of ['pointerover', 'mouseover', 'mouseenter']) e.dispatchEvent(new MouseEvent(t, {bubbles: true}))"
        )
        self.wait("return !!document.querySelector('.ant-menu-submenu-popup')", 20)

    def unfold(self, number: int) -> None:
        """Open the values of a filter."""
        self.window.run(
            f"document.querySelectorAll('.ant-select-selector')[{number}]"
            ".dispatchEvent(new MouseEvent('mousedown', {bubbles: true}))"
        )
        self.wait("return !!document.querySelector('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')", 20)
        time.sleep(1)

    def choose(self, words: str) -> None:
        """The entry of an open menu with these words."""
        script = f"return [...document.querySelectorAll('[role=menuitem]')].filter(e => e.textContent.trim() === {json.dumps(words)})"
        self.wait(f"{script}.length > 0", 20)
        self.window.run(f"{script}[0].click()")

    def english(self, allowed: Callable[[str], bool]) -> dict[str, set[str]]:
        """Words by screen that are not Vietnamese and not allowed."""
        return {
            screen: left
            for screen, words in self.words.items()
            if (
                left := {
                    w
                    for w in words
                    if re.search("[A-Za-z]{2}", w)
                    and (_ENGLISH.search(w) or not _VIETNAMESE.search(w))
                    and not allowed(w)
                }
            )
        }
