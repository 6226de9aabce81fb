"""Passwords: what is accepted, what is kept, what is answered."""

import pytest
from argon2 import PasswordHasher

from facturelite.accounts import passwords
from facturelite.accounts.passwords import Strength, hash_password, is_outdated, matches, strength

EMAIL = "nadia.belkacem@atelier-belkacem.example"


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("", Strength.TOO_SHORT),
        ("a1B!c2D?e3F", Strength.TOO_SHORT),
        ("motdepasse123", Strength.GUESSABLE),
        ("M0tDeP@sse2026", Strength.GUESSABLE),
        ("password1234", Strength.GUESSABLE),
        ("azertyuiop123", Strength.GUESSABLE),
        ("aaaaaaaaaaaaaaaaaaaa", Strength.GUESSABLE),
        ("abababababababab", Strength.GUESSABLE),
        ("0123456789012345", Strength.GUESSABLE),
        ("abcdefghijklmnop", Strength.GUESSABLE),
        ("nadia belkacem", Strength.GUESSABLE),
        ("Atelier-Belkacem1", Strength.GUESSABLE),
        ("facturelite2026!", Strength.GUESSABLE),
        ("v7#kP2!xQ9&z", Strength.FAIR),
        ("tulipe wagon brume", Strength.GOOD),
        ("cheval pile agrafe correcte", Strength.EXCELLENT),
        ("Élan-Œuvre-Noël-Glaïeul", Strength.EXCELLENT),
    ],
)
def test_how_long_it_would_hold(password, found):
    assert strength(password, email=EMAIL) is found


def test_only_what_would_hold_is_accepted():
    assert {found for found in Strength if found.suffices} == {
        Strength.FAIR,
        Strength.GOOD,
        Strength.EXCELLENT,
    }


def test_hashes_are_argon2id_salted_and_never_the_password():
    one, two = hash_password("tulipe wagon brume"), hash_password("tulipe wagon brume")

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != two
    assert "tulipe" not in one


def test_only_the_password_matches():
    kept = hash_password("tulipe wagon brume")

    assert matches(kept, "tulipe wagon brume")
    assert not matches(kept, "Tulipe wagon brume")
    assert not matches(kept, "tulipe wagon brume ")
    assert not matches(kept, "")


def test_letters_composed_or_not_are_the_same():
    assert matches(hash_password("caf\u00e9 bleu et noir"), "cafe\u0301 bleu et noir")


def test_nothing_matches_nobody_nor_a_spoilt_hash():
    assert not matches(None, "nobody has this password")
    assert not matches("-", "x")
    assert not matches("", "x")


def test_an_unknown_address_costs_the_same_work(monkeypatch):
    asked = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            asked.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=2, memory_cost=19456))
    matches(None, "x")
    matches(hash_password("tulipe wagon brume"), "x")

    assert [kept.split("$")[3] for kept in asked] == ["m=19456,t=2,p=1", "m=19456,t=2,p=4"]


def test_weaker_hashes_are_outdated():
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x"))
    assert not is_outdated(hash_password("x"))
