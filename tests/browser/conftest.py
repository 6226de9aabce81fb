"""Stories told in a real Chromium, against the real application on a loopback port."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from agreements import a_mail_account
from browsing.chromium import DESKTOP, FRANCE, PHONE, Site, Watch, violations
from browsing.mailbox import Mailbox
from facturelite.business.model import Business
from facturelite.db import transaction
from facturelite.settings import Settings
from smtp_server import SmtpServer

HERE = Path(__file__).parent
CHROMIUM = Path(os.environ.get("FACTURELITE_CHROMIUM", "/usr/bin/chromium"))
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 30_000  # milliseconds before a story is said to hang


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    if not CHROMIUM.exists():
        required = os.environ.get("FACTURELITE_REQUIRE_ALL") == "1"
        (pytest.fail if required else pytest.skip)(f"no Chromium at {CHROMIUM}")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask, settings: Settings) -> Iterator[Site]:
    """The application, CSRF on, served on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["SETTINGS"] = replace(settings, base_url=url)
    app.config.update(WTF_CSRF_ENABLED=True, SESSION_COOKIE_SECURE=False)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield Site(url, app)
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def open_context(chromium: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser of one's own: open_context(**PHONE, java_script_enabled=False).

    `as_owner=True` is Nadia's, logged in. The test fails in the end if any page it showed had
    a script error, broke the content security policy, or asked another machine for anything.
    """
    watch, opened = Watch(site.url), []

    def open_one(*, as_owner: bool = False, **options: Any) -> BrowserContext:
        context = chromium.new_context(**(DESKTOP | FRANCE | options))
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if as_owner:
            context.add_cookies([site.owner_cookie()])
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert watch.faults == []


@pytest.fixture
def letters(smtp_server: SmtpServer, nadia: Business, clock) -> Mailbox:
    """The post of the story, sent by a real server."""
    with transaction():
        a_mail_account(smtp_server.port)
    return Mailbox(smtp_server, clock)


@pytest.fixture
def desktop(open_context: Callable[..., BrowserContext], nadia: Business) -> Page:
    """Nadia's browser on her desk, logged in, 1280 pixels wide."""
    return open_context(as_owner=True).new_page()


@pytest.fixture
def pocket(open_context: Callable[..., BrowserContext], nadia: Business) -> Page:
    """Nadia's phone, logged in."""
    return open_context(as_owner=True, **PHONE).new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext], nadia: Business) -> Page:
    """A client's phone: no account, 390 pixels wide, touch."""
    return open_context(**PHONE).new_page()


@pytest.fixture
def plain(open_context: Callable[..., BrowserContext], nadia: Business) -> Page:
    """Nadia's browser without JavaScript."""
    return open_context(as_owner=True, java_script_enabled=False).new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fail, naming rule and element, where axe-core finds anything serious, light or dark."""

    def check(page: Page) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = [f"{scheme}: {sentence}" for sentence in violations(page)]
            assert not found, "\n".join((page.url, *found))
        page.emulate_media(color_scheme="light")

    return check
