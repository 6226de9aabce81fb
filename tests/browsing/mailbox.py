"""The post of a story: what the real mails say, once they have arrived."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Page, expect

from facturelite.outbox.worker import empty_the_outbox
from smtp_server import SmtpServer, wait_until

MARTIN = "compta@martin.example"


@dataclass(frozen=True)
class Mailbox:
    """Where the letters of a story arrive. The browser posts on its own time: a letter is
    waited for, and those that look alike are told apart by words that only one of them holds."""

    server: SmtpServer
    now: Callable[[], datetime]

    def last(self, to: str = MARTIN, *, holding: str = "") -> str:
        """Have the worker come by until a letter has arrived; return the text of the last one."""
        found: list[str] = []

        def arrived() -> list[str]:
            empty_the_outbox(now=self.now)
            mine = (one.text for one in self.server.letters if one.recipients == [to])
            found[:] = [text for text in mine if holding in text]
            return found

        wait_until(arrived)
        return found[-1]

    def link(self, to: str = MARTIN) -> str:
        """Return the private link of the last letter that holds one."""
        text = self.last(to, holding="/p/")
        return next(line for line in text.splitlines() if "/p/" in line)

    def code(self, page: Page, to: str = MARTIN) -> str:
        """Return the code that was just asked for, once the page asks for it."""
        expect(page.get_by_label("Code à six chiffres")).to_be_visible()
        text = self.last(to, holding="ne sert qu’une fois")
        return re.search(r"^(\d{6})\s*$", text, re.MULTILINE)[1]  # type: ignore[index]
