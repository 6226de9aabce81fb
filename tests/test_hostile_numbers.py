"""Numbers in addresses and forms that no database holds: not found or ignored, never a fault."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from facturelite.numbers import MOST_WHOLE, read_whole, whole_or

NO_NUMBERS = ["", "-1", "+1", "1.0", "²", "٣", " 1", "1\n", "1_0", str(MOST_WHOLE + 1), "9" * 5000]
HUGE = str(2**63)
ASKED = [  # pages that read numbers after the « ? »
    "/factures?montrer={}",
    "/envois?nombre={}",
    "/catalogue?n={}",
    "/clients?n={}",
    "/clients/siret?siret=73282932000074&client={}",
    "/encaissements?client={}&montrer={}",
    "/encaissements/nouveau?client={}",
    "/encaissements/nouveau?facture={}",
    "/factures/pdf.zip?id={}",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_ours_is_not_read(text):
    with pytest.raises(ValueError, match="whole number"):
        read_whole(text)
    assert whole_or(text, 7) == 7


def test_a_number_of_ours_is_read():
    assert [read_whole("0"), read_whole(str(MOST_WHOLE))] == [0, MOST_WHOLE]


@pytest.mark.parametrize("number", [HUGE, "9" * 5000, "٣"])
def test_no_address_breaks_on_a_number(app: Flask, owner: FlaskClient, number):
    rules = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(rules) > 40

    for rule in rules:
        path = re.sub("<int:[a-z_]+>", number, rule.rule)
        path = path.replace("<any(fr, en):language>", "fr").replace("<token>", "x")
        for method in (rule.methods or set()) & {"GET", "POST"}:
            assert owner.open(path, method=method).status_code == 404, (method, rule)


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("number", [HUGE, "-1", "²", "9" * 5000])
def test_no_page_breaks_on_a_number_asked(owner: FlaskClient, address, number):
    assert owner.get(address.format(number, number)).status_code in {200, 404}


@pytest.mark.parametrize(
    "address", ["/factures", "/factures/nouvelle", "/encaissements", "/encaissements/repartition"]
)
@pytest.mark.parametrize("number", [HUGE, "²", "9" * 5000])
def test_no_form_breaks_on_a_number_typed(owner: FlaskClient, address, number):
    answer = owner.post(address, data={"client": number, f"part_{number}": "1"})

    assert answer.status_code in {404, 405}
