"""What clients read in English."""

ENGLISH = {
    "account_title": "Your account with {business}",
    "acknowledge": "I have received this invoice",
    "acknowledge_credit": "I have received this credit note",
    "acknowledge_hint": (
        "Your name, the date and your network address are kept with the document. This does not "
        "mean that you agree with its content."
    ),
    "acknowledge_title": "Confirm receipt",
    "acknowledged": "Receipt confirmed by {name} on {at}.",
    "acknowledged_now": "Thank you, receipt is confirmed.",
    "all_documents": "All your documents",
    "amount": "Amount",
    "amount_of_document": "Amount of the document",
    "answer_given": "Answer of {at}",
    "answer_title": "A problem, or need time?",
    "answered": "answered",
    "bic": "BIC",
    "cancelled": "cancelled",
    "cancelled_note": "This invoice was cancelled: you have nothing to pay.",
    "contact": "Any question?",
    "copy": "Copy",
    "corrected_on": "Correction of {day}",
    "credit": "credit note",
    "credit_note": "This credit note reduces what you owe by as much: you have nothing to pay.",
    "credit_owed": "You have {amount} to your credit.",
    "credited_on": "Credit note of {day}",
    "dispute": "Send my objection",
    "dispute_open": "You objected to this invoice on {at}.",
    "dispute_again_note": (
        "Your message was passed on. As an answer was given before, reminders may still reach you."
    ),
    "dispute_open_note": (
        "Your message was passed on. You are not reminded of what you contest while you wait."
    ),
    "dispute_summary": "I object to this invoice",
    "dispute_what": "What is it about?",
    "dispute_words": "Explain what is wrong",
    "disputed": "contested",
    "disputed_again_now": (
        "Your objection was passed on. As an answer was given before, reminders may still reach "
        "you."
    ),
    "disputed_now": (
        "Your objection was passed on. You are not reminded of what you contest until then."
    ),
    "disputed_part": "and {amount} that you contest",
    "document": "Document",
    "download_all": "Download all documents",
    "download_pdf": "Download the PDF",
    "download_xml": "XML data",
    "due": "to pay",
    "due_date": "Due date",
    "due_on": "Payable by {day} at the latest",
    "due_soon": "due soon",
    "due_to": "You owe {business}",
    "given_up": "unpaid",
    "holder": "Account holder",
    "iban": "IBAN",
    "iban_changed": "This IBAN changed on {day}",
    "iban_changed_note": (
        "Before a first transfer, check it in person or by phone{phone}. Do not trust a number "
        "that came by email."
    ),
    "iban_differs": "This IBAN is no longer the one printed on the invoice",
    "late": "late",
    "late_by": "{days} days late",
    "late_by_1": "one day late",
    "late_part": "of which {amount}",
    "name": "Your name",
    "name_missing": "Please give your name.",
    "next_due": "Next due date: {day}",
    "no_documents": "No document yet",
    "no_documents_note": "Your invoices will appear here as soon as they are sent to you.",
    "not_done": "The work was not done, or not as agreed",
    "not_ours": "This invoice is not for us",
    "nothing_due": "You have nothing to pay. Thank you!",
    "optional": "optional",
    "outcome_REJECTED": "The invoice stands as it is.",
    "outcome_SETTLED": "An agreement was found.",
    "outcome_UPHELD": "You were right.",
    "outcome_WITHDRAWN": "You withdrew your objection.",
    "paid": "paid",
    "paid_already": "It is paid already",
    "paid_note": "This invoice is paid. Thank you!",
    "paid_on": "Paid on {day}",
    "paid_so_far": "Paid so far",
    "pay": "Pay by bank transfer",
    "pay_first": "Pay {number} ({amount})",
    "pay_otherwise": "Please ask {business} how to pay.",
    "pay_reference": "Reference to give",
    "pdf_soon": "The PDF is being prepared: please come back in a minute.",
    "promise": "Announce my payment",
    "promise_day": "I will pay on",
    "promise_day_missing": "Please choose the day of your payment.",
    "promise_made": "You announced the payment for {day}.",
    "promise_past": "You had announced the payment for {day}.",
    "promise_summary": "I will pay later",
    "promise_summary_again": "Change the day announced",
    "promise_words": "A word of explanation",
    "promised": "announced for {day}",
    "promised_again_now": (
        "Noted: payment announced for {day}. As the day announced before has passed, reminders "
        "may still reach you."
    ),
    "promised_now": "Noted: payment announced for {day}. No reminder until then.",
    "qr": "Transfer code: {amount} to {holder}",
    "qr_hint": "On another screen? Scan this code with your banking app.",
    "refused_already_acknowledged": "{name} already confirmed receipt on {at}.",
    "refused_already_disputed": (
        "This invoice has been contested since {at}: the answer will be sent to you."
    ),
    "refused_already_promised": "The payment is already announced for {promised_on}.",
    "refused_not_answerable": "This document no longer awaits that answer.",
    "refused_promise_out_of_reach": (
        "Choose a day between today and {latest}; if you need longer, please write to us."
    ),
    "remaining": "Left to pay",
    "replaced": "replaced",
    "replaced_note": "This invoice was replaced by another one: you have nothing to pay here.",
    "schedule": "Schedule",
    "show_all": "Show all {count} documents",
    "state": "State",
    "today": "Today",
    "was_due_on": "Was due on {day}",
    "words_missing": "Please say in a few words what is wrong.",
    "wrong_amount": "The amount is wrong",
}
