"""Leave out of Tabler's stylesheet the families of components that no page uses.

    npm pack @tabler/core@1.6.1 && tar xf tabler-core-1.6.1.tgz
    python subset_tabler.py package/dist/css/tabler.min.css > tabler-1.6.1.subset.min.css

To get a family back, take it out of DROPPED and run this again.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

# Menus, drawers, dialogs, steps and stories are ours; the rest is shown nowhere.
DROPPED = r"""
    accordion apexcharts auth avatar-list avatar-upload breadcrumb calendar carousel chart chat
    coloris colorinput countdown datagrid demo divide driver dropdown dropzone fc flag fslightbox
    gl-star grid-cols hr-text hugerte img-thumbnail input-icon jsvector jvm keyboard legend
    litepicker list-timeline markdown modal navbar nav-bordered nav-pills nav-segmented
    nav-underline noUi offcanvas otp page-center page-cover page-item page-link pagination payment
    placeholder plyr popover range ratio ribbon row-cols scrollspy segmented settings signal social
    sortable sparkline star status step steps strength switch-icon tag text-bg theme-[a-z]+
    timeline toast tom tooltip tox tracking ts turbo typed vertical-align
    bg-gradient bg-pattern bg-[a-z]+-(?:fg|subtle) border-(?:opacity|wide) btn-floating btn-ghost
    btn-outline btn-(?:bitbucket|dribbble|facebook|flickr|github|google|instagram|linkedin)
    btn-(?:pinterest|rss|tabler|twitter|vimeo|vk|x|youtube)
    card-(?:carousel|chart|deck|gradient|group|img|progress|rotate|stacked|stamp|status|tabs)
    focus-ring-[a-z]+ form-(?:colorinput|floating|imagecheck|range|rating|selectgroup) link-[a-z]+
    list-group-horizontal-[a-z]+ list-group-item-[a-z]+ object-(?:sm|md|lg) table-[a-z]+
    [a-z-]+-(?:xl|xxl)(?:-[a-z0-9]+)*
"""
KEPT = re.compile(r"\.(?:link-(?:body|reset|secondary)|table-(?:nowrap|responsive|sm|vcenter))\b")
KEPT_IN_DARK = re.compile(r"\.theme-dark\b")
UNUSED = re.compile(
    rf"\.(?:{'|'.join(DROPPED.split())})(?![a-z])|data-bs-(?:navbar|sidebar|theme-)|data-vc-"
)
MARKS = re.compile(r"\"[^\"]*\"|'[^']*'|[{};]")


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield each rule as its head and its body; a statement has no body."""
    start = depth = opened = 0
    for mark in MARKS.finditer(css):
        depth += {"{": 1, "}": -1}.get(mark.group(), 0)
        if mark.group() == "{" and depth == 1:
            opened = mark.start()
        elif mark.group() == "}" and depth == 0:
            yield css[start:opened], css[opened + 1 : mark.start()]
            start = mark.end()
        elif mark.group() == ";" and depth == 0:
            yield css[start : mark.end()], None
            start = mark.end()


def is_used(selector: str) -> bool:
    """Tell whether a page of ours can match this selector."""
    bare = re.sub(r":not\([^)]*\)", "", selector)
    return not UNUSED.search(KEPT_IN_DARK.sub("", KEPT.sub("", bare)))


def subset(css: str) -> str:
    """Keep the rules, and within them the selectors, that a page can match."""
    kept: list[str] = []
    for head, body in rules(css):
        if body is None:
            kept.append(head)
        elif head.startswith(("@media", "@supports")):
            inner = subset(body)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            used = [one for one in re.split(r",(?![^(]*\))", head) if is_used(one)]
            kept += [f"{','.join(used)}{{{body}}}"] if used else []
    return "".join(kept)


if __name__ == "__main__":
    whole = Path(sys.argv[1]).read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    licence = re.match(r"\s*(/\*!.*?\*/)", whole, re.DOTALL)
    bare = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL).strip()
    sys.stdout.write(f'@charset "UTF-8";{licence.group(1) if licence else ""}\n{subset(bare)}\n')
