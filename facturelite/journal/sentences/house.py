"""What is told of the house itself: access, settings, catalogue, numbers."""

from collections.abc import Mapping

from facturelite.journal.sentences.wording import Wording

SENTENCES: Mapping[str, Wording] = {
    "account.created": Wording("Accès créé[ pour {email}]", "user-plus", "settled"),
    "account.email_changed": Wording("Adresse de connexion changée[ : {after}]", "mail"),
    "account.password_changed": Wording("Mot de passe changé", "lock"),
    "account.password_link_made": Wording("Lien de nouveau mot de passe demandé", "key", "soon"),
    "account.sessions_ended": Wording("Tous les appareils déconnectés", "logout"),
    "account.signed_in": Wording("Connexion", "user"),
    "business.appearance_changed": Wording("Apparence des documents modifiée", "star"),
    "business.changed": Wording("Réglages modifiés[ : {changed}]", "settings"),
    "business.iban_changed": Wording(
        "IBAN modifié[ : {after}][ au lieu de {before}]", "building-bank", "soon"
    ),
    "business.identity_changed": Wording("Identité modifiée", "user"),
    "business.logo_changed": Wording("Logo changé", "photo"),
    "business.mail_text_changed": Wording("E-mail type modifié", "mail"),
    "business.mentions_changed": Wording("Mentions modifiées", "gavel"),
    "business.numbering_changed": Wording("Format des numéros modifié", "list-check", "soon"),
    "business.payment_changed": Wording("Conditions de paiement modifiées", "building-bank"),
    "business.regime_changed": Wording("Activité ou régime modifié", "building-store", "soon"),
    "business.set_up": Wording("Entreprise enregistrée", "building-store", "settled"),
    "calendar.feed_opened": Wording("Lien d’agenda créé", "calendar"),
    "calendar.feed_renewed": Wording(
        "Lien d’agenda renouvelé : l’ancien ne s’ouvre plus", "refresh"
    ),
    "calendar.feed_revoked": Wording("Lien d’agenda révoqué", "unlink", "soon"),
    "item.added": Wording("Article ajouté au catalogue[ : {label}]", "tag", "settled"),
    "item.archived": Wording("Article archivé[ : {label}]", "archive"),
    "item.changed": Wording("Article[ {label}] modifié[ : {changed}]", "pencil"),
    "item.restored": Wording("Article[ {label}] sorti des archives", "refresh"),
    "numbering.continued": Wording(
        "Suite des numéros de {year} reprise après le {last}", "history"
    ),
}
