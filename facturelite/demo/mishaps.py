"""What happened in the year and is over: mistakes, gestures, losses, and one long invoice."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from facturelite.demo import steps
from facturelite.demo.data import items
from facturelite.demo.year import Year, line, reader
from facturelite.payments.model import Method
from facturelite.sheets.writing import LineContent

PLATES = 64


def a_long_invoice(year: Year) -> None:
    """Sixty-four plates, each on its line: several pages."""
    on, person = year.ago(310), year.person("musee")
    plate = items()["retouche"]
    lines = tuple(
        LineContent(
            f"{plate.label}, planche {number}",
            Decimal(1),
            plate.unit_price,
            unit=plate.unit,
            detail="Soie façonnée, détourage et mise aux couleurs." if number % 8 == 1 else "",
        )
        for number in range(1, PLATES + 1)
    )
    content = replace(
        year.usual("musee", 310),
        title="Catalogue raisonné des soieries, planches 1 à 64",
        lines=lines,
        supplied_from=on - timedelta(days=40),
        supplied_to=on,
        discount_percent=Decimal(10),
    )
    year.then(on, steps.bill, name="planches", client="musee", content=content)
    year.then(year.ago(308), steps.acknowledge, name="planches", by=reader(person))
    year.then(year.ago(282), steps.pay, names=("planches",), method=Method.TRANSFER)


def a_gesture(year: Year) -> None:
    """The printer was late: a part is credited."""
    content = year.usual("theatre", 246)
    year.then(year.ago(246), steps.bill, name="geste", client="theatre", content=content)
    year.then(
        year.ago(238),
        steps.credit,
        name="geste, avoir",
        original="geste",
        reason="Retard de livraison de trois jours : geste commercial.",
        content=line(content, "Geste commercial", "40", unit="E48"),
    )
    year.then(year.ago(214), steps.pay, names=("geste",), method=Method.TRANSFER)


def a_mistake(year: Year) -> None:
    """Billed to the wrong client: cancelled whole, billed again to the right one."""
    content = year.usual("vercors", 201)
    year.then(year.ago(201), steps.bill, name="erreur", client="miroir", content=content)
    year.then(
        year.ago(200),
        steps.credit,
        name="erreur, avoir",
        original="erreur",
        reason="Facture adressée par erreur à Studio Miroir.",
    )
    year.then(year.ago(200), steps.bill, name="juste", client="vercors", content=content)
    year.then(year.ago(131), steps.pay, names=("juste",), method=Method.TRANSFER)


def a_replacement(year: Year) -> None:
    """The purchase order was wrong: a corrective invoice replaces the first."""
    content = replace(year.usual("azergues", 158), purchase_order="ENG-2611")
    year.then(year.ago(158), steps.bill, name="bon", client="azergues", content=content)
    year.then(
        year.ago(151),
        steps.replace_invoice,
        name="bon, rectifiée",
        original="bon",
        reason="Le numéro d’engagement était faux : ENG-2617 au lieu d’ENG-2611.",
        content=replace(content, purchase_order="ENG-2617"),
    )
    year.then(year.ago(127), steps.pay, names=("bon, rectifiée",), method=Method.TRANSFER)


def a_client_who_left(year: Year) -> None:
    """The start-up went into liquidation: what it owed is written off."""
    for name, days in (("nuage 1", 221), ("nuage 2", 178)):
        content = year.usual("nuage", days)
        year.then(year.ago(days), steps.bill, name=name, client="nuage", content=content)
    year.then(
        year.ago(62),
        steps.write_off,
        name="nuage 2",
        reason="Liquidation judiciaire, clôture pour insuffisance d’actif.",
    )
    year.then(
        year.ago(140),
        steps.pay,
        names=("nuage 1",),
        method=Method.TRANSFER,
    )


def a_double_payment(year: Year) -> None:
    """The bank's standing order ran twice: the second is given back."""
    content = year.usual("vents", 119)
    year.then(year.ago(119), steps.bill, name="double", client="vents", content=content)
    beyond = Decimal(112)
    year.then(year.ago(96), steps.pay, names=("double",), method=Method.TRANSFER, beyond=beyond)
    year.then(year.ago(92), steps.give_back, client="vents", amount=beyond)


def a_bounced_cheque(year: Year) -> None:
    """A cheque without funds, then a transfer."""
    content = year.usual("pentes", 128)
    year.then(year.ago(128), steps.bill, name="chèque", client="pentes", content=content)
    year.then(
        year.ago(94),
        steps.pay,
        names=("chèque",),
        method=Method.CHEQUE,
        payment="chèque",
        reference="CHQ 4471023",
    )
    year.then(year.ago(85), steps.bounce, payment="chèque", reason="Chèque sans provision.")
    year.then(year.ago(69), steps.pay, names=("chèque",), method=Method.TRANSFER)


def one_transfer_for_two(year: Year) -> None:
    """A regular client pays two invoices at once."""
    for name, days in (("lot 1", 77), ("lot 2", 70)):
        content = year.usual("griffon", days)
        year.then(year.ago(days), steps.bill, name=name, client="griffon", content=content)
    year.then(
        year.ago(41),
        steps.pay,
        names=("lot 1", "lot 2"),
        method=Method.TRANSFER,
        reference="GRIFFON 10-11",
    )
