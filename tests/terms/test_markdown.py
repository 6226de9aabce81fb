"""Hostile Markdown neither reaches the page, nor the PDF engine, nor the network."""

import re

import pytest

from facturelite.documents.typography import printable
from facturelite.terms.markdown import (
    DEEPEST,
    LONGEST,
    LONGEST_PARAGRAPH,
    MOST_BLOCKS,
    NotReadable,
    ParagraphTooLong,
    TooDeep,
    TooLong,
    TooManyBlocks,
    blocks,
    for_page,
    for_paper,
    require_readable,
)

HARMLESS_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "hr"),
    *("br", "a"),
}
HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "<iframe src='http://127.0.0.1:8080/'></iframe>",
    "<pdf:include src='file:///etc/passwd'/>",
    "<style>@import url('http://127.0.0.1/x.css')</style>",
    "![photo](http://127.0.0.1:8080/x.png)",
    "![photo](file:///etc/passwd)",
    "![photo](https://evil.example/pixel.png)",
    "![photo][ref]\n\n[ref]: https://evil.example/pixel.png",
    "[lien](javascript:alert(1))",
    "[lien](JaVaScRiPt:alert(1))",
    "[lien](java\tscript:alert(1))",
    "[lien](data:text/html;base64,PHNjcmlwdD4=)",
    "[lien](file:///etc/passwd)",
    "[lien](http://10.0.0.1/admin)",
    "[lien](https://169.254.169.254/latest/meta-data)",
    "[lien](https://[::1]/)",
    "[lien](https://localhost/)",
    "[lien](//evil.example)",
    "[lien](/p/jeton)",
    "[lien](ftp://evil.example)",
    "<javascript:alert(1)>",
    "<http://127.0.0.1/>",
    '[lien](https://ok.example/"onmouseover="alert(1))',
    "[lien](https://ok.example/ 'x\" onclick=\"alert(1)')",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ config }} {% include '/etc/passwd' %} {{ ''.__class__ }}",
    "<!-- --><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "| a |\n|---|\n| <img src=x> |",
    "\x00<script>\x00alert(1)</script>",
]


def tags(html: str) -> set[str]:
    return {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z0-9:!]+)", html)}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["", "- ", "> ", "## ", "1. "])
def test_nothing_of_the_authors_markup_survives(text, where):
    html = str(for_page(where + text))

    assert tags(html) <= HARMLESS_TAGS
    opened = re.findall(r"<a ([^>]*)>", html)
    for attributes in opened:
        assert re.fullmatch(
            r'href="(?:https://(?:ok|evil)\.example/[^"<>]*)" rel="noopener noreferrer nofollow"',
            attributes,
        )
    assert not re.search(r"<(?!a )\w+ (?!start=)", html), "no other attribute"


@pytest.mark.parametrize("text", HOSTILE)
def test_paper_has_no_link_at_all(text):
    html = str(for_paper(text, drawable=printable))

    assert tags(html) <= HARMLESS_TAGS - {"a"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "[nous](https://ok.example/cgv)",
            '<a href="https://ok.example/cgv" rel="noopener noreferrer nofollow">nous</a>'
            " (https://ok.example/cgv)",
        ),
        (
            "<https://ok.example/>",
            '<a href="https://ok.example/" rel="noopener noreferrer nofollow">'
            "https://ok.example/</a>",
        ),
        (
            "[écrire](mailto:a@ok.example)",
            '<a href="mailto:a@ok.example" rel="noopener noreferrer nofollow">écrire</a>'
            " (a@ok.example)",
        ),
        ("**gras** et *penché*", "<strong>gras</strong> et <em>penché</em>"),
        (r"5 \* 3 \# \[a\]", "5 * 3 # [a]"),
        ("une\nligne", "une ligne"),
        ("une\\\nligne", "une<br>ligne"),
        ("« ah » : 30 %", "«\xa0ah\xa0»\xa0: 30\xa0%"),
    ],
)
def test_what_is_allowed_is_shown(text, html):
    assert str(for_page(text)) == f"<p>{html}</p>\n"


def test_a_link_on_paper_shows_where_it_leads():
    assert str(for_paper("[nous](https://ok.example/)", drawable=printable)) == (
        "<p>nous (https://ok.example/)</p>\n"
    )


def test_paper_holds_only_what_can_be_drawn():
    assert str(for_paper("Merci 🙏 中", drawable=printable)) == "<p>Merci ? ?</p>\n"


def test_english_keeps_its_own_spaces():
    assert str(for_page("Price : 3 %", language="en")) == "<p>Price : 3 %</p>\n"


def test_headings_continue_those_of_the_page():
    assert str(for_page("## Un\n\n### Deux", top=2)) == "<h2>Un</h2>\n<h3>Deux</h3>\n"
    assert str(for_page("# Un\n\n###### Six", top=3)) == "<h3>Un</h3>\n<h6>Six</h6>\n"


def test_lists_keep_their_numbers():
    assert str(for_page("3. a\n4. b")) == '<ol start="3"><li>a</li>\n<li>b</li>\n</ol>\n'


@pytest.mark.parametrize(
    ("text", "refusal", "says"),
    [
        ("x" * 2_000_000, TooLong, "trop long : 2000000 caractères"),
        ("a\n\n" * 700_000, TooLong, "trop long"),
        (">" * 100_000, TooLong, "trop long"),
        (">" * (LONGEST - 1), TooDeep, "ligne 1"),
        ("> " * 10_000 + "a", TooDeep, "ligne 1"),
        ("bien\n\n" + "- " * (DEEPEST + 1) + "a", TooDeep, "ligne 3"),
        ("\n".join("  " * n + "- a" for n in range(12)), TooDeep, "emboîtées"),
        ("1. " * 2_000 + "a", TooDeep, "niveaux"),
        ("mot " * (LONGEST_PARAGRAPH // 4 + 1), ParagraphTooLong, "« mot mot"),
        ("[" * (LONGEST_PARAGRAPH + 1), ParagraphTooLong, "ligne vide"),
        (f"{'[' * 3_000}\n2. {'[' * 3_000}", ParagraphTooLong, "ligne vide"),
        (f"{'[' * 3_000}\n- \n{'[' * 3_000}", ParagraphTooLong, "ligne vide"),
        ("- a\n" * (MOST_BLOCKS + 1), TooManyBlocks, f"compte {MOST_BLOCKS + 1}"),
        ("---\n" * 9_000, TooManyBlocks, "regroupez-les"),
        ("- " + "a\n" * 3_000, ParagraphTooLong, "« a"),
        ("> " + "a\n" * 3_000, ParagraphTooLong, "« a"),
    ],
)
def test_too_much_gets_a_clear_sentence(text, refusal, says):
    with pytest.raises(refusal, match=re.escape(says)) as caught:
        for_page(text)

    assert isinstance(caught.value, NotReadable)


@pytest.mark.parametrize(
    "text", ["> " * DEEPEST + "a", "- - -", "* * * * * *", "___", "x" * 4000, "- entrée\n" * 900]
)
def test_what_is_reasonable_is_read(text):
    require_readable(text)
    assert for_page(text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "[" * 3_900,
        "*a " * 1_300,
        "**a *b " * 550,
        "[a](" * 970,
        "\\" * 3_900,
        "<" * 3_900,
        "*_" * 1_900,
    ],
)
def test_what_parsers_dread_is_read_paragraph_by_paragraph(paragraph):
    assert for_page(f"{paragraph}\n\nLa suite.").endswith("<p>La suite.</p>\n")


def test_blocks_are_plain_words_in_order():
    told = blocks(
        "## Titre *penché*\n\nUn\nparagraphe.\n\n- une entrée\n- [deux](https://ok.example/)"
    )

    assert [(b.words, b.is_heading) for b in told] == [
        ("Titre penché", True),
        ("Un paragraphe.", False),
        ("une entrée", False),
        ("deux", False),
    ]
