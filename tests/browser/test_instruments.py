"""The instruments of the browser stories see what is wrong, and only that."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browsing.chromium import Watch, violations
from facturelite.access import HEADERS

HOME = "http://essai.localhost"
POLICY = {"Content-Security-Policy": HEADERS["Content-Security-Policy"]}
HEAD = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body><main><h1>Essai</h1>'
SPOILT = {
    "console error: plainte": '<script src="/complain.js"></script>',
    "script: ": '<script src="/fail.js"></script>',
    "Content Security Policy": "<script>1</script>",
    "404 ": '<img src="/lost.png" alt="">',
    "500 ": '<img src="/broken.png" alt="">',
    "asked elsewhere": '<p>x</p><link rel="stylesheet" href="http://ailleurs.localhost/x.css">',
}
FILES = {
    "/complain.js": (200, "console.error('plainte')"),
    "/fail.js": (200, "throw new Error('panne')"),
    "/lost.png": (404, ""),
    "/broken.png": (500, ""),
    "/x.css": (200, ""),
}


@pytest.fixture
def watched(chromium: Browser) -> Iterator[tuple[Page, Watch]]:
    watch = Watch(HOME)
    context = chromium.new_context()
    watch.over(context)
    yield context.new_page(), watch
    context.close()


def serve(page: Page, body: str) -> None:
    """Open a page made of a body, with the policy that our pages have."""

    def answer(route):
        path = "/" + route.request.url.split("/", 3)[3]
        status, content = FILES.get(path, (200, HEAD + body + "</main></body></html>"))
        kind = "text/html" if path == "/" else "text/javascript" if ".js" in path else "text/css"
        route.fulfill(status=status, body=content, headers={**POLICY, "Content-Type": kind})

    page.route("**/*", answer)
    page.goto(HOME + "/")


def test_a_sound_page_is_not_blamed(watched):
    page, watch = watched

    serve(page, "<p>Rien à dire.</p>")

    assert watch.faults == []
    assert list(violations(page)) == []


@pytest.mark.parametrize(("fault", "body"), SPOILT.items(), ids=SPOILT)
def test_what_goes_wrong_unseen_is_told(watched, fault, body):
    page, watch = watched

    serve(page, body)

    assert any(fault in sentence for sentence in watch.faults), watch.faults


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("label", "<input name=x>"),
        ("button-name", "<button></button>"),
        ("image-alt", '<img src="/x.css">'),
        ("link-name", '<a href="/"></a>'),
    ],
)
def test_axe_blames_what_some_people_cannot_use(watched, rule, body):
    page, _ = watched

    serve(page, body)

    assert any(sentence.startswith(f"{rule}: ") for sentence in violations(page))
