"""Frozen dataclasses as plain data, and back: how snapshots are stored."""

import types
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_READERS: dict[Any, Callable[[str], Any]] = {
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


def to_plain(frozen: Any) -> dict[str, Any]:
    """Return a dataclass as JSON can hold it: decimals and days as text, members by name."""
    plain: dict[str, Any] = _plain(asdict(frozen))
    return plain


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Decimal() | date():
            return str(value)
        case Enum():
            return value.name
    return value


def from_plain(kind: type[T], stored: dict[str, Any]) -> T:
    """Read what `to_plain` wrote; fields added since take their default."""
    hints = get_type_hints(kind)
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], stored[name]) for name in known & stored.keys()})


def _value(hint: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], item) for item in stored)
    if is_dataclass(hint):
        return from_plain(hint, stored)  # type: ignore[arg-type]
    return _READERS[hint](stored) if hint in _READERS else stored
