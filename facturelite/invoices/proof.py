"""The proof of an invoice: what was sent, the terms that bound the client, what they answered."""

from collections.abc import Iterator

from facturelite.documents.queries import get_document
from facturelite.invoices.model import Invoice
from facturelite.refusals import Refusal
from facturelite.terms.proof.gathering import Dossier, Exhibit, dossier
from facturelite.terms.queries import binding_acceptances


class NothingToProve(Refusal):
    """A draft is nobody's business yet, and a PDF that is being made cannot be enclosed."""

    def __init__(self) -> None:
        super().__init__(
            "La preuve se télécharge une fois le document émis et son PDF archivé : réessayez "
            "dans un instant."
        )


def proof_of_invoice(invoice: Invoice) -> Dossier:
    """Gather the files of an issued document, its story, and the terms that bound its client.

    Raise NothingToProve until its PDF is stored.
    """
    if invoice.issued_on is None or invoice.pdf_id is None:
        raise NothingToProve
    return dossier(
        invoice.client,
        binding_acceptances(invoice.client_id, on=invoice.issued_on),
        title="Preuve d’un document",
        about=invoice.name,
        slug=f"preuve-{(invoice.number or '').replace('/', '-')}",
        exhibits=_files(invoice),
        subjects=[invoice.subject],
    )


def _files(invoice: Invoice) -> Iterator[Exhibit]:
    for label, number in (("PDF (Factur-X)", invoice.pdf_id), ("XML", invoice.xml_id)):
        if number:
            stored = get_document(number)
            yield Exhibit(stored.filename, label, stored.content)
