"""What a document costs: PYTHONPATH=tests python tests/benchmarks/rendering.py

Prints the CPU time of one render by kind, and of its parts, best and median of several runs.
Ratios between rows hold from one machine to another; milliseconds do not.
"""

import resource
import statistics
import time
from collections.abc import Callable

from conformance.cases import CASES
from facturelite.documents import archive, pdf
from facturelite.documents.factur_x import render_xml
from facturelite.documents.rendering import render

RUNS = 15


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Return the best and the median CPU time of a piece of work, after one run to warm up."""
    work()
    taken = []
    for _ in range(runs):
        before = time.process_time()
        work()
        taken.append((time.process_time() - before) * 1000)
    return min(taken), statistics.median(taken)


def show(name: str, work: Callable[[], object], unit: float, runs: int = RUNS) -> float:
    """Print one row; `unit` is the best time of what everything is compared with."""
    best, median = milliseconds(work, runs)
    print(f"{name:34}{best:9.1f}{median:9.1f}{best / (unit or best):9.2f}")
    return best


def main() -> None:
    """Measure whole documents, then the parts of a one-page one."""
    print(f"{'CPU':34}{'best ms':>9}{'median':>9}{'ratio':>9}")
    one = CASES["line_discounts"]
    unit = show("one page", lambda: render(one, logo=None), 0)
    for name in ("credit_note", "english", "taxed_mixed_discount"):
        show(name, lambda case=CASES[name]: render(case, logo=None), unit)
    show("150 lines, five pages", lambda: render(CASES["many_lines"], logo=None), unit, 3)
    xml, drawn = render_xml(one), pdf._drawn(one, None)
    described = pdf._description(one)
    show("  XML, checked against the schema", lambda: render_xml(one), unit)
    show("  drawing", lambda: pdf._drawn(one, None), unit)
    show("  PDF/A-3b", lambda: archive.archive(drawn, xml, described), unit)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
