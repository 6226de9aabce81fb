"""What is told of codes and mails."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "code.sent": Wording("Code de confirmation envoyé[ à {to}]", "key", "waiting"),
    "mail.accepted": Wording("Message accepté par le serveur[ : {to}]", "mail-check", "settled"),
    "mail.account_changed": Wording("Serveur d’envoi réglé[ : {host}]", "settings"),
    "mail.account_removed": Wording("Serveur d’envoi retiré", "settings", "soon"),
    "mail.bounced": Wording("Message revenu[ : {reason}]", "mail-x", "late"),
    "mail.discarded": Wording("Message écarté[ : {to}]", "ban"),
    "mail.failed": Wording("Message refusé[ : {reason}]", "mail-x", "late"),
    "mail.queued": Wording("Message mis dans la boîte d’envoi[ pour {to}]", "mail", "waiting"),
    "mail.released": Wording("[{count} ]message(s) gardé(s) mis en route", "send", "waiting"),
    "mail.retried": Wording("Nouvel essai d’envoi demandé", "refresh", "waiting"),
    "mail.return_settled": Wording("Retour d’un message réglé autrement", "check"),
    "mail.sent_elsewhere": Wording(
        "Message envoyé à une autre adresse[ : {to}][ au lieu de {instead_of}]", "send", "waiting"
    ),
}
