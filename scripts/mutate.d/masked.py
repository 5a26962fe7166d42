"""C++ text with everything blanked that is no code: what a mutation may change is what is left.

The masked text has the length and the lines of the original, so a place in one is a place in the other.
"""
import re

# One token each, in this order: a // in a string starts no comment, and a quote in a comment no string.
TOKENS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<raw>\bR"(?P<fence>[^\s()\\]{0,16})\(.*?\)(?P=fence)")
    |(?P<string>"(?:\\.|[^"\\\n])*")
    |(?P<character>(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+')
    |(?P<preprocessor>^[ \t]*\#(?:\\\n|[^\n])*)""", re.DOTALL | re.MULTILINE | re.VERBOSE)

# Checked by the compiler, or only text for people: no test can or should notice a change.
CALLS = re.compile(r"\b(?:static_assert|talk|talk_text|write_talk)\(")
ATTRIBUTES = re.compile(r"\[\[.*?\]\]")


def blank(text):
    """Spaces, where lines stay lines."""
    return re.sub(r"[^\n]", " ", text)


def hidden(token):
    """The literal's quotes stay, so that it is still an operand; nothing in it does."""
    text = token.group()
    if token.lastgroup in ("comment", "preprocessor"):
        return blank(text)
    return '"' + re.sub(r"[^\n]", "_", text[1:-1]) + '"'


def end_of_call(text, opening):
    """Where the parenthesis at `opening` is closed; the text's end if it isn't."""
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def without_calls(text):
    place = 0
    while found := CALLS.search(text, place):
        place = end_of_call(text, found.end() - 1)
        text = text[:found.start()] + blank(text[found.start():place]) + text[place:]
    return text


def masked(text):
    """`text` without comments, literals, preprocessor lines, attributes, static_asserts and messages."""
    code = TOKENS.sub(hidden, text)
    return without_calls(ATTRIBUTES.sub(lambda found: blank(found.group()), code))
