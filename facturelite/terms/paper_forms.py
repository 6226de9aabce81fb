"""What the owner reads on a signed paper, and the paper itself."""

from flask_wtf.file import FileField, FileRequired
from wtforms import StringField

from facturelite.fields import DayField, Form, at_most, options, radio, required
from facturelite.terms.acceptance_model import AcceptanceMethod
from facturelite.terms.paper import SignedPaper

ELSEWHERE = (AcceptanceMethod.PAPER, AcceptanceMethod.EMAIL)


class PaperForm(Form):
    """An agreement given on paper or by e-mail."""

    method = radio("Comment ?", AcceptanceMethod, default=AcceptanceMethod.PAPER)
    accepted_on = DayField("Signé le", [required("Indiquez le jour de la signature.")])
    name = StringField("Signé par", [required("Indiquez qui a signé."), at_most(200)])
    capacity = StringField("Fonction", [at_most(120)])
    scan = FileField(
        "Le document signé",
        [FileRequired("Choisissez le fichier du document signé.")],
        description="PDF, JPEG ou PNG, 10 Mo au plus. Pour un e-mail : sa copie en PDF.",
    )

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.method.choices = options(
            (method.name, method.value[:1].upper() + method.value[1:]) for method in ELSEWHERE
        )

    @property
    def paper(self) -> SignedPaper:
        """What was read; ValueError if the form is not valid."""
        if self.accepted_on.data is None:
            raise ValueError("no day was given")
        return SignedPaper(
            method=self.method.data,
            accepted_on=self.accepted_on.data,
            name=self.name.data or "",
            capacity=self.capacity.data or "",
        )
