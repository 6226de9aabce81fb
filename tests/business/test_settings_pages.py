"""The settings as the owner fills them in."""

import io

import pytest
from PIL import Image

from facturelite.business.queries import the_business
from facturelite.business.topics import STEPS, TOPICS
from facturelite.db import db, transaction
from facturelite.journal.model import Entry
from page import Page

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
SLUGS = [topic.slug for topic in TOPICS]
HTMX = {"HX-Request": "true"}


def picture(size=(400, 200), kind="PNG", **options):
    saved = io.BytesIO()
    Image.new("RGB", size, "#884400").save(saved, kind, **options)
    saved.seek(0)
    return saved


@pytest.fixture
def bare(nadia):
    """A business of which nothing is said yet."""
    with transaction():
        for name in ("name", "trade_name", "siret", "line1", "postcode", "city", "iban", "bic"):
            setattr(nadia, name, "")
    return nadia


def test_the_index_says_what_is_set(owner):
    page = Page(owner, "/reglages")

    for topic in TOPICS:
        assert page.links()
        assert topic.title in page.text
    assert "Nadia Belkacem EI, Lyon" in page.text
    assert "FR76…0189, 30 jours date de facture" in page.text
    assert "F2026-0001, A2026-0001" in page.text
    assert "3000600001" not in page.text


def test_the_index_says_what_is_missing(owner, bare):
    page = Page(owner, "/reglages")

    assert "Il manque votre nom et votre SIRET et votre adresse" in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_each_topic_shows_its_effect(owner, slug):
    page = Page(owner, f"/reglages/{slug}")

    assert page.within("sample")
    page.submit("Enregistrer")
    assert "Réglages enregistrés" in page.messages
    assert page.url == f"/reglages/{slug}"


@pytest.mark.parametrize("slug", SLUGS)
def test_saving_what_is_shown_changes_nothing(owner, slug):
    Page(owner, f"/reglages/{slug}").submit("Enregistrer")

    assert db.session.query(Entry).count() == 0


def test_identity(owner):
    page = Page(owner, "/reglages/identite")
    assert page.value("siret") == "732 829 320 00074"

    page.submit(
        "Enregistrer",
        name="Karim  Benali ",
        siret="404 833 048 00022",
        ape="4322a",
        postcode="33 000",
        city="Bordeaux",
        email="Karim@Plomberie.Example",
        website="https://www.plomberie.example/devis",
    )

    karim = the_business()
    assert karim.legal_name == "Karim Benali EI"
    assert (karim.siret, karim.siren, karim.ape) == ("40483304800022", "404833048", "43.22A")
    assert (karim.postcode, karim.email) == ("33000", "Karim@plomberie.example")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Indiquez votre prénom et votre nom"),
        ("name", "N" * 116, "115 caractères au plus"),
        ("name", "Nadia 🎨", "ne savent pas écrire « 🎨 »"),
        ("siret", "123", "14 chiffres"),
        ("siret", "73282932000075", "erreur de frappe"),
        ("ape", "nimporte", "74.10Z"),
        ("postcode", "6900", "5 chiffres"),
        ("email", "nadia", "n’est pas une adresse e-mail"),
        ("website", "javascript:alert(1)", "Écrivez l’adresse d’un site"),
        ("website", "pas un site", "Écrivez l’adresse d’un site"),
        ("line1", "x" * 121, "120 caractères au plus"),
    ],
)
def test_what_is_wrong_is_said_and_kept(owner, field, typed, sentence):
    page = Page(owner, "/reglages/identite")

    page.submit("Enregistrer", status=422, **{field: typed, "city": "Villeurbanne"})

    assert sentence in page.text
    assert page.value(field) == typed
    assert page.value("city") == "Villeurbanne"
    assert the_business().city == "Lyon"


def test_the_siret_is_checked_while_it_is_typed(owner):
    def check(typed):
        return owner.get("/reglages/identite/siret", query_string={"siret": typed}, headers=HTMX)

    assert "732\u00a0829\u00a0320" in check("732 829 320 00074").text
    assert "FR44732829320" in check("73282932000074").text
    assert "erreur de frappe" in check("73282932000075").text
    assert "SIREN" not in check("").text
    assert XSS not in check(XSS).text


def test_activity_and_regime(owner):
    page = Page(owner, "/reglages/activite")
    assert "TVA non applicable, art. 293 B du CGI" in page.within("sample")
    assert "FR44732829320" in page.text

    page.submit("Enregistrer", status=422, registration="RCS", vat_regime="REAL")
    assert "Indiquez la ville de votre greffe" in page.text
    page.submit("Enregistrer", status=422, rcs_city="Lyon")
    assert "Indiquez votre numéro de TVA" in page.text
    page.submit("Enregistrer", vat_number="FR 44 732829320")

    assert "RCS Lyon" in page.within("sample")
    assert "non applicable" not in page.within("sample")
    assert the_business().charges_vat


@pytest.mark.parametrize(
    ("field", "typed"), [("activity", "NIMPORTE"), ("vat_regime", ""), ("registration", XSS)]
)
def test_a_choice_that_is_not_offered(owner, field, typed):
    form = {"activity": "BNC", "registration": "RNE_ONLY", "vat_regime": "FRANCHISE"}

    answer = owner.post("/reglages/activite", data=form | {field: typed})

    assert answer.status_code == 422
    assert XSS not in answer.text


def test_payment(owner):
    page = Page(owner, "/reglages/paiement")
    assert page.value("iban") == "FR76 3000 6000 0112 3456 7890 189"
    assert "À payer au plus tard le 20 décembre 2026" in page.within("sample")

    page.submit("Enregistrer", status=422, iban="FR76 3000 6000 0112 3456 7890 188", bic="X")
    assert "Cet IBAN contient une erreur" in page.text
    assert "Un BIC compte 8 ou 11 caractères" in page.text
    assert page.value("iban") == "FR76 3000 6000 0112 3456 7890 188"
    page.submit(
        "Enregistrer",
        status=422,
        iban="FR14 2004 1010 0505 0001 3M02 606",
        bic="",
        late_interest="CONTRACT",
        contract_rate="5",
    )
    assert "au moins 8,25 %" in page.text
    page.submit("Enregistrer", contract_rate="12,5 %", payment_term_code="0:INVOICE_DATE")

    assert "taux annuel de 12,5 %" in page.within("sample")
    assert "à réception" in page.within("sample")
    assert the_business().iban_changed_at is not None
    facts = "".join(entry.facts for entry in db.session.query(Entry))
    assert "2004101005" not in facts


def test_mentions(owner):
    page = Page(owner, "/reglages/mentions")

    page.submit("Enregistrer", mediator="CM2C, Paris\ncm2c.net", insurance="MAAF, France")

    assert "Médiateur de la consommation : CM2C, Paris" in page.within("sample")
    assert "Assurance décennale : MAAF, France" in page.within("sample")


def test_appearance(owner):
    page = Page(owner, "/reglages/apparence")

    page.submit("Enregistrer", status=422, accent="rouge")
    page.submit("Enregistrer", accent="#FFE000", tagline="Graphiste")

    assert the_business().accent == "#ffe000"
    assert "Trop claire pour écrire avec" in page.within("sample")
    assert 'fill="#ffe000"' in owner.get("/reglages/apparence").text


def test_a_logo_is_cleaned_shown_and_removed(owner):
    assert owner.get("/reglages/logo").status_code == 404
    upload = {"accent": "#1f4e79", "tagline": "", "logo": (picture((2000, 900), "JPEG"), "l.jpg")}

    assert owner.post("/reglages/apparence", data=upload).status_code == 303

    shown = owner.get("/reglages/logo")
    assert shown.mimetype == "image/png"
    assert Image.open(io.BytesIO(shown.data)).width <= 800
    Page(owner, "/reglages/apparence").submit("Retirer le logo")
    assert owner.get("/reglages/logo").status_code == 404
    events = [entry.event for entry in db.session.query(Entry)]
    assert events == ["business.logo_changed", "business.logo_changed"]


def test_saving_without_a_file_keeps_the_logo(owner):
    upload = {"accent": "#1f4e79", "tagline": "", "logo": (picture(), "l.png")}
    owner.post("/reglages/apparence", data=upload)

    Page(owner, "/reglages/apparence").submit("Enregistrer", tagline="Graphiste")

    assert owner.get("/reglages/logo").status_code == 200


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90 not an image", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n cut"]
)
def test_a_logo_that_is_not_a_picture(owner, content):
    upload = {"accent": "#123456", "tagline": "", "logo": (io.BytesIO(content), "logo.png")}

    answer = owner.post("/reglages/apparence", data=upload)

    assert answer.status_code == 422
    assert 'id="logo-error"' in answer.text
    assert the_business().accent == "#1f4e79"
    assert the_business().logo is None


def test_an_upload_of_50_mb_is_refused_in_words(owner):
    head = b'--b\r\nContent-Disposition: form-data; name="logo"; filename="l.png"\r\n\r\n'
    body = head + bytes(50 * 1024 * 1024) + b"\r\n--b--\r\n"

    answer = owner.post(
        "/reglages/apparence", data=body, content_type="multipart/form-data; boundary=b"
    )

    assert answer.status_code == 413
    assert the_business().logo is None


def test_numbering(owner):
    page = Page(owner, "/reglages/numerotation")

    page.submit("Enregistrer", status=422, invoice_format="F{MM}-{000}")
    assert "Mettez l’année une fois" in page.text
    assert page.value("invoice_format") == "F{MM}-{000}"
    page.submit("Enregistrer", status=422, invoice_format="A{AAAA}-{00}")
    assert "leur propre série" in page.text
    page.submit("Enregistrer", invoice_format="FA/{AA}/{000}")

    assert "FA/26/001, FA/26/002, FA/26/003" in page.within("sample")
    assert "FA/27/001" in page.within("sample")


def test_the_usual_mail(owner):
    page = Page(owner, "/reglages/email-type")
    assert "Facture F2026-0012" in page.within("sample")
    assert "{document}" in page.value("mail_text")

    page.submit("Enregistrer", status=422, mail_text="Voici {facture}")
    assert "{facture}" in page.text
    page.submit("Enregistrer", mail_text="Chère {client}, voici {document}. {lien}")
    assert "Chère Boulangerie Martin" in page.within("sample")
    page.submit("Enregistrer", mail_text="")

    assert the_business().mail_text == ""
    assert "{entreprise}" in page.value("mail_text")


@pytest.mark.parametrize("text", ["{{ config }}", "{% for x in y %}", "{''.__class__}"])
def test_a_text_has_no_power(owner, text):
    answer = owner.post("/reglages/email-type", data={"mail_text": text})

    sample = owner.post("/reglages/email-type/apercu", data={"mail_text": text}, headers=HTMX)
    assert "SECRET" not in answer.text + sample.text
    assert "class &#39;" not in sample.text


# The sample, while one types


def test_the_sample_follows_what_is_typed_and_keeps_nothing(owner):
    form = {"name": "Zoé Martin", "siret": "faux", "city": "Nantes"}

    sample = owner.post("/reglages/identite/apercu", data=form, headers=HTMX)

    assert sample.status_code == 200
    assert "Zoé Martin EI" in sample.text
    assert "Nantes" in sample.text
    assert "SIRET 732" in sample.text
    assert "<form" not in sample.text
    db.session.rollback()
    assert the_business().name == "Nadia Belkacem"
    assert db.session.query(Entry).count() == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sample_breaks_on_what_is_half_typed(owner, slug):
    for form in ({}, {"accent": "#12", "invoice_format": "F{", "mail_text": "{", "iban": "FR"}):
        assert owner.post(f"/reglages/{slug}/apercu", data=form, headers=HTMX).status_code == 200


# The first walk


def test_the_first_walk_asks_five_things_and_lets_them_wait(owner, bare):
    page = Page(owner, "/reglages/identite?etape=1")
    assert "Étapes" not in page.buttons()

    for slug, _ in STEPS[:-1]:
        assert page.url.startswith(f"/reglages/{slug}?etape=")
        later = page.links()["Plus tard"]
        page = Page(owner, later)
    assert page.url == "/reglages/envoi?etape=5"
    assert page.links()["Plus tard"] == "/"


def test_the_first_walk_goes_on_when_one_answers(owner, bare):
    page = Page(owner, "/reglages/identite?etape=1")

    page.submit("Continuer", status=422, name="")
    assert page.heading == "Identité"
    page.submit(
        "Continuer",
        name="Nadia Belkacem",
        siret="73282932000074",
        line1="12 rue des Écoles",
        postcode="69007",
        city="Lyon",
    )
    assert page.heading == "Activité et régime"
    page.submit("Continuer")
    page.submit("Continuer", iban="FR76 3000 6000 0112 3456 7890 189")
    page.submit("Continuer", tagline="Graphiste")

    assert page.heading == "Envoi des e-mails"
    assert the_business().missing() == []


def test_the_short_steps_lose_nothing_of_what_they_do_not_ask(owner, nadia):
    with transaction():
        nadia.website, nadia.ape, nadia.early_payment = "atelier.example", "74.10Z", "2 % à 8 jours"

    Page(owner, "/reglages/identite?etape=1").submit("Continuer", city="Villeurbanne")
    Page(owner, "/reglages/paiement?etape=3").submit("Continuer", bic="")

    db.session.rollback()
    assert (nadia.website, nadia.ape) == ("atelier.example", "74.10Z")
    assert (nadia.early_payment, nadia.city, nadia.bic) == ("2 % à 8 jours", "Villeurbanne", "")


# Who and how


def test_markup_in_every_field_is_text(owner, nadia):
    with transaction():
        for name in ("name", "trade_name", "tagline", "line1", "line2", "city", "phone"):
            setattr(nadia, name, XSS[:80])
        for name in ("rcs_city", "early_payment", "insurance", "mediator", "mail_text", "website"):
            setattr(nadia, name, XSS[:80])

    for slug in ["", *SLUGS, "envoi", "acces"]:
        html = owner.get(f"/reglages/{slug}".rstrip("/")).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("slug", SLUGS)
def test_settings_are_the_owners(stranger, slug):
    for url in (f"/reglages/{slug}", f"/reglages/{slug}/apercu"):
        assert stranger.post(url).headers["Location"].startswith("/connexion")
    assert stranger.get(f"/reglages/{slug}").headers["Location"].startswith("/connexion")
    assert stranger.get("/reglages/logo").headers["Location"].startswith("/connexion")


def test_there_is_no_other_topic(owner):
    assert owner.get("/reglages/nimporte").status_code == 404
    assert owner.post("/reglages/nimporte").status_code == 404
    assert owner.post("/reglages/nimporte/apercu").status_code == 404
    assert owner.get("/reglages/identite/apercu").status_code == 405
