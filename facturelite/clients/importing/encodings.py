"""Which encoding a text file is written in, when nothing says it."""

import codecs
import re
from itertools import islice

from facturelite.refusals import Refusal

# « CSV », « CSV (Macintosh) » and « CSV (MS-DOS) » of a French Excel, and an old Linux.
SINGLE_BYTE_ENCODINGS = ("cp1252", "mac_roman", "cp850", "iso8859_15")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ACCENTED = re.compile(rb"[A-Za-z\x80-\xff]?[\x80-\xff]+[A-Za-z\x80-\xff]?")
_WORDS_WEIGHED = 5_000
_ENOUGH_TO_JUDGE = 100
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r"]

_USUAL = dict.fromkeys("éèàçêœ", 4) | dict.fromkeys("ÉÈÀÇÊŒ", 3)
_POSSIBLE = dict.fromkeys("âäëîïôöùûüÿæÂÄËÎÏÔÖÙÛÜŸÆ", 2) | dict.fromkeys("áíóúñãõåøßìòÁÍÓÚÑÃÕÅØ", 1)
_SIGNS = dict.fromkeys("«»’\u00a0", 2) | dict.fromkeys("‘“”–—…€°²³·", 1)
_WEIGHTS = _USUAL | _POSSIBLE | _SIGNS
_ODD = -2
_MISPLACED = -3


class NotText(Refusal):
    """The bytes are not text in any encoding a client list is written in."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier ne contient pas de texte lisible : ouvrez votre liste dans un tableur "
            "et enregistrez-la au format CSV."
        )


class MixedEncodings(Refusal):
    """Some accents are in UTF-8, others are not: reading on would spoil names."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"Ce fichier mélange deux codages de caractères (à partir de la ligne {line}) et des "
            "accents seraient perdus : ouvrez-le dans un tableur, corrigez les accents et "
            "enregistrez-le au format « CSV UTF-8 »."
        )


def detect_encoding(content: bytes) -> str:
    """Return the name of a codec that decodes all of `content`; raise a Refusal if none does."""
    encoding = _marked(content) or _unmarked_utf16(content) or _utf8(content) or _by_look(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in text or sum(map(text.count, _CONTROLS)) > len(text) / 1000 + 5:
        raise NotText
    return encoding


def repaired_accents(text: str) -> str:
    """Undo « SociÃ©tÃ© », the trace of a UTF-8 file once read as Windows-1252."""
    if not any(trace in text for trace in "ÃÂâ"):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _unmarked_utf16(content: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every second byte, nearly."""
    sample = content[:4096]
    pairs = len(sample) // 2
    if pairs and sample[1::2].count(0) > pairs * 0.6:
        return "utf-16-le"
    if pairs and sample[0::2].count(0) > pairs * 0.6:
        return "utf-16-be"
    return None


def _utf8(content: bytes) -> str | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        lenient = content.decode("utf-8", errors="replace")
        wrong = lenient.count("\ufffd")
        right = sum(1 for char in lenient if char > "\x7f") - wrong
        if right > wrong:
            raise MixedEncodings(content.count(b"\n", 0, error.start) + 1) from None
        return None
    return "utf-8"


def _by_look(content: bytes) -> str:
    """Choose the encoding in which accents look most like French."""
    found = islice(_ACCENTED.finditer(content), _WORDS_WEIGHED)
    pieces = [match.group()[:20] for match in found]
    scores = {
        encoding: sum(_likeness(piece.decode(encoding, errors="replace")) for piece in pieces)
        for encoding in SINGLE_BYTE_ENCODINGS
    }
    best = max(scores, key=scores.__getitem__)
    if scores[best] < 0 and len(pieces) > _ENOUGH_TO_JUDGE:
        raise NotText
    return best


def _likeness(piece: str) -> int:
    """Weigh the accents and signs of a few letters: the higher, the more like French."""
    around = f" {piece} "
    return sum(
        _weight(around[place - 1], around[place], around[place + 1])
        for place in range(1, len(around) - 1)
        if around[place] > "\x7f"
    )


def _weight(before: str, char: str, after: str) -> int:
    if not char.isalpha():
        return _WEIGHTS.get(char, _ODD)
    alone = not before.isalpha() and not after.isalpha()
    in_a_row = before > "\x7f" < after and before.isalpha() and after.isalpha()
    misplaced = (char.isupper() and before.islower()) or (char.islower() and after.isupper())
    if misplaced or in_a_row or (alone and char != "à"):
        return _MISPLACED
    return _WEIGHTS.get(char, _ODD)
