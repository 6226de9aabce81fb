"""Passwords: kept as argon2 hashes, and refused when they would soon be guessed."""

import re
from enum import Enum
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from facturelite.identifiers import fold

LEAST = 12  # characters
MOST = 200
TOO_FEW_LEFT = 8  # characters that say something, once what everybody types is taken out

# OWASP's figures for argon2id: 19 MiB each, so that four at once fit a server of 512 MB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password")
_LOOKALIKES = str.maketrans("0134579@$!€", "oieastgasie")
_COMMON = re.compile(
    "motdepasse|password|passwd|facture(lite)?|admin(istrateur)?|bonjour|soleil|azert?y?u?i?o?p?"
    "|qwert?[yz]?u?i?o?p?|qsdfg?h?j?|asdfg?h?j?|wxcvb?n?|zxcvb?n?|iloveyou|jetaime|doudou|chouchou"
    "|loulou|welcome|secret|entreprise|france|paris|marseille|lyon|abc(def)?|test|dragon|letmein"
)
_SEQUENCES = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz")
_SHORTEST_NAME = 4  # letters of a name in an e-mail that are worth looking for


class Strength(Enum):
    """How long a password would hold; the value is its rank and what the owner reads."""

    TOO_SHORT = (0, "trop court")
    GUESSABLE = (1, "trop facile à deviner")
    FAIR = (2, "correct")
    GOOD = (3, "bon")
    EXCELLENT = (4, "excellent")

    @property
    def rank(self) -> int:
        """From 0 to 4."""
        return self.value[0]

    @property
    def words(self) -> str:
        """What the owner reads."""
        return self.value[1]

    @property
    def suffices(self) -> bool:
        """Tell whether such a password is accepted."""
        return self.rank >= Strength.FAIR.rank


def strength(password: str, *, email: str) -> Strength:
    """Say how long a password would hold, given the e-mail address it goes with."""
    if len(password) < LEAST:
        return Strength.TOO_SHORT
    telling = len(_without_the_obvious(password, email))
    if telling < TOO_FEW_LEFT:
        return Strength.GUESSABLE
    steps = ((20, Strength.EXCELLENT), (15, Strength.GOOD), (0, Strength.FAIR))
    return next(found for least, found in steps if telling >= least)


def hash_password(password: str) -> str:
    """Return the argon2id hash to keep."""
    return _HASHER.hash(normalize("NFC", password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one whose hash was kept.

    Without a hash the answer is no, after the same work: how long it takes says nothing.
    """
    try:
        return _HASHER.verify(kept or _NOBODY, normalize("NFC", password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Tell whether a hash was made with weaker figures than today's."""
    return _HASHER.check_needs_rehash(kept)


def _without_the_obvious(password: str, email: str) -> str:
    """Return what is left without names from the e-mail, runs, common words and repeats."""
    plain = fold(password)
    for name in re.split(r"[^a-z0-9]+", fold(email)):
        if len(name) >= _SHORTEST_NAME:
            plain = plain.replace(name, "")
    plain = _COMMON.sub("", _without_runs(plain))
    plain = _COMMON.sub("", plain.translate(_LOOKALIKES))
    return re.sub(r"(.{1,6}?)\1+", r"\1", plain)


def _without_runs(text: str) -> str:
    """Drop « 1234 » and « abcd », of four and more."""
    for sequence in _SEQUENCES:
        for length in range(len(sequence), 3, -1):
            for start in range(len(sequence) - length + 1):
                text = text.replace(sequence[start : start + length], "")
    return text
