"""The mail account as the owner sets it, already checked; its password goes apart."""

from dataclasses import dataclass

from facturelite.outbox.model import Security


@dataclass(frozen=True)
class AccountDetails:
    """A mail server, and in whose name it sends."""

    host: str
    port: int
    security: Security
    username: str
    from_address: str
    from_name: str
    reply_to: str
