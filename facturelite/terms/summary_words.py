"""The payment conditions in plain words: every sentence, in French and in English."""

FRENCH = {
    # headings
    "now": "Ce que vous payez maintenant",
    "withdraw": "Si vous renoncez",
    "later": "Ce que vous payez ensuite",
    "late": "Si vous payez en retard",
    "contest": "Si vous n’êtes pas d’accord",
    "agreed": "Ce qui vaut pour vous",
    # what is paid now
    "no_deposit": "Rien à la commande : vous payez sur facture.",
    "deposit": "Vous versez {share} {when}. {nature}.",
    "share": "{percent} % du prix",
    "share_and_amount": "{percent} % du prix ({amount})",
    "ORDER": "à la commande",
    "START": "avant le début de la prestation",
    "BY_DAY": "au plus tard le {day}",
    "ACOMPTE": "C’est un acompte",
    "ARRHES": "Ce sont des arrhes",
    # what withdrawing means
    "withdraw_none": "Une commande acceptée engage les deux parties.",
    "withdraw_ACOMPTE": (
        "Un acompte engage définitivement les deux parties. Si vous renoncez, {seller} peut vous "
        "demander le reste du prix ou un dédommagement ; si {seller} renonce, c’est à vous "
        "qu’un dédommagement peut être dû."
    ),
    "withdraw_ARRHES": (
        "Des arrhes laissent chacun libre de renoncer. Si vous renoncez, vous les perdez ; si "
        "{seller} renonce, le double vous est rendu."
    ),
    "withdraw_consumer": (
        "Le droit de rétractation de 14 jours que la loi donne aux particuliers, quand il "
        "s’applique, reste entier."
    ),
    # what is paid later
    "balance": "Vous payez le reste {term}.",
    "whole": "Vous payez {term}.",
    "until": "Ici, au plus tard le {day}.",
    "exact_day": "La facture dit toujours le jour exact.",
    "on_receipt": "dès réception de la facture",
    "INVOICE_DATE": "au plus tard {days} jours après la date de la facture",
    "DAYS_THEN_MONTH_END": (
        "au plus tard à la fin du mois où tombe le {days}e jour après la date de la facture"
    ),
    "MONTH_END_THEN_DAYS": "au plus tard {days} jours après la fin du mois de la facture",
    "early_payment": "Paiement anticipé : {text}",
    "retention": "Ce qui vous est livré reste à {seller} jusqu’au paiement complet.",
    # what being late costs
    "late_ECB": (
        "Des intérêts courent dès le lendemain de l’échéance, sans rappel : le taux de la Banque "
        "centrale européenne plus {margin} points."
    ),
    "late_CONTRACT": (
        "Des intérêts de {rate} % par an courent dès le lendemain de l’échéance, sans rappel."
    ),
    "late_LEGAL": (
        "Rien d’automatique. Si la facture reste impayée après une mise en demeure, des intérêts "
        "au taux légal peuvent vous être demandés ; aucun frais de relance ne vous est compté."
    ),
    "late_PUBLIC": (
        "Les intérêts moratoires et l’indemnité de recouvrement du Code de la commande publique "
        "s’appliquent."
    ),
    "fee": "S’y ajoutent {fee} de frais de recouvrement, une fois par facture payée en retard.",
    # contesting
    "contest_how": (
        "Dites-le au plus vite, avec ce qui ne va pas : depuis votre lien privé, ou par message "
        "à {contact}. Ce que vous contestez n’est pas relancé en attendant la réponse."
    ),
    "contest_link": (
        "Dites-le au plus vite, avec ce qui ne va pas, depuis votre lien privé. Ce que "
        "vous contestez n’est pas relancé en attendant la réponse."
    ),
    "mediator": "Sans accord, vous pouvez saisir gratuitement le médiateur : {mediator}",
    "question": "Une question avant d’accepter ? Écrivez à {contact}.",
    # particular conditions
    "prevails": "Ceci vaut entre nous et l’emporte sur le texte général : {names}.",
    "name_term_code": "le délai de paiement",
    "name_deposit": "la somme versée d’avance",
    "name_retention_of_title": "la réserve de propriété",
    "name_contest_to": "l’adresse pour contester",
    "name_interest": "les intérêts de retard",
    "name_rate": "le taux des intérêts",
    # effects to tick
    "tick_ACOMPTE": (
        "Je verse {share} {when}, à titre d’acompte : si je renonce ensuite, le reste du prix ou "
        "un dédommagement peut m’être demandé."
    ),
    "tick_ARRHES": (
        "Je verse {share} {when}, à titre d’arrhes : je les perds si je renonce, et le double "
        "m’est rendu si {seller} renonce."
    ),
    "tick_due": "Je paie {term}.",
    "tick_late_ECB": (
        "Si je paie en retard, je dois des intérêts (taux de la Banque centrale européenne plus "
        "{margin} points) et {fee} par facture."
    ),
    "tick_late_CONTRACT": (
        "Si je paie en retard, je dois des intérêts de {rate} % par an et {fee} par facture."
    ),
    "tick_late_LEGAL": (
        "Si je ne paie pas après une mise en demeure, des intérêts au taux légal peuvent m’être "
        "demandés."
    ),
    "tick_late_PUBLIC": (
        "Un retard de paiement ouvre droit aux intérêts moratoires et à l’indemnité du Code de "
        "la commande publique."
    ),
    "tick_retention": "Ce qui m’est livré reste à {seller} tant que je n’ai pas tout payé.",
}

ENGLISH = {
    "now": "What you pay now",
    "withdraw": "If you withdraw",
    "later": "What you pay later",
    "late": "If you pay late",
    "contest": "If you disagree",
    "agreed": "What holds for you",
    "no_deposit": "Nothing when you order: you pay on invoice.",
    "deposit": "You pay {share} {when}. {nature}.",
    "share": "{percent}% of the price",
    "share_and_amount": "{percent}% of the price ({amount})",
    "ORDER": "when you order",
    "START": "before the work starts",
    "BY_DAY": "by {day}",
    "ACOMPTE": "This is a down payment (“acompte”)",
    "ARRHES": "This is a forfeitable deposit (“arrhes”)",
    "withdraw_none": "An accepted order binds both sides.",
    "withdraw_ACOMPTE": (
        "A down payment binds both sides for good. If you withdraw, {seller} may claim the rest "
        "of the price or compensation; if {seller} withdraws, compensation may be due to you."
    ),
    "withdraw_ARRHES": (
        "A forfeitable deposit leaves each side free to withdraw. If you withdraw, you lose it; "
        "if {seller} withdraws, twice the amount is paid back to you."
    ),
    "withdraw_consumer": (
        "The 14-day right of withdrawal that the law gives consumers, where it applies, is "
        "untouched."
    ),
    "balance": "You pay the rest {term}.",
    "whole": "You pay {term}.",
    "until": "Here, by {day} at the latest.",
    "exact_day": "The invoice always states the exact day.",
    "on_receipt": "on receipt of the invoice",
    "INVOICE_DATE": "within {days} days of the invoice date",
    "DAYS_THEN_MONTH_END": (
        "by the end of the month in which day {days} after the invoice date falls"
    ),
    "MONTH_END_THEN_DAYS": "within {days} days of the end of the month of the invoice",
    "early_payment": "Early payment: {text}",
    "retention": "What is delivered to you remains {seller}’s until it is fully paid.",
    "late_ECB": (
        "Interest runs from the day after the due date, without notice: the European Central "
        "Bank rate plus {margin} percentage points."
    ),
    "late_CONTRACT": (
        "Interest of {rate}% a year runs from the day after the due date, without notice."
    ),
    "late_LEGAL": (
        "Nothing is automatic. If the invoice stays unpaid after a formal notice, interest at "
        "the French legal rate may be claimed; no reminder fee is charged to you."
    ),
    "late_PUBLIC": (
        "The default interest and the recovery compensation of the French public procurement "
        "code apply."
    ),
    "fee": "{fee} for recovery costs is added, once for each invoice paid late.",
    "contest_how": (
        "Say so as soon as you can, and say what is wrong: from your private link, or by a "
        "message to {contact}. What you contest is not pressed for while you wait for the answer."
    ),
    "contest_link": (
        "Say so as soon as you can, and say what is wrong, from your private link. What you "
        "contest is not pressed for while you wait for the answer."
    ),
    "mediator": "Failing agreement, you may turn to the mediator free of charge: {mediator}",
    "question": "A question before you accept? Write to {contact}.",
    "prevails": "This holds between us and prevails over the general text: {names}.",
    "name_term_code": "the payment term",
    "name_deposit": "the sum paid in advance",
    "name_retention_of_title": "the retention of title",
    "name_contest_to": "the address for contesting",
    "name_interest": "the late-payment interest",
    "name_rate": "the interest rate",
    "tick_ACOMPTE": (
        "I pay {share} {when}, as a down payment (“acompte”): if I then withdraw, the rest of the "
        "price or compensation may be claimed from me."
    ),
    "tick_ARRHES": (
        "I pay {share} {when}, as a forfeitable deposit (“arrhes”): I lose it if I withdraw, and "
        "twice the amount is paid back to me if {seller} withdraws."
    ),
    "tick_due": "I pay {term}.",
    "tick_late_ECB": (
        "If I pay late, I owe interest (European Central Bank rate plus {margin} percentage "
        "points) and {fee} per invoice."
    ),
    "tick_late_CONTRACT": "If I pay late, I owe interest of {rate}% a year and {fee} per invoice.",
    "tick_late_LEGAL": (
        "If I do not pay after a formal notice, interest at the French legal rate may be claimed "
        "from me."
    ),
    "tick_late_PUBLIC": (
        "Late payment gives rise to the default interest and the compensation of the French "
        "public procurement code."
    ),
    "tick_retention": "What is delivered to me remains {seller}’s until I have paid in full.",
}
