"""Words of others put into a mail of ours: they fill in nothing, and make no button."""


def no_blanks(words: str) -> str:
    """Return words in which nothing will be filled in: they are not a template of ours."""
    return words.replace("{", "{\N{WORD JOINER}")


def quoted(words: str) -> str:
    """Quote a client's words: a lone address in them must not become one of our buttons."""
    return "\n".join(f"> {line}" for line in no_blanks(words).splitlines() if line.strip())


def joined(*paragraphs: str) -> str:
    """Return the paragraphs that say something, as the text of a mail."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
