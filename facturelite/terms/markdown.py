"""Markdown from a closed subset, and nothing else: no markup of the author's reaches a page.

Headings, paragraphs, emphasis, lists, quotations, rules, and links to https and mailto that
show their address. Everything else stays text. Limits come before parsing, so that a hostile
text costs nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from facturelite.refusals import Refusal
from facturelite.spacing import french_spaces

LONGEST = 60_000  # characters: some thirty printed pages
LONGEST_PARAGRAPH = 4_000
MOST_BLOCKS = 1_500  # paragraphs, headings, entries of lists
DEEPEST = 4  # lists and quotations inside each other

_RULES = (
    "heading", "list", "blockquote", "hr", "emphasis", "link", "autolink", "escape", "newline",
)  # fmt: skip
_MARKER = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))")
_HORIZONTAL = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ALLOWED_LINK = re.compile(
    r"(?:https://[\w.-]+\.[a-z]{2,}(?:[/?#]\S*)?|mailto:[^@\s]+@[\w.-]+\.[a-z]{2,})", re.ASCII
)
_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
}

Drawing = Callable[[str], str]


class NotReadable(Refusal):
    """The text cannot be taken as it is; `field` is set by the form that holds it."""


class TooLong(NotReadable):
    """More than anyone would read, or than a document can hold."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"Ce texte est trop long : {length} caractères, pour {LONGEST} au plus. Gardez ce "
            "que vos clients doivent accepter, et renvoyez au devis pour le reste."
        )


class ParagraphTooLong(NotReadable):
    """A paragraph that nobody could read."""

    def __init__(self, first_words: str) -> None:
        super().__init__(
            f"Le paragraphe qui commence par « {first_words}… » dépasse {LONGEST_PARAGRAPH} "
            "caractères : coupez-le par une ligne vide."
        )


class TooManyBlocks(NotReadable):
    """More pieces than a document is made of."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Ce texte compte {count} paragraphes et entrées de liste, pour {MOST_BLOCKS} au "
            "plus : regroupez-les."
        )


class TooDeep(NotReadable):
    """Lists or quotations inside each other beyond reason."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"À la ligne {line}, des listes ou des citations sont emboîtées sur plus de "
            f"{DEEPEST} niveaux : simplifiez ce passage."
        )


def require_readable(text: str) -> None:
    """Raise NotReadable, in a sentence that says what to do, before any paragraph is parsed."""
    if len(text) > LONGEST:
        raise TooLong(len(text))
    for number, line in enumerate(text.split("\n"), 1):
        if _depth(line) > DEEPEST:
            raise TooDeep(number)
    blocks = [token for token in _outliner().parse(text) if token.type in {"inline", "hr"}]
    if len(blocks) > MOST_BLOCKS:
        raise TooManyBlocks(len(blocks))
    for block in blocks:
        if len(block.content) > LONGEST_PARAGRAPH:
            raise ParagraphTooLong(block.content[:40])


def for_page(text: str, *, language: str = "fr", top: int = 2) -> Markup:
    """Return the text as HTML for a page; its highest headings become those of level `top`."""
    return _Rendering(language, top, str, linked=True).of(text)


def for_paper(text: str, *, language: str = "fr", drawable: Drawing) -> Markup:
    """Return the text as HTML for a document: no link, only characters that can be drawn."""
    return _Rendering(language, 3, drawable, linked=False).of(text)


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or entry of a list, as plain words."""

    words: str
    is_heading: bool = False


def blocks(text: str) -> list[Block]:
    """Return what a text says, block by block in order: for comparing, and for looking into."""
    require_readable(text)
    found, before = [], ""
    for token in _parser().parse(text):
        if token.type == "inline":
            words = " ".join(re.split(r"[ \t\n]+", _plain(token.children or [])))
            found.append(Block(words.strip(), is_heading=before == "heading_open"))
        before = token.type
    return found


@cache
def _outliner() -> MarkdownIt:
    """Return a parser that cuts a text into blocks, and does not look into them."""
    outliner = MarkdownIt("zero", {"maxNesting": 4 * DEEPEST}).enable(list(_RULES))
    outliner.core.ruler.disable(["inline", "text_join"])
    return outliner


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": 4 * DEEPEST}).enable(list(_RULES))
    parser.validateLink = lambda url: bool(_ALLOWED_LINK.fullmatch(url))  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link.removeprefix("mailto:")  # type: ignore[method-assign]
    return parser


def _depth(line: str) -> int:
    if _HORIZONTAL.match(line):
        return 0
    depth, at = 0, 0
    while depth <= DEEPEST and (marker := _MARKER.match(line, at)):
        depth, at = depth + 1, marker.end()
    indent = len(line) - len(line.lstrip(" \t"))
    return depth + indent // 2 if depth else 0


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type.endswith("break") else token.content for token in tokens)


class _Rendering:
    """One pass over the tokens: only what is named here is written, all text is escaped."""

    def __init__(self, language: str, top: int, drawable: Drawing, *, linked: bool) -> None:
        self.language, self.top, self.drawable, self.linked = language, top, drawable, linked

    def of(self, text: str) -> Markup:
        require_readable(text)
        tokens = _parser().parse(text)
        levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        self.top -= min(levels, default=1)
        return Markup("").join(self._blocks(tokens))

    def _blocks(self, tokens: Sequence[Token]) -> Iterator[Markup]:
        for token in tokens:
            if token.type == "inline":
                yield from self._inline(token.children or [])
            elif token.type == "hr":
                yield Markup("<hr>\n")
            elif token.type.startswith("heading"):
                level = min(self.top + int(token.tag[1]), 6)
                yield self._tag(f"h{level}", token)
            elif not token.hidden:
                yield self._tag(_TAGS[token.type.rpartition("_")[0]], token)

    def _tag(self, name: str, token: Token) -> Markup:
        if token.nesting < 0:
            return Markup("</{}>{}").format(name, "\n" if token.block else "")
        start = token.attrs.get("start")
        if name == "ol" and isinstance(start, int):
            return Markup('<ol start="{}">').format(start)
        return Markup("<{}>").format(name)

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Markup]:
        address, label = "", ""
        for token in tokens:
            match token.type:
                case "text":
                    label += token.content
                    yield self._words(token.content)
                case "softbreak":
                    yield Markup(" ")
                case "hardbreak":
                    yield Markup("<br>")
                case "link_open":
                    address, label = str(token.attrs.get("href", "")), ""
                    yield self._link(address)
                case "link_close":
                    yield self._address(address, label)
                case _:
                    yield self._tag(_TAGS[token.type.rpartition("_")[0]], token)

    def _words(self, text: str) -> Markup:
        if self.language == "fr":
            text = french_spaces(text)
        return escape(self.drawable(text))

    def _link(self, address: str) -> Markup:
        if not self.linked:
            return Markup("")
        return Markup('<a href="{}" rel="noopener noreferrer nofollow">').format(address)

    def _address(self, address: str, label: str) -> Markup:
        """Close a link, and show where it leads unless its words already do."""
        shown = address.removeprefix("mailto:")
        end = Markup("</a>") if self.linked else Markup("")
        if label in (address, shown):
            return end
        return end + Markup(" ({})").format(self.drawable(shown))
