"""The XML against the schema and the official rules of EN 16931 and of France."""

from dataclasses import replace
from datetime import date

import pytest
from facturx import xml_check_xsd
from lxml import etree

from conformance.cases import CASES, WITHOUT_ELECTRONIC_ADDRESS, document
from facturelite.documents.factur_x import render_xml
from facturelite.documents.units import UNITS


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_document_breaks_no_rule(case, rendering, schematron):
    xml = rendering(case).xml

    assert xml_check_xsd(xml, flavor="factur-x", level="en16931")
    assert schematron.findings(xml) == []


def test_a_consumer_without_email_breaks_only_the_rule_of_the_electronic_address(schematron):
    findings = schematron.findings(render_xml(WITHOUT_ELECTRONIC_ADDRESS))

    assert [finding.rule for finding in findings] == ["BR-FR-12_BT-49"]


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ((b"<ram:GrandTotalAmount>1350.00", b"<ram:GrandTotalAmount>1350.01"), "BR-CO-15"),
        ((b"<ram:LineTotalAmount>1350.00", b"<ram:LineTotalAmount>1349.00"), "BR-CO-13"),
        ((b"VATEX-FR-FRANCHISE", b"VATEX-FR-NONSENSE"), "FX-SCH-A-000589"),
        ((b">PMT<", b">AAI<"), "BR-FR-05_BT-22_PMT"),
        ((b">S1<", b">S4<"), None),
        ((b">S1<", b">Z9<"), "BR-FR-08_BT-23"),
        ((b">F2026-0042<", b">F 2026.42<"), "BR-FR-02_BT-1"),
    ],
)
def test_the_rules_are_alive(wrong, rule, schematron):
    xml = render_xml(document())
    assert wrong[0] in xml

    broken = {finding.rule for finding in schematron.findings(xml.replace(*wrong))}

    assert broken == set() if rule is None else rule in broken


def test_an_earlier_due_date_is_caught(schematron):
    xml = render_xml(document(due_on=date(2026, 11, 1)))

    assert any("CO-07" in finding.rule for finding in schematron.findings(xml))


def test_the_schema_is_alive():
    xml = render_xml(document()).replace(b"ram:BuyerTradeParty", b"ram:BuyingTradeParty")

    with pytest.raises(Exception, match="BuyingTradeParty"):
        xml_check_xsd(xml, flavor="factur-x", level="en16931")


def test_the_texts_are_those_of_the_snapshot_without_control_characters():
    texts = set(etree.fromstring(render_xml(CASES["typographic"])).itertext())

    assert "Œuvre « L’Été » à 12 € – 🎨 中文 ﬁn ☎ <b>&amp; \"quotes\" 'x'" in texts
    assert "L’Œil & Cie “™” Łódź 🥐" in texts
    assert "Ça\n\tva" in texts


def test_every_unit_has_its_case(rendering):
    xml = rendering("every_unit").xml

    assert all(f'unitCode="{unit}"'.encode() in xml for unit in UNITS)


def test_in_franchise_no_rate_nor_tax_is_written(rendering):
    tree = etree.fromstring(rendering("professional").xml)
    taxes = tree.xpath("//*[local-name()='CalculatedAmount' or local-name()='TaxTotalAmount']")
    rates = tree.xpath("//*[local-name()='RateApplicablePercent']")

    assert {element.text for element in [*taxes, *rates]} == {"0.00"}


def test_rendering_one_document_leaves_no_trace_in_the_next():
    first = render_xml(CASES["professional"])
    render_xml(CASES["taxed_mixed"])
    render_xml(replace(CASES["english"], note="another"))

    assert render_xml(CASES["professional"]) == first
