"""An expected no: said to the user in French, with what to do next."""


class Refusal(Exception):
    """The trade says no.

    One subclass per reason, next to the verb that raises it, holding its own sentence.
    `field` names the form field the sentence belongs to, where there is one.
    """

    field: str | None = None
