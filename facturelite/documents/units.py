"""Units of measure: the code the standard wants (UN/ECE Rec 20), the word a reader wants."""

from decimal import Decimal

# code: (French singular, plural, English singular, plural)
UNITS: dict[str, tuple[str, str, str, str]] = {
    "C62": ("unité", "unités", "unit", "units"),
    "HUR": ("heure", "heures", "hour", "hours"),
    "DAY": ("jour", "jours", "day", "days"),
    "E48": ("prestation", "prestations", "service", "services"),
    "LS": ("forfait", "forfaits", "lump sum", "lump sums"),
    "MON": ("mois", "mois", "month", "months"),
    "WEE": ("semaine", "semaines", "week", "weeks"),
    "ANN": ("an", "ans", "year", "years"),
    "MIN": ("minute", "minutes", "minute", "minutes"),
    "H87": ("pièce", "pièces", "piece", "pieces"),
    "SET": ("lot", "lots", "set", "sets"),
    "KMT": ("km", "km", "km", "km"),
    "MTR": ("m", "m", "m", "m"),
    "MTK": ("m²", "m²", "m²", "m²"),
    "MTQ": ("m³", "m³", "m³", "m³"),
    "LTR": ("litre", "litres", "litre", "litres"),
    "KGM": ("kg", "kg", "kg", "kg"),
    "TNE": ("tonne", "tonnes", "tonne", "tonnes"),
    "KWH": ("kWh", "kWh", "kWh", "kWh"),
}


def unit_word(code: str, quantity: Decimal, language: str = "fr") -> str:
    """Return the word for a unit, agreeing with the quantity: in French the plural starts at 2."""
    singular_fr, plural_fr, singular_en, plural_en = UNITS[code]
    if language == "en":
        return singular_en if quantity == 1 else plural_en
    return plural_fr if abs(quantity) >= 2 else singular_fr  # noqa: PLR2004
