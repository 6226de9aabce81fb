"""The quotes of the demonstration: one at each stage of the road, from the draft to the end."""

from dataclasses import replace
from decimal import Decimal

from facturelite.clients.details import ClientKind
from facturelite.demo import quoting, steps
from facturelite.demo.year import Year, reader
from facturelite.orders.model import BALANCE, DEPOSIT, PartKey
from facturelite.payment_terms import THIRTY_DAYS
from facturelite.payments.model import Method
from facturelite.quotes.content import Offer, QuoteContent, StageContent
from facturelite.quotes.model import LineChoice, StageEvent
from facturelite.quotes.schedule import Part
from facturelite.sheets.writing import LineContent
from facturelite.terms.conditions import DepositNature


def the_quotes(year: Year) -> None:
    """Tell every quote."""
    for story in (
        _a_long_road,
        _a_stage_to_bill,
        _a_deposit_awaited,
        _work_delivered,
        _a_consumer,
        _months,
        _an_order_given_up,
        _a_paper,
        _the_unanswered,
        _a_revision,
    ):
        story(year)


def _a_long_road(year: Year) -> None:
    """Quote with options, signed, deposit paid, two stages, balance, paid."""
    content = _content(
        "Identité visuelle de la boulangerie",
        _firm("Recherche et logo", "1450", "Trois pistes, deux allers-retours"),
        _firm("Déclinaison sacs et étiquettes", "620"),
        _option("Papeterie (cartes, en-têtes)", "280"),
        _option("Photographies des produits", "390", chosen=False),
        _variant("Charte de 8 pages", "240", "Charte graphique"),
        _variant("Charte de 24 pages", "520", "Charte graphique", chosen=False),
        stages=(_stage("Piste retenue", "30"), _stage("Fichiers remis à l’imprimeur", "20")),
        duration="deux mois",
    )
    _offer(year, "identité", "martin", content, 132)
    year.then(year.ago(131), quoting.ask, quote="identité", words="Les fichiers sont-ils compris ?")
    answer = "Oui : les fichiers d’impression et ceux pour l’écran vous sont remis à la fin."
    year.then(year.ago(131), quoting.answer, quote="identité", words=answer)
    _sign(year, "identité", "martin", 128, also=("Photographies des produits",))
    _deposit(year, "identité", 128, paid=121)
    for rank, (reached, billed, paid) in enumerate(((104, 103, 92), (76, 75, 63))):
        part = PartKey(Part.STAGE, rank)
        year.then(year.ago(reached), quoting.reach, quote="identité", part=part)
        _bill(year, "identité", part, billed, paid=paid)
    year.then(year.ago(53), quoting.reach, quote="identité", part=BALANCE)
    _bill(year, "identité", BALANCE, 52, paid=34)


def _a_stage_to_bill(year: Year) -> None:
    """The deposit came, a stage is reached: it is to be billed."""
    content = _content(
        "Signalétique des chambres",
        _firm("Conception de la signalétique", "980", "Douze chambres et les communs"),
        _firm("Suivi de fabrication", "460"),
        stages=(_stage("Plans validés", "30"),),
        deposit="40",
        duration="six semaines",
    )
    _offer(year, "signalétique", "hotel", content, 33)
    _sign(year, "signalétique", "hotel", 29)
    _deposit(year, "signalétique", 29, paid=22)
    year.then(year.ago(6), quoting.reach, quote="signalétique", part=PartKey(Part.STAGE, 0))


def _a_deposit_awaited(year: Year) -> None:
    """Signed: the work waits for the deposit."""
    content = _content(
        "Carte et menus d’hiver",
        _firm("Carte, menus et ardoises", "740"),
        duration="trois semaines",
    )
    _offer(year, "carte", "lumiere", content, 13)
    _sign(year, "carte", "lumiere", 11)
    _deposit(year, "carte", 11)


def _work_delivered(year: Year) -> None:
    """Delivered, and not billed yet: each day costs one."""
    content = _content(
        "Catalogue des papiers",
        _firm("Mise en page de 32 pages", "1180"),
        _firm("Relecture", "160"),
    )
    _offer(year, "papiers", "vercors", content, 66)
    _sign(year, "papiers", "vercors", 61)
    _deposit(year, "papiers", 61, paid=47)
    year.then(year.ago(9), quoting.reach, quote="papiers", part=BALANCE)


def _a_consumer(year: Year) -> None:
    """A consumer, at a distance: the days to withdraw are running."""
    content = _content(
        "Faire-part de mariage",
        _firm("Création du faire-part", "360"),
        _firm("Plan de table", "95"),
    )
    arrhes = replace(content, deposit_nature=DepositNature.ARRHES)
    _offer(year, "faire-part", "benali", arrhes, 8)
    _sign(year, "faire-part", "benali", 5)
    _deposit(year, "faire-part", 5, paid=3)


def _months(year: Year) -> None:
    """Paid in equal months; the next one comes by itself."""
    first = year.ago(58)
    monthly = StageContent("Gazette", StageEvent.MONTHLY, Decimal(60), day=first, times=3)
    content = _content(
        "Gazette de la fromagerie",
        _firm("Gazette, six numéros", "1200"),
        stages=(monthly,),
        deposit="",
        duration="six mois",
    )
    _offer(year, "gazette", "prevert", content, 68)
    _sign(year, "gazette", "prevert", 64)
    for month, (billed, paid) in enumerate(((58, 35), (27, 2))):
        _bill(year, "gazette", PartKey(Part.STAGE, 0, month), billed, paid=paid)


def _an_order_given_up(year: Year) -> None:
    """The client gives up, and leaves the earnest money."""
    content = _content("Vitrophanie de la boutique", _firm("Vitrophanie, deux façades", "690"))
    arrhes = replace(content, deposit_nature=DepositNature.ARRHES)
    _offer(year, "vitrophanie", "optique", arrhes, 111)
    _sign(year, "vitrophanie", "optique", 107)
    _deposit(year, "vitrophanie", 107, paid=101)
    reason = "Le bail de la boutique n’est pas renouvelé."
    year.then(year.ago(90), quoting.cancel, quote="vitrophanie", reason=reason)


def _a_paper(year: Year) -> None:
    """A public body signs on paper, and pays at the end."""
    content = _content(
        "Bulletin municipal de décembre", _firm("Bulletin, 12 pages", "980"), deposit=""
    )
    _offer(year, "bulletin", "saintaubin", content, 24)
    year.then(
        year.ago(17),
        quoting.sign_on_paper,
        quote="bulletin",
        by=reader(year.person("saintaubin")),
        capacity="secrétaire de mairie",
    )


def _the_unanswered(year: Year) -> None:
    """A draft; one that asks, one about to expire, one that has; one that was refused."""
    atlas = _content("Illustrated atlas", _firm("Twelve plates", "1900"), _option("Cover", "350"))
    _offer(year, "atlas", "bruckner", atlas, 8)
    question = "Could the first four plates be delivered before the end of January?"
    year.then(year.ago(2), quoting.ask, quote="atlas", words=question)
    _offer(
        year,
        "planning",
        "yoga",
        _content("Affiches de la saison", _firm("Six affiches", "540")),
        26,
    )
    _offer(
        year, "plaquette", "kine", _content("Plaquette du cabinet", _firm("Plaquette", "430")), 74
    )
    _offer(year, "marque-pages", "page", _content("Marque-pages", _firm("Série de dix", "310")), 47)
    reason = "Notre budget de l’année est clos. Reparlons-en en janvier."
    year.then(year.ago(41), quoting.decline, quote="marque-pages", reason=reason)
    draft = _content(
        "Étiquettes de la ferme",
        _firm("Étiquettes, huit produits", "560"),
        _variant("Papier couché", "60", "Papier"),
        _variant("Papier recyclé", "85", "Papier", chosen=False),
    )
    year.then(year.ago(1), quoting.write, quote="étiquettes", client="alouettes", content=draft)


def _a_revision(year: Year) -> None:
    """Too dear: a smaller quote replaces the first."""
    whole = _content(
        "Papier à en-tête et site", _firm("Papier à en-tête", "290"), _firm("Site", "1600")
    )
    _offer(year, "cabinet", "dufour", whole, 21)
    words = "Pouvons-nous commencer par le papier à en-tête seul ?"
    year.then(year.ago(19), quoting.ask, quote="cabinet", words=words)
    smaller = _content(
        "Papier à en-tête", _firm("Papier à en-tête", "290"), _option("Cartes", "90")
    )
    year.then(year.ago(16), quoting.rewrite, quote="cabinet 2", earlier="cabinet", content=smaller)


def _offer(year: Year, quote: str, client: str, content: QuoteContent, days: int) -> None:
    year.then(year.ago(days), quoting.offer, quote=quote, client=client, content=content)


def _sign(year: Year, quote: str, client: str, days: int, *, also: tuple[str, ...] = ()) -> None:
    person = year.person(client)
    is_consumer = person.details.kind is ClientKind.CONSUMER
    role = next((contact.role for contact in person.details.contacts), "") or "responsable"
    told = {"quote": quote, "by": reader(person), "capacity": "" if is_consumer else role}
    for act in (quoting.ask_for_code, quoting.sign):
        year.then(year.ago(days), act, **told, also=also)


def _deposit(year: Year, quote: str, days: int, *, paid: int | None = None) -> None:
    """The deposit is billed by itself on signature."""
    name = f"{quote} avance"
    year.then(year.ago(days), quoting.find_billed, quote=quote, part=DEPOSIT, name=name)
    if paid is not None:
        year.then(year.ago(paid), steps.pay, names=(name,), method=Method.TRANSFER)


def _bill(year: Year, quote: str, part: PartKey, days: int, *, paid: int) -> None:
    name = f"{quote} {part.code}"
    year.then(year.ago(days), quoting.bill, quote=quote, part=part, name=name)
    year.then(year.ago(paid), steps.pay, names=(name,), method=Method.TRANSFER)


def _content(
    title: str,
    *offers: Offer,
    stages: tuple[StageContent, ...] = (),
    deposit: str = "30",
    duration: str = "",
) -> QuoteContent:
    return QuoteContent(
        THIRTY_DAYS,
        title=title,
        offers=offers,
        duration=duration,
        deposit_percent=Decimal(deposit) if deposit else None,
        deposit_by_itself=bool(deposit),
        waits_for_deposit=bool(deposit),
        stages=stages,
    )


def _firm(label: str, price: str, detail: str = "") -> Offer:
    return Offer(LineContent(label, Decimal(1), Decimal(price), detail=detail))


def _option(label: str, price: str, *, chosen: bool = True) -> Offer:
    return Offer(LineContent(label, Decimal(1), Decimal(price)), LineChoice.OPTION, "", chosen)


def _variant(label: str, price: str, group: str, *, chosen: bool = True) -> Offer:
    line = LineContent(label, Decimal(1), Decimal(price))
    return Offer(line, LineChoice.VARIANT, group, chosen)


def _stage(label: str, percent: str) -> StageContent:
    return StageContent(label, percent=Decimal(percent))
