"""The two Java validators: fetched once from Maven Central, run once per directory of files."""

import os
import re
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("FACTURELITE_CACHE", Path.home() / ".cache/facturelite-tests"))
_MUSTANG = "org.mustangproject:Mustang-CLI:2.26.0"


class Unavailable(Exception):
    """A tool or the network is missing, and this says which."""


def vera_pdf(folder: Path) -> dict[str, bool]:
    """Tell, by file name, whether each PDF of a folder is PDF/A-3b in veraPDF's eyes."""
    jars = _vera_pdf_jars()
    main = "org.verapdf.apps.GreenfieldCliWrapper"
    options = ("--flavour", "3b", "--format", "text")
    told = _run("java", "-cp", f"{jars}/*", main, *options, str(folder))
    return {
        Path(name).name: verdict == "PASS"
        for verdict, name in re.findall(r"^(PASS|FAIL) (.+\.pdf)", told, re.MULTILINE)
    }


def _vera_pdf_jars() -> Path:
    jars = CACHE / "verapdf-1.30.2"
    if not jars.exists():
        pom = Path(__file__).parent / "java" / "pom.xml"
        part = jars.with_suffix(".part")
        target = f"-DoutputDirectory={part}"
        _run("mvn", "-B", "-q", "-f", str(pom), "dependency:copy-dependencies", target)
        part.rename(jars)
    return jars


def mustang(folder: Path) -> dict[str, bool]:
    """Tell, by file name, whether each PDF of a folder is a valid Factur-X in Mustang's eyes."""
    jar = _mustang_jar()
    told = _run(
        *("java", "-jar", str(jar), "--disable-file-logging", "--no-notices"),
        *("--action", "validateExpectValid", "-d", str(folder)),
    )
    return {
        Path(name).name: verdict == "valid"
        for verdict, name in re.findall(r"Testing file \d+:\s+(\w+) \((.+\.pdf)\)", told)
    }


def _mustang_jar() -> Path:
    """Return the one file that Mustang is; its Maven parent is not needed."""
    _, name, version = _MUSTANG.split(":")
    folder = CACHE / f"mustang-{version}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        _run(
            *("mvn", "-B", "-q", "dependency:copy"),
            *(f"-Dartifact={_MUSTANG}", f"-DoutputDirectory={part}"),
        )
        part.rename(folder)
    return folder / f"{name}-{version}.jar"


def _run(command: str, *arguments: str) -> str:
    """Return all that a command says; a validator that finds faults also returns an error."""
    if not shutil.which(command):
        raise Unavailable(f"{command} is not installed")
    done = subprocess.run(
        [command, *arguments], capture_output=True, text=True, timeout=600, check=False
    )
    if done.returncode and command != "java":
        raise Unavailable(f"{command} failed: {(done.stdout + done.stderr)[-500:]}")
    return done.stdout + done.stderr
