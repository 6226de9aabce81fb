"""What clients read in French."""

FRENCH = {
    "account_title": "Votre compte chez {business}",
    "acknowledge": "J’ai bien reçu cette facture",
    "acknowledge_credit": "J’ai bien reçu cet avoir",
    "acknowledge_hint": (
        "Votre nom, la date et l’adresse de connexion sont conservés avec le document. Cela ne "
        "vous engage pas à en accepter le contenu."
    ),
    "acknowledge_title": "Confirmer la réception",
    "acknowledged": "Réception confirmée par {name} le {at}.",
    "acknowledged_now": "Merci, la réception est confirmée.",
    "all_documents": "Tous vos documents",
    "amount": "Montant",
    "amount_of_document": "Montant du document",
    "answer_given": "Réponse du {at}",
    "answer_title": "Un souci, ou besoin de temps ?",
    "answered": "répondue",
    "bic": "BIC",
    "cancelled": "annulée",
    "cancelled_note": "Cette facture a été annulée : vous n’avez rien à payer.",
    "colon": " : ",
    "contact": "Une question ?",
    "copy": "Copier",
    "corrected_on": "Correction du {day}",
    "credit": "avoir",
    "credit_note": "Cet avoir réduit d’autant ce que vous devez : vous n’avez rien à payer.",
    "credit_owed": "Vous avez {amount} à votre crédit.",
    "credited_on": "Avoir du {day}",
    "dispute": "Envoyer ma contestation",
    "dispute_open": "Vous avez contesté cette facture le {at}.",
    "dispute_again_note": (
        "Une réponse ayant déjà été donnée, des relances peuvent encore vous parvenir."
    ),
    "dispute_open_note": "Ce que vous contestez n’est pas relancé en attendant.",
    "dispute_our_turn": "Votre message est transmis : {business} doit vous répondre.",
    "dispute_summary": "Je conteste cette facture",
    "dispute_was_open": "Vous aviez contesté cette facture le {at}.",
    "dispute_what": "De quoi s’agit-il ?",
    "dispute_words": "Expliquez ce qui ne va pas",
    "dispute_your_turn": "{business} vous a répondu : à vous de répondre.",
    "disputed": "contestée",
    "disputed_again_now": (
        "Votre contestation est transmise. Une réponse ayant déjà été donnée, des relances peuvent "
        "encore vous parvenir."
    ),
    "disputed_now": (
        "Votre contestation est transmise : nous devons vous répondre. Ce que vous contestez n’est "
        "pas relancé d’ici là."
    ),
    "disputed_part": "{amount} que vous contestez",
    "delayed": "délai accordé",
    "delayed_until": "délai accordé jusqu’au {day}",
    "document": "Document",
    "download_all": "Télécharger tous les documents",
    "download_pdf": "Télécharger le PDF",
    "download_xml": "Données XML",
    "due": "à payer",
    "due_date": "Échéance",
    "due_on": "À payer au plus tard le {day}",
    "due_soon": "à payer bientôt",
    "due_to": "À payer à {business}",
    "given_up": "non réglée",
    "holder": "Bénéficiaire",
    "iban": "IBAN",
    "iban_changed": "Cet IBAN a changé le {day}",
    "iban_changed_note": (
        "Avant un premier virement, vérifiez-le de vive voix{phone}. Ne vous fiez pas à un "
        "numéro reçu par e-mail."
    ),
    "iban_differs": "Cet IBAN n’est plus celui imprimé sur la facture",
    "late": "en retard",
    "late_by": "en retard de {days} jours",
    "late_by_1": "en retard d’un jour",
    "late_part": "dont {amount}",
    "listed": "{what} : {amount}",
    "missing": "Ce document est introuvable",
    "missing_back": "Revenir à tous vos documents",
    "missing_note": "Cette adresse ne mène à rien, mais votre lien est bien valable.",
    "name": "Votre nom",
    "name_missing": "Indiquez votre nom.",
    "next_due": "Prochaine échéance le {day}",
    "no_documents": "Aucun document pour l’instant",
    "no_documents_note": "Vos factures apparaîtront ici dès qu’elles vous seront adressées.",
    "not_done": "Le travail n’est pas fait, ou pas comme convenu",
    "not_ours": "Cette facture ne nous concerne pas",
    "nothing_due_now": "Rien à payer pour l’instant",
    "nothing_due": "Vous n’avez rien à payer. Merci !",
    "optional": "facultatif",
    "outcome_REJECTED": "La facture est maintenue.",
    "outcome_SETTLED": "Un accord a été trouvé.",
    "outcome_UPHELD": "Vous aviez raison.",
    "outcome_WITHDRAWN": "Vous avez retiré votre contestation.",
    "paid": "réglée",
    "paid_already": "Elle est déjà payée",
    "paid_note": "Cette facture est réglée. Merci !",
    "paid_on": "Payé le {day}",
    "paid_so_far": "Déjà réglé",
    "pay": "Payer par virement",
    "pay_first": "Payer {number} ({amount})",
    "pay_otherwise": "Contactez {business} pour savoir comment payer.",
    "pay_reference": "Référence à indiquer",
    "pdf_soon": "Le PDF est en préparation : revenez dans une minute.",
    "promise": "Annoncer mon paiement",
    "promise_day": "Je paierai le",
    "promise_day_missing": "Choisissez le jour de votre paiement.",
    "promise_made": "Vous avez annoncé le paiement pour le {day}.",
    "promise_past": "Vous aviez annoncé le paiement pour le {day}.",
    "promise_summary": "Je paierai plus tard",
    "promise_summary_again": "Changer la date annoncée",
    "promise_words": "Un mot d’explication",
    "promised": "annoncée pour le {day}",
    "promised_again_now": (
        "C’est noté : paiement annoncé pour le {day}. L’annonce précédente étant passée, des "
        "relances peuvent encore vous parvenir."
    ),
    "promised_later_now": (
        "C’est noté : paiement annoncé pour le {day}. Vous l’aviez annoncé plus tôt : passé le "
        "{until}, des relances peuvent vous parvenir."
    ),
    "promised_now": "C’est noté : paiement annoncé pour le {day}. Aucune relance d’ici là.",
    "qr": "Code de virement : {amount} à {holder}",
    "qr_hint": "Sur un autre écran ? Scannez ce code avec votre application bancaire.",
    "refused_already_acknowledged": "{name} a déjà confirmé la réception le {at}.",
    "refused_already_disputed": (
        "Cette facture est déjà contestée depuis le {at} : nous devons vous répondre."
    ),
    "refused_already_promised": "Le paiement est déjà annoncé pour le {promised_on}.",
    "refused_not_answerable": "Ce document n’attend plus cette réponse.",
    "refused_too_many_promises": (
        "Trop de jours ont été annoncés pour cette facture : écrivez-nous."
    ),
    "refused_promise_out_of_reach": (
        "Choisissez un jour entre aujourd’hui et le {latest} : au-delà, écrivez-nous."
    ),
    "remaining": "Reste à payer",
    "replaced": "remplacée",
    "replaced_note": "Cette facture a été remplacée par une autre : vous n’avez rien à payer ici.",
    "schedule": "Échéancier",
    "show_all": "Voir les {count} documents",
    "state": "État",
    "today": "Aujourd’hui",
    "was_due_on": "À payer depuis le {day}",
    "words_missing": "Dites en quelques mots ce qui ne va pas.",
    "wrong_amount": "Le montant n’est pas le bon",
}
