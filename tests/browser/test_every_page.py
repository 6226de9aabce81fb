"""Every page in a real browser: usable by all, light and dark, on a desk and on a phone."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from browsing.chromium import DESKTOP, FRANCE, PHONE, Site, Watch, serving, violations
from houses import House
from visits import CLIENT_PAGES, OWNER_PAGES, STRANGER_PAGES

SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
TOO_WIDE = """() => {
  const root = document.documentElement, edge = root.clientWidth + 1;
  const scrolls = e => e && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)
    || scrolls(e.parentElement));
  return root.scrollWidth <= edge ? [] : [...document.body.querySelectorAll("*")]
    .filter(e => e.getBoundingClientRect().right > edge && !scrolls(e.parentElement))
    .map(e => e.outerHTML.slice(0, 160)).slice(0, 3);
}"""
EVERY = os.environ.get("FACTURELITE_REQUIRE_ALL") == "1"
ONE_OF_A_KIND = [  # what is looked at in passing; CI looks at every page
    "/",
    "/clients/{client}",
    "/clients/nouveau",
    "/encaissements/nouveau?facture={late}",
    "/factures",
    "/factures/{draft}",
    "/factures/{contested}",
    "/livre-des-recettes",
    "/reglages/identite",
]


@pytest.fixture(scope="module")
def address(plain_house: House) -> Iterator[str]:
    """Where the furnished house is served; nothing there is ever posted."""
    plain_house.app.config["SESSION_COOKIE_SECURE"] = False
    with serving(plain_house.app) as url:
        yield url


@dataclass
class Tab:
    """A page kept open from one address to the next, and what its watch has seen."""

    page: Page
    watch: Watch

    def faults_at(self, url: str, widths: tuple[int, ...]) -> list[str]:
        """Open an address and return what is wrong with what it shows."""
        self.watch.faults.clear()
        self._resize(widths[0])
        answer = self.page.goto(url)
        assert answer is not None
        assert answer.status == 200
        found = [*self._seen_in("light"), *self._seen_in("dark")]
        for width in widths:
            self._resize(width)
            found += [f"wider than {width}: {e}" for e in self.page.evaluate(TOO_WIDE)]
        return [*found, *self.watch.faults]

    def _seen_in(self, scheme: Literal["light", "dark"]) -> list[str]:
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        self.page.evaluate(SETTLED)
        return [f"{scheme}: {sentence}" for sentence in violations(self.page)]

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 844})


@pytest.fixture(scope="module")
def open_tab(chromium: Browser, address: str) -> Iterator[Callable[..., Tab]]:
    contexts = []

    def open_one(*cookies: dict[str, Any], **options: Any) -> Tab:
        watch, context = Watch(address), chromium.new_context(**FRANCE, **options)
        contexts.append(context)
        watch.over(context)
        context.add_cookies(list(cookies))
        return Tab(context.new_page(), watch)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def owner_tab(open_tab, plain_house: House, address: str) -> Tab:
    return open_tab(Site(address, plain_house.app).owner_cookie(), **DESKTOP)


@pytest.fixture(scope="module")
def client_tab(open_tab) -> Tab:
    return open_tab(**PHONE)


@pytest.mark.parametrize("template", OWNER_PAGES if EVERY else ONE_OF_A_KIND)
def test_each_page_of_the_owner_is_usable_by_all(owner_tab, plain_house, address, template):
    assert owner_tab.faults_at(address + plain_house.url(template), (1280, 390)) == []


@pytest.mark.parametrize("template", CLIENT_PAGES if EVERY else CLIENT_PAGES[:2])
def test_each_page_of_a_client_is_usable_by_all(client_tab, plain_house, address, template):
    assert client_tab.faults_at(address + plain_house.url(template), (390, 320)) == []


@pytest.mark.parametrize("template", STRANGER_PAGES)
def test_each_page_of_a_stranger_is_usable_by_all(client_tab, address, template):
    assert client_tab.faults_at(address + template, (1280, 390)) == []


def test_what_is_looked_at_in_passing_exists():
    assert set(ONE_OF_A_KIND) <= set(OWNER_PAGES)
