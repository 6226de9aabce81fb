"""What is told of clients and their private links."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "client.archived": Wording("Client archivé", "archive"),
    "client.changed": Wording("Fiche modifiée[ : {changed}]", "pencil"),
    "client.imported": Wording("Importé[ de la ligne {line}][ de « {file} »]", "upload", "settled"),
    "client.merged": Wording(
        "Fiche complétée par un import[ : {changed}][ (ligne {line}[ de « {file} »])]", "upload"
    ),
    "client.registered": Wording("Ajouté au fichier clients", "user-plus", "settled"),
    "client.restored": Wording("Client sorti des archives", "refresh"),
    "clients.imported": Wording(
        "Liste importée[ de « {file} »][ : {added} ajoutés][, {merged} complétés]"
        "[, {refused} refusés]",
        "upload",
        "settled",
    ),
    "portal.link_opened": Wording("Lien privé créé", "link"),
    "portal.link_renewed": Wording("Lien privé renouvelé : l’ancien ne s’ouvre plus", "refresh"),
    "portal.link_revoked": Wording("Lien privé révoqué", "unlink", "soon"),
    "portal.opened": Wording("Lien ouvert[ : {document}]", "eye"),
}
