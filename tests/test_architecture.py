"""The house keeps its walls: who may import whom, who reads the time, how long things are."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "facturelite"

# From the top of the house to its ground: each may import those below it, never above.
LAYERS = (
    "demo",
    "today",
    "safekeeping",
    "portal",
    "deadlines",
    "recovery",
    "reminders",
    "books",
    "orders",
    "recurring",
    "payments",
    "invoices",
    "quotes",
    "solvency",
    "trials",
    "terms",
    "accounts",
    "sheets",
    "catalogue",
    "clients",
    "business",
    "outbox",
    "documents",
    "journal",
    "law",
)
COMPOSITION = {  # these know everyone
    "__init__",
    "access",
    "application",
    "cli",
    "errors",
    "navigation",
    "schema",
}
WEB = {  # also invoice_views…
    "addresses",
    "blueprint",
    "forms",
    "handlers",
    "listing",
    "panels",
    "review",
    "views",
}
SHARED_WEB = {"sheets"}  # the rows of an editor, which several capabilities show
ALL_WEB = {"portal"}  # what a client sees: its verbs are the lower capabilities'
WEB_GROUND = {"access", "clock", "errors", "fields", "formats", "navigation", "web"}
WEB_LIBRARIES = {"flask", "flask_login", "flask_wtf", "flask_limiter", "werkzeug", "wtforms"}
DOORS = {  # what these are for
    "demo.mail_codes": {"flask"},  # reads the codes that its clients are sent
    "outbox.mail": {"flask"},  # fills the template of mails
    "outbox.worker": {"flask"},  # works inside the application's context
}
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 300, 40  # ratchets; the aims are 250 and 30
CLOCK_READERS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
TIME_MODULES = {"datetime", "date", "time", "dt"}


@dataclass(frozen=True)
class Module:
    """A file of the package; `name` is « invoices.actions », or « money » for the ground."""

    path: Path

    @property
    def name(self) -> str:
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)

    @property
    def capability(self) -> str:
        """The package it belongs to, empty for the ground."""
        return self.name.split(".")[0] if self.name.split(".")[0] in LAYERS else ""

    @property
    def is_composition(self) -> bool:
        return self.name.split(".")[0] in COMPOSITION

    @property
    def is_web(self) -> bool:
        """Tell whether it speaks with browsers, or does what waits: the only ones that may
        read the clock and know Flask."""
        last = self.name.split(".")[-1]
        is_inner = last in {"model", "actions", "queries"}
        return last.rpartition("_")[2] in WEB or (self.capability in ALL_WEB and not is_inner)

    @property
    def is_model(self) -> bool:
        return self.name.split(".")[-1].endswith("model")

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text("utf-8"))

    def imports(self) -> Iterator[str]:
        """Yield what it imports, anywhere in the file, as full dotted names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}: relative import"
                yield from (resolved(node.module or "", alias.name) for alias in node.names)

    def ours(self) -> Iterator["Module"]:
        """Yield the modules of the package that it imports."""
        names = (n.removeprefix("facturelite").lstrip(".") for n in self.imports() if is_ours(n))
        yield from (modules()[name] for name in names if name in modules())


@cache
def modules() -> dict[str, Module]:
    found = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
    return {module.name: module for module in found}


def is_ours(name: str) -> bool:
    return name == "facturelite" or name.startswith("facturelite.")


def resolved(source: str, name: str) -> str:
    """Return the module that `from source import name` reads: name itself when it is one."""
    submodule = f"{source}.{name}".removeprefix("facturelite.")
    return f"{source}.{name}" if is_ours(source) and submodule in modules() else source


def all_modules() -> list[Module]:
    return list(modules().values())


def test_every_package_has_its_place():
    packages = {p.parent.name for p in PACKAGE.glob("*/__init__.py")} - COMPOSITION

    assert packages <= set(LAYERS)


def test_packages_import_downwards_only():
    climbs = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if module.capability
        for other in module.ours()
        if other.capability and LAYERS.index(other.capability) < LAYERS.index(module.capability)
    ]

    assert climbs == []


def test_the_ground_knows_no_capability():
    climbs = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if not module.capability and not module.is_composition
        for other in module.ours()
        if other.capability not in {"", "law"}
    ]

    assert climbs == []


def test_nobody_imports_the_composition():
    climbs = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if module.capability and not module.is_web
        for other in module.ours()
        if other.is_composition and other.name != "__init__"
    ]

    assert climbs == []


def test_views_and_forms_are_of_no_use_to_others():
    leaks = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if not module.is_composition
        for other in module.ours()
        if other.is_web and not (module.is_web and other.capability in near(module))
    ]

    assert leaks == []


def near(module: Module) -> set[str]:
    """Return the capabilities whose forms a module of the web may build upon."""
    return {module.capability} | SHARED_WEB


def test_the_domain_knows_neither_flask_nor_the_clock():
    leaks = [
        f"{module.name} imports {name}"
        for module in all_modules()
        if module.capability and not module.is_web
        for name in module.imports()
        if speaks_to_browsers(name) and name.split(".")[0] not in DOORS.get(module.name, set())
    ]

    assert leaks == []


def speaks_to_browsers(name: str) -> bool:
    return name.partition(".")[0] in WEB_LIBRARIES or (
        is_ours(name) and name.removeprefix("facturelite.") in WEB_GROUND
    )


def test_models_rest_on_models_and_values():
    climbs = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if module.is_model
        for other in module.ours()
        if other.name.split(".")[-1] in {"actions", "queries"}
    ]

    assert climbs == []


def test_queries_change_nothing():
    verbs = [
        f"{module.name} imports {other.name}"
        for module in all_modules()
        if module.name.endswith(".queries")
        for other in module.ours()
        if other.name.endswith(".actions")
    ]

    assert verbs == []


def test_only_the_clock_reads_the_time():
    readers = [
        f"{module.name}, line {node.lineno}"
        for module in all_modules()
        if module.name != "clock"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and reads_the_time(node.func)
    ]

    assert readers == []


def reads_the_time(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr not in CLOCK_READERS:
        return False
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name in TIME_MODULES


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("datetime.now(UTC)", True),
        ("datetime.datetime.now()", True),
        ("date.today()", True),
        ("time.time()", True),
        ("clock.now()", False),
        ("clock.today()", False),
        ("invoice.time()", False),
    ],
)
def test_reading_the_time_is_recognised(source, reads):
    call = ast.parse(source, mode="eval").body

    assert isinstance(call, ast.Call)
    assert reads_the_time(call.func) is reads


def test_the_wheel_holds_every_package():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    on_disk = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")
    }
    migrations = {"facturelite.migrations", "facturelite.migrations.versions"}

    assert set(told["packages"]) == on_disk | migrations


def test_files_stay_short():
    long = [
        f"{module.path.relative_to(ROOT)}: {len(lines)} lines"
        for module in all_modules()
        if len(lines := module.path.read_text("utf-8").splitlines()) > MOST_LINES_OF_A_FILE
    ]

    assert long == []


def test_functions_stay_short():
    long = [
        f"{module.name}.{node.name}: {length(node)} lines"
        for module in all_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and length(node) > MOST_LINES_OF_A_FUNCTION
    ]

    assert long == []


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_public_function_says_what_a_caller_must_know():
    silent = [
        f"{module.name}.{node.name}"
        for module in all_modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_name_says_nothing():
    vague = {"util", "utils", "helper", "helpers", "manager", "service", "services", "common"}

    assert [m.name for m in all_modules() if vague & set(m.path.stem.split("_"))] == []
