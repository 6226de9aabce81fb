"""What must be secret on disk: passwords of other services, and links that open a door."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken

SEED_BYTES = 32


class SealBroken(Exception):
    """A sealed secret was written with another secret key, or altered."""


def seal(plain: str, *, key: str) -> str:
    """Encrypt a password for the database with the installation's secret key."""
    return _fernet(key).encrypt(plain.encode()).decode()


def unseal(sealed: str, *, key: str) -> str:
    """Read what `seal` wrote; raise SealBroken when the key is not the one that sealed."""
    try:
        return _fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def new_seed() -> str:
    """Return 256 random bits, from which a link's token is derived."""
    return secrets.token_hex(SEED_BYTES)


def token_of(seed: str, *, key: str) -> str:
    """Return the token that a link carries: 256 bits, letters and digits only.

    The database holds the seed and the token's fingerprint; without the secret key, which is
    kept beside it, neither opens a door. The owner can always copy the link again.
    """
    digest = hmac.new(key.encode(), b"link:" + seed.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def fingerprint(token: str) -> str:
    """Return what the database looks a token up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def _fernet(key: str) -> Fernet:
    digest = hashlib.sha256(b"seal:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
