"""What must be secret on disk: sealed passwords, links that open a door."""

import re

import pytest

from facturelite.secrets_at_rest import (
    SealBroken,
    fingerprint,
    new_seed,
    seal,
    token_of,
    unseal,
)

KEY, OTHER = "a" * 64, "b" * 64


def test_a_sealed_password_is_read_back_with_its_key_only():
    sealed = seal("mot de passe é€", key=KEY)

    assert "mot" not in sealed
    assert unseal(sealed, key=KEY) == "mot de passe é€"
    with pytest.raises(SealBroken):
        unseal(sealed, key=OTHER)


@pytest.mark.parametrize("spoil", [lambda s: s[:-8], lambda s: "", lambda s: s[::-1]])
def test_a_spoilt_seal_is_told(spoil):
    with pytest.raises(SealBroken):
        unseal(spoil(seal("x", key=KEY)), key=KEY)


def test_the_same_password_is_never_sealed_twice_alike():
    assert seal("x", key=KEY) != seal("x", key=KEY)


def test_a_token_needs_both_the_seed_and_the_key():
    seed = new_seed()

    token = token_of(seed, key=KEY)

    assert token == token_of(seed, key=KEY)
    assert token != token_of(seed, key=OTHER)
    assert token != token_of(new_seed(), key=KEY)
    assert seed not in token


def test_a_token_survives_mail_programs():
    """256 bits of letters and digits: nothing that an address may lose at its end."""
    for _ in range(50):
        assert re.fullmatch(r"[a-z2-7]{52}", token_of(new_seed(), key=KEY))


def test_the_database_knows_a_token_by_its_fingerprint():
    token = token_of(new_seed(), key=KEY)

    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint(token))
    assert fingerprint(token) != fingerprint(token.upper())
    assert token not in fingerprint(token)


def test_seeds_are_not_repeated():
    assert len({new_seed() for _ in range(100)}) == 100
