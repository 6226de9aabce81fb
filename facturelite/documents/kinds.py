"""The kinds of document, by their codes (BT-3, UNTDID 1001)."""

INVOICE = "380"
DEPOSIT = "386"
CREDIT_NOTE = "381"
CORRECTIVE = "384"
DEPOSIT_CREDIT = "503"

CREDITS = frozenset({CREDIT_NOTE, DEPOSIT_CREDIT})  # what lowers a debt instead of making one
