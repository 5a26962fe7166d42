"""The mutants of a source: copies of it in which one line is changed in one place."""
import dataclasses
import re

from masked import masked

SWAPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "*": "/", "/": "*",
           "+=": "-=", "-=": "+=", "&&": "||", "||": "&&", "true": "false", "false": "true", "min": "max", "max": "min",
           "any_of": "all_of", "all_of": "any_of", "none_of": "any_of", "!": ""}

# Binary operators have spaces around them, as clang-format writes them; brackets of templates, pointers and
# references have not. An operator may also end the line.
BINARY = re.compile(r"(?<= )(?:<=|>=|==|!=|<|>|\+=|-=|\+|-|\*|/|&&|\|\|)(?= |$)")
NEGATION = re.compile(r"!(?=[\w(:*])")
BOOLEAN = re.compile(r"\b(?:true|false)\b")
ALGORITHM = re.compile(r"(?<=::)(?:(?:min|max)(?=[(<]|_element\b)|(?:any|all|none)_of\b)")
SWAPS = (BINARY, NEGATION, BOOLEAN, ALGORITHM)

# No digits of names, of other bases or of floating-point numbers; " = 0;" after a parenthesis is a pure function.
INTEGER = re.compile(r"(?<![\w.'])(?<![eE][-+])\d[\d']*(?=(?:[uU]?[lLzZ]{0,2}|[lL]{1,2}[uU])(?![\w.']))")
PURE = re.compile(r"\)[\w ]* = 0;$")

RETURN = re.compile(r"\breturn (?P<value>[^;]+);")
DEFAULTS = {"{}", '""', "std::nullopt", "false", "true", "0", "nullptr"}

# What a line starts with that is no statement to delete: declarations leave their name undefined.
NO_STATEMENT = re.compile(
    r"(?:return|case|default|goto|using|typedef|friend|template|struct|class|enum|union|namespace|public|private"
    r"|protected|static|const|constexpr|inline|extern|auto|mutable|explicit|virtual|operator|co_\w+)\b"
    r"|(?!(?:throw|delete|else)\b)[\w:]+(?:<[^;=]*>)?(?:::\w+)*[*&]* [*&]*[\w\[]")
STARTS = re.compile(r"[A-Za-z_(*]|\+\+|--")


@dataclasses.dataclass(frozen=True)
class Mutant:
    path: str
    line: int  # from 1
    before: str
    after: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.before.strip()} -> {self.after.strip()}"


def swaps(code):
    """(start, end, replacement) of each operator, word and integer that has a counterpart."""
    for pattern in SWAPS:
        for found in pattern.finditer(code):
            yield found.start(), found.end(), SWAPPED[found.group()]
    for found in INTEGER.finditer(code):
        if not PURE.search(code):
            yield found.start(), found.end(), str(int(found.group().replace("'", "")) + 1)


def balanced(code):
    depth = 0
    for sign in code:
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return False
    return depth == 0


def is_statement(code, previous):
    """Whether the line is a whole statement, `previous` being the last line before it that has code."""
    begins_here = not previous or previous[-1] in ";{}:)" or previous.endswith("else")
    text = code.strip()
    return (begins_here and text.endswith(";") and not text.endswith(" ;") and balanced(text)
            and bool(STARTS.match(text)) and not NO_STATEMENT.match(text))


def replacements(line, code, previous):
    """(start, end, replacement) of every mutation of a line, from left to right."""
    found = list(swaps(code))
    for answer in RETURN.finditer(code):
        value = line[answer.start("value"):answer.end("value")]
        if value not in DEFAULTS and balanced(answer.group("value")):
            found.append((*answer.span("value"), "{}"))
    if is_statement(code, previous):
        indent = len(code) - len(code.lstrip())
        found.append((indent, len(code), ";"))
    return sorted(found)


def mutants_of(path, text, lines=None):
    """Of each line of `text`, or of those whose numbers are in `lines`."""
    mutants, previous = {}, ""
    for number, (line, code) in enumerate(zip(text.split("\n"), masked(text).split("\n")), 1):
        code = code.rstrip()
        if not code:
            continue
        if lines is None or number in lines:
            for start, end, instead in replacements(line, code, previous):
                mutant = Mutant(path, number, line, line[:start] + instead + line[end:])
                mutants.setdefault(mutant, None)
        previous = code.strip()
    return list(mutants)
