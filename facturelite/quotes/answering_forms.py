"""What the owner writes about a quote that was sent."""

from wtforms import TextAreaField

from facturelite.fields import Form, at_most, required


class ReplyForm(Form):
    """An answer to what the client asked."""

    text = TextAreaField("Votre réponse", [required("Écrivez votre réponse."), at_most(2000)])


class WithdrawalForm(Form):
    """Why the offer is taken back."""

    reason = TextAreaField(
        "Pourquoi, en quelques mots",
        [required("Dites pourquoi : le client le lira."), at_most(500)],
    )
