"""Calling the command as a shell would, on real data directories."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from facturelite.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def facturelite(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Answer]]:
    """Run one command in this process."""
    for name in ("FACTURELITE_DATA", "DATABASE_URL", "FACTURELITE_URL", "FACTURELITE_PROXIES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    umask = os.umask(0o022)

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    yield run
    os.umask(umask)


@pytest.fixture
def data(tmp_path: Path, demo_data: Path) -> Path:
    """A year of Nadia's, to do anything with."""
    return Path(shutil.copytree(demo_data, tmp_path / "nadia"))
