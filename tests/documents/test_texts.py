"""Texts on the business's paper: everything they may hold is drawn in our own typeface."""

from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from facturelite.documents.snapshot import Address, Seller
from facturelite.documents.texts import PrintedText, render_text

SELLER = Seller(
    name="Nadia Belkacem EI",
    siret="73282932000074",
    address=Address("12 rue des Écoles", "69007", "Lyon"),
)


def rendered(body: str) -> bytes:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return render_text(PrintedText("Conditions", SELLER, Markup(body), at))


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>un</li><li><p>deux</p></li></ul>",
        "<ul><li>un<ul><li>deux</li></ul></li></ul>",
        '<ol start="3"><li>trois</li></ol>',
        "<blockquote><p>cité</p></blockquote>",
        "<h2>Titre</h2><p>a <strong>gras</strong> <em>penché</em></p><hr>",
        "<table><tr><th>Tête</th></tr><tr><td>✓ □</td></tr></table>",
    ],
)
def test_every_kind_of_passage_can_be_archived(body):
    assert rendered(body).startswith(b"%PDF-1.7")


def test_the_same_text_gives_the_same_bytes():
    assert rendered("<p>un</p>") == rendered("<p>un</p>")
