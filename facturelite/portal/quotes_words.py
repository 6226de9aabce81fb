"""What clients read about a quote that they may sign: the same keys in both languages."""

FRENCH = {
    "quote": "Devis",
    "quote_act_title": "Signer le devis {number}",
    "quote_already_signed": "Ce devis a déjà été signé par {name}, le {at}.",
    "quote_answer": "Réponse de {business}",
    "quote_answer_title": "Une question, ou une autre décision ?",
    "quote_ask": "Envoyer ma question",
    "quote_ask_missing": "Écrivez votre question.",
    "quote_ask_summary": "Poser une question",
    "quote_ask_words": "Votre question",
    "quote_asked_now": (
        "Votre question est transmise. La réponse vous parviendra par e-mail, et ici."
    ),
    "quote_attachments": "Fichiers joints",
    "quote_awaiting": "à signer",
    "quote_back": "Revoir le devis",
    "quote_button": "Signer ce devis",
    "quote_button_short": "Signer",
    "quote_call": "Devis {number} de {business}",
    "quote_call_button": "Lire et répondre",
    "quote_changed": (
        "Ce devis ou votre choix a changé depuis que vous l’avez lu : relisez ce que vous prenez "
        "et le total, puis cochez de nouveau chaque point."
    ),
    "quote_choose": "À vous de choisir",
    "quote_choose_one": "{group} : un choix, et un seul",
    "quote_code_sent_now": "Un code vient de partir à {to}. Saisissez-le pour signer.",
    "quote_conditions": "Ce que vous acceptez en signant",
    "quote_decline": "Refuser ce devis",
    "quote_decline_reason": "Pourquoi ? (facultatif)",
    "quote_decline_summary": "Ce devis ne me convient pas",
    "quote_deposit_ACOMPTE": (
        "{amount} d’acompte {when} : cette somme vous engage pour tout le devis."
    ),
    "quote_deposit_ARRHES": ("{amount} d’arrhes {when} : vous les perdez si vous renoncez."),
    "quote_drawing": "Votre signature",
    "quote_drawing_clear": "Effacer",
    "quote_drawing_hint": (
        "Facultatif : dessinez-la au doigt ou à la souris. Votre nom et le code suffisent."
    ),
    "quote_drawing_refused": (
        "Votre signature dessinée n’a pas pu être lue : effacez-la et recommencez, ou signez sans "
        "dessin."
    ),
    "quote_duration": "Durée",
    "quote_evidence_note": (
        "Sont conservés avec votre signature : ce devis, vos choix, ce que vous cochez, votre nom, "
        "la date et l’heure, votre adresse e-mail vérifiée, votre adresse réseau et votre "
        "navigateur."
    ),
    "quote_first": "1. Cochez chaque point",
    "quote_included": "Compris",
    "quote_later": "Ensuite",
    "quote_no_address": (
        "Nous n’avons pas votre adresse e-mail : écrivez-nous pour signer ce devis."
    ),
    "quote_no_question": "Ce devis n’attend plus de question : écrivez-nous plutôt un e-mail.",
    "quote_not_ready": "Le PDF de ce devis est en préparation : réessayez dans une minute.",
    "quote_nothing_now": "Rien à payer à la signature.",
    "quote_on_signing": "à la signature",
    "quote_option": "En option",
    "quote_optional": "Facultatif",
    "quote_payments": "Ce que vous paierez, et quand",
    "quote_pdf": "Télécharger le PDF",
    "quote_per": "{quantity} × {price}",
    "quote_question": "Votre question",
    "quote_recompute": "Recalculer",
    "quote_second": "2. Dites qui vous êtes",
    "quote_starts": "Début du travail",
    "quote_taken": "Ce que vous prenez",
    "quote_takes_too_little": (
        "Ce choix coûte moins que ce qui est à payer d’avance : prenez une option de plus, ou "
        "écrivez-nous."
    ),
    "quote_terms": "Conditions générales de vente, version {number}",
    "quote_terms_first": (
        "Nos conditions de vente (version {number}) doivent être acceptées avant de signer : "
        "faites-le depuis votre espace, ou écrivez-nous si elles ne vous ont pas été proposées."
    ),
    "quote_ticks_missing": "Cochez chaque point : il s’agit de ce à quoi vous vous engagez.",
    "quote_total": "Total à payer",
    "quote_total_net": "Total hors taxes",
    "quote_travel": "Déplacements",
    "quote_until": "Valable jusqu’au {day}",
    "quote_vat": "TVA {rate}",
    "quote_variant": "Au choix",
    "quote_wrong_choice": (
        "Ce choix n’est pas proposé dans ce devis : choisissez parmi les lignes ci-dessous, une "
        "seule là où il est dit « au choix »."
    ),
}

ENGLISH = {
    "quote": "Quote",
    "quote_act_title": "Sign quote {number}",
    "quote_already_signed": "This quote was already signed by {name} on {at}.",
    "quote_answer": "Answer of {business}",
    "quote_answer_title": "A question, or another decision?",
    "quote_ask": "Send my question",
    "quote_ask_missing": "Please write your question.",
    "quote_ask_summary": "Ask a question",
    "quote_ask_words": "Your question",
    "quote_asked_now": "Your question was passed on. The answer will reach you by email, and here.",
    "quote_attachments": "Attached files",
    "quote_awaiting": "to sign",
    "quote_back": "Back to the quote",
    "quote_button": "Sign this quote",
    "quote_button_short": "Sign",
    "quote_call": "Quote {number} from {business}",
    "quote_call_button": "Read and answer",
    "quote_changed": (
        "This quote or your choice changed since you read it: please read again what you take and "
        "the total, then tick each point again."
    ),
    "quote_choose": "Yours to choose",
    "quote_choose_one": "{group}: one choice, and only one",
    "quote_code_sent_now": "A code is on its way to {to}. Enter it to sign.",
    "quote_conditions": "What you accept by signing",
    "quote_decline": "Decline this quote",
    "quote_decline_reason": "Why? (optional)",
    "quote_decline_summary": "This quote does not suit me",
    "quote_deposit_ACOMPTE": (
        "{amount} as a down payment {when}: it commits you to the whole quote."
    ),
    "quote_deposit_ARRHES": (
        "{amount} as a forfeitable deposit {when}: you lose it if you withdraw."
    ),
    "quote_drawing": "Your signature",
    "quote_drawing_clear": "Clear",
    "quote_drawing_hint": (
        "Optional: draw it with a finger or the mouse. Your name and the code are enough."
    ),
    "quote_drawing_refused": (
        "Your drawn signature could not be read: clear it and try again, or sign without it."
    ),
    "quote_duration": "Length",
    "quote_evidence_note": (
        "Kept with your signature: this quote, your choices, what you tick, your name, the date "
        "and time, your verified email address, your network address and your browser."
    ),
    "quote_first": "1. Tick each point",
    "quote_included": "Included",
    "quote_later": "Then",
    "quote_no_address": "We do not have your email address: please write to us to sign this quote.",
    "quote_no_question": "This quote takes no more questions: please send us an email instead.",
    "quote_not_ready": "The PDF of this quote is being prepared: please try again in a minute.",
    "quote_nothing_now": "Nothing to pay on signing.",
    "quote_on_signing": "on signing",
    "quote_option": "Optional",
    "quote_optional": "Not required",
    "quote_payments": "What you will pay, and when",
    "quote_pdf": "Download the PDF",
    "quote_per": "{quantity} × {price}",
    "quote_question": "Your question",
    "quote_recompute": "Recalculate",
    "quote_second": "2. Say who you are",
    "quote_starts": "Work starts",
    "quote_taken": "What you take",
    "quote_takes_too_little": (
        "This choice costs less than what is to be paid in advance: take one more option, or "
        "write to us."
    ),
    "quote_terms": "Terms of sale, version {number}",
    "quote_terms_first": (
        "Our terms of sale (version {number}) must be accepted before you sign: please do so from "
        "your page, or write to us if they were not proposed to you."
    ),
    "quote_ticks_missing": "Please tick each point: it is what you commit to.",
    "quote_total": "Total to pay",
    "quote_total_net": "Total before tax",
    "quote_travel": "Travel",
    "quote_until": "Valid until {day}",
    "quote_vat": "VAT {rate}",
    "quote_variant": "One of",
    "quote_wrong_choice": (
        "This choice is not offered in this quote: please choose among the lines below, only one "
        "where it says so."
    ),
}
