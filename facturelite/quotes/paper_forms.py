"""What the owner reads on a signed quote, and the paper itself."""

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField

from facturelite.fields import DayField, Form, at_most, required
from facturelite.numbers import whole_or
from facturelite.quotes.model import Quote
from facturelite.quotes.signing_paper import SignedPaper
from facturelite.quotes.totals import proposed, variants_of

_NO_LINE = -1  # no quote has it: what is not a number is refused like what is not offered


class SignedQuoteForm(Form):
    """A quote signed on paper."""

    signed_on = DayField("Signé le", [required("Indiquez le jour que porte la signature.")])
    name = StringField("Signé par", [required("Indiquez qui a signé."), at_most(200)])
    capacity = StringField("Fonction", [at_most(120)])
    accepts_terms = BooleanField("Le papier dit aussi que le client accepte vos conditions")
    scan = FileField(
        "Le devis signé",
        [FileRequired("Choisissez le fichier du devis signé.")],
        description="PDF, JPEG ou PNG, 10 Mo au plus.",
    )
    chosen_errors: tuple[str, ...] = ()

    @property
    def paper(self) -> SignedPaper:
        """What was read; ValueError if the form is not valid."""
        if self.signed_on.data is None:
            raise ValueError("no day was given")
        return SignedPaper(
            signed_on=self.signed_on.data,
            name=self.name.data or "",
            capacity=self.capacity.data or "",
            accepts_terms=bool(self.accepts_terms.data),
        )


def chosen_in(quote: Quote) -> frozenset[int]:
    """Return the lines that the page ticks; what the owner proposed before anything is posted.

    « option » for each option, « variant-<n> » for each group of variants.
    """
    if request.method == "GET":
        return proposed(quote)
    names = ["option", *(f"variant-{n}" for n, _ in enumerate(variants_of(quote.lines)))]
    return frozenset(
        whole_or(value, _NO_LINE) for name in names for value in request.form.getlist(name)
    )
