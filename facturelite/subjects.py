"""What a fact or a message is about, in one word: « invoice/12 »."""


def split(subject: str) -> tuple[str, int]:
    """Return the kind and the number that a subject is made of; 0 where it names no row."""
    kind, _, number = subject.partition("/")
    return kind, int(number) if number.isdecimal() else 0


def number_in(subject: str) -> int:
    """Return the number of the row that a subject names, or 0."""
    return split(subject)[1]
