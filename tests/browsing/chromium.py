"""What the browser stories stand on: the site, the kinds of screens, and a watch over them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import BrowserContext, Page, Response
from werkzeug.serving import make_server

from facturelite.db import db

AXE = Path(__file__).parents[1] / "vendor" / "axe-4.14.1.min.js"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
FRANCE: dict[str, Any] = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
GRAVE = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Site:
    """The application as a browser reaches it. Arrange data with `transaction()` as elsewhere;
    call `look_again()` before reading what the browser changed."""

    url: str
    app: Flask

    def at(self, path: str) -> str:
        return self.url + path

    def look_again(self) -> None:
        db.session.rollback()

    def owner_cookie(self) -> dict[str, Any]:
        """Return the cookie that makes a context the owner's."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": "1.1", "_fresh": True})
        return {"name": self.app.config["SESSION_COOKIE_NAME"], "value": value, "url": self.url}


@dataclass
class Watch:
    """What went wrong in a browser while nobody looked: scripts, policy, lost or foreign files."""

    home: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._ask(request.url))
        context.on("response", self._answered)
        context.on("console", lambda said: self._say(said.type, said.text))
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _ask(self, url: str) -> None:
        if url.startswith("http") and urlsplit(url).netloc != urlsplit(self.home).netloc:
            self.faults.append(f"asked elsewhere: {url}")

    def _answered(self, response: Response) -> None:
        is_file = response.request.resource_type in {"script", "stylesheet", "image", "font"}
        if response.status >= 500 or (is_file and response.status >= 400):
            self.faults.append(f"{response.status} {response.url}")

    def _say(self, kind: str, text: str) -> None:
        is_answer = text.startswith("Failed to load resource")  # judged by `_answered`
        if kind in {"error", "warning"} and not is_answer:
            self.faults.append(f"console {kind}: {text}")


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on a loopback port of its own; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def violations(page: Page) -> Iterator[str]:
    """Yield what axe-core finds serious or critical, by rule and element."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    for violation in found["violations"]:
        if violation["impact"] in GRAVE:
            for node in violation["nodes"]:
                yield f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
