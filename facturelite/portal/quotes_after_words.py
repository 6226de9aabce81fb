"""What clients read once a quote was answered, or ended: the same keys in both languages."""

FRENCH = {
    "quote_asked_by": "facture {number}",
    "quote_cancelled": "commande annulée",
    "quote_cancelled_on": "Cette commande a été annulée le {day}.",
    "quote_cancelled_note": "Cette commande a été annulée : vous n’avez rien à signer.",
    "quote_conditions_over": "Les conditions de ce devis",
    "quote_conditions_signed": "Ce que vous avez accepté en signant",
    "quote_declined": "refusé",
    "quote_declined_note": "Vous avez refusé ce devis : vous n’avez rien à faire.",
    "quote_declined_now": "Votre refus est transmis. Merci d’avoir répondu.",
    "quote_expired": "expiré",
    "quote_expired_note": (
        "Ce devis était valable jusqu’au {until}. Demandez-en un nouveau : un message suffit."
    ),
    "quote_next": "Et maintenant ?",
    "quote_next_copy": (
        "Une copie du devis signé est partie à votre adresse e-mail. Vous la retrouvez ici."
    ),
    "quote_next_deposit": "{label} : {amount}, {when}. La demande de paiement vous sera adressée.",
    "quote_next_deposit_asked": "{label} : {amount}, à payer par la facture {number}.",
    "quote_next_deposit_paid_ACOMPTE": "{label} : {amount}, payé le {day}.",
    "quote_next_deposit_paid_ARRHES": "{label} : {amount}, payées le {day}.",
    "quote_next_none": "Rien à payer pour le moment : chaque facture vous sera adressée.",
    "quote_next_start": "Le travail commence le {day}.",
    "quote_others": "Vos devis",
    "quote_paid_on": "paiement reçu le {day}",
    "quote_proof": "Preuve de votre signature",
    "quote_proof_zip": "Archive vérifiable",
    "quote_proposed_once": "Ce qui était proposé",
    "quote_renounce": "Renoncer au contrat ici",
    "quote_renounce_confirm": "Confirmer la rétractation",
    "quote_renounce_email": "Où envoyer l’accusé de réception ?",
    "quote_renounce_email_to": "Un accusé de réception partira à {to}.",
    "quote_renounce_no": (
        "Ce devis ne peut pas faire l’objet d’une rétractation ici : écrivez-nous."
    ),
    "quote_renounce_note": ("Vous pouvez vous rétracter jusqu’au {last}, sans donner de motif."),
    "quote_renounce_note_goods": (
        "Vous pouvez vous rétracter dès maintenant, et jusqu’à {count} jours après avoir reçu les "
        "biens commandés, sans donner de motif."
    ),
    "quote_renounce_title": "Se rétracter du devis {number}",
    "quote_renounce_too_late": (
        "Le délai de rétractation a pris fin le {last} : écrivez-nous si vous pensez y avoir "
        "encore droit."
    ),
    "quote_renounced": "rétractation enregistrée",
    "quote_renounced_already": (
        "Votre rétractation est déjà enregistrée depuis le {declared_at} : vous n’avez rien "
        "d’autre à faire."
    ),
    "quote_renounced_note": (
        "Vous vous êtes rétracté le {at} : ce contrat n’existe plus. Ce que vous avez versé vous "
        "est rendu, sauf le prix de ce qui a été fait plus tôt à votre demande. {business} vous "
        "répondra."
    ),
    "quote_renounced_now": (
        "Votre rétractation est enregistrée. Un accusé de réception part à votre adresse e-mail."
    ),
    "quote_replaced": "remplacé",
    "quote_replaced_by": "Ce devis a été remplacé par le {by} : ouvrez celui-ci.",
    "quote_replaced_note": "Ce devis a été remplacé par un autre.",
    "quote_replaced_open": "Ouvrir le devis {number}",
    "quote_signed": "signé",
    "quote_signed_by": "Signé par {name} le {at} (heure de Paris).",
    "quote_signed_now": ("Merci, le devis est signé. Le PDF signé part à votre adresse e-mail."),
    "quote_signed_on": "Signé par {name} le {day}.",
    "quote_signed_pdf": "Télécharger le devis signé",
    "quote_taken_once": "Ce que vous aviez commandé",
    "quote_withdrawn": "retiré",
    "quote_withdrawn_note": ("Ce devis a été retiré : écrivez-nous si vous le souhaitez encore."),
}

ENGLISH = {
    "quote_asked_by": "invoice {number}",
    "quote_cancelled": "order cancelled",
    "quote_cancelled_on": "This order was cancelled on {day}.",
    "quote_cancelled_note": "This order was cancelled: you have nothing to sign.",
    "quote_conditions_over": "The conditions of this quote",
    "quote_conditions_signed": "What you accepted by signing",
    "quote_declined": "declined",
    "quote_declined_note": "You declined this quote: you have nothing to do.",
    "quote_declined_now": "Your answer was passed on. Thank you for letting us know.",
    "quote_expired": "expired",
    "quote_expired_note": (
        "This quote was valid until {until}. Please ask for a new one: a message will do."
    ),
    "quote_next": "What comes next?",
    "quote_next_copy": (
        "A copy of the signed quote is on its way to your email address. You will find it here too."
    ),
    "quote_next_deposit": "{label}: {amount}, {when}. You will be sent the request for payment.",
    "quote_next_deposit_asked": "{label}: {amount}, to be paid with invoice {number}.",
    "quote_next_deposit_paid_ACOMPTE": "{label}: {amount}, paid on {day}.",
    "quote_next_deposit_paid_ARRHES": "{label}: {amount}, paid on {day}.",
    "quote_next_none": "Nothing to pay for now: each invoice will be sent to you.",
    "quote_next_start": "The work starts on {day}.",
    "quote_others": "Your quotes",
    "quote_paid_on": "paid on {day}",
    "quote_proof": "Proof of your signature",
    "quote_proof_zip": "Verifiable archive",
    "quote_proposed_once": "What was offered",
    "quote_renounce": "Withdraw from the contract here",
    "quote_renounce_confirm": "Confirm the withdrawal",
    "quote_renounce_email": "Where shall we send the acknowledgement?",
    "quote_renounce_email_to": "An acknowledgement will be sent to {to}.",
    "quote_renounce_no": "This quote cannot be withdrawn from here: please write to us.",
    "quote_renounce_note": "You may withdraw until {last}, without giving any reason.",
    "quote_renounce_note_goods": (
        "You may withdraw from now on, and until {count} days after you receive the goods, "
        "without giving any reason."
    ),
    "quote_renounce_title": "Withdraw from quote {number}",
    "quote_renounce_too_late": (
        "The withdrawal period ended on {last}: please write to us if you think that you still may."
    ),
    "quote_renounced": "withdrawal recorded",
    "quote_renounced_already": (
        "Your withdrawal is already recorded since {declared_at}: you have nothing else to do."
    ),
    "quote_renounced_note": (
        "You withdrew on {at}: this contract is over. What you paid is given back to you, but for "
        "the price of what was done earlier at your request. {business} will answer you."
    ),
    "quote_renounced_now": (
        "Your withdrawal is recorded. An acknowledgement is on its way to your email address."
    ),
    "quote_replaced": "replaced",
    "quote_replaced_by": "This quote was replaced by {by}: please open that one.",
    "quote_replaced_note": "This quote was replaced by another one.",
    "quote_replaced_open": "Open quote {number}",
    "quote_signed": "signed",
    "quote_signed_by": "Signed by {name} on {at} (Paris time).",
    "quote_signed_now": (
        "Thank you, the quote is signed. The signed PDF is on its way to your email address."
    ),
    "quote_signed_on": "Signed by {name} on {day}.",
    "quote_signed_pdf": "Download the signed quote",
    "quote_taken_once": "What you had ordered",
    "quote_withdrawn": "withdrawn",
    "quote_withdrawn_note": "This quote was withdrawn: please write to us if you still want it.",
}
