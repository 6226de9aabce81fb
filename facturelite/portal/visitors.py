"""Telling people from machines, as far as a request says: openings are weak evidence."""

import re
from collections.abc import Mapping

_MACHINES = re.compile(
    r"(?<!cu)bot\b|bots\b|crawl|spider|slurp|scan|preview|prefetch|proxy|fetch|monitor|uptime"
    r"|validator|headless|phantom|selenium|puppeteer|curl|wget|python|java/|okhttp|go-http"
    r"|libwww|httpclient|axios|undici|safelinks|mimecast|barracuda|proofpoint|ms-?office"
    r"|microsoft office|facebookexternalhit|whatsapp/|embedly|iframely",
    re.IGNORECASE,
)  # a « Cubot » is a telephone
_FORESIGHT = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_a_person(headers: Mapping[str, str]) -> bool:
    """Tell whether a request may come from a person who looks at the page now.

    Mail robots, link previews and browsers that load a page ahead say so in their headers;
    those that lie cannot be told.
    """
    agent = headers.get("User-Agent", "")
    if not agent or _MACHINES.search(agent):
        return False
    return not any(re.search("prefetch|prerender|preview", headers.get(n, "")) for n in _FORESIGHT)
