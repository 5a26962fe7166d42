"""Which tests a source is held to: first those that name it, then all of its room.

tests/unit mirrors the tree, and its CMake lists say which file belongs to which program.
"""
import dataclasses
import pathlib
import re

TESTS = pathlib.PurePosixPath("tests/unit")
SET = re.compile(r"\bset\(\s*(\w+)([^)]*)\)")
PROGRAM = re.compile(r"\baccelbench_test\(\s*(\w+)\s+SOURCES\b([^)]*?)\bLIBS\b")
SUITE = re.compile(r"^\s*(?:TYPED_)?TEST(?:_F|_P)?\(\s*(\w+)", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class TestFile:
    program: str
    path: pathlib.PurePosixPath  # below the root
    suites: tuple
    includes: frozenset


@dataclasses.dataclass(frozen=True)
class Step:
    """One run of a program. The suites alone, or all but those that an earlier step ran."""
    program: str
    suites: tuple = ()
    inverted: bool = False

    def filter(self, left_out=()):
        """GoogleTest's, also of suites with parameters or types; without the tests in left_out."""
        patterns = [pattern for suite in self.suites for pattern in (f"{suite}.*", f"*/{suite}.*", f"{suite}/*")]
        wanted = ["*"] if self.inverted or not patterns else patterns
        unwanted = (patterns if self.inverted else []) + list(left_out)
        return ":".join(wanted) + ("-" + ":".join(unwanted) if unwanted else "")


def normal(path):
    """Without `..`: lists name files of other folders."""
    parts = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return pathlib.PurePosixPath(*parts)


def programs_in(text):
    """(program, the names of its sources as they are written) of each program of a CMake list."""
    text = re.sub(r"#[^\n]*", "", text)
    variables = {}
    for name, values in SET.findall(text):
        variables[name] = f"{variables.get(name, '')} {values}"
    for program, sources in PROGRAM.findall(text):
        sources = re.sub(r"\$\{(\w+)\}", lambda found: variables.get(found.group(1), ""), sources)
        yield program, re.findall(r"[\w./-]+\.cpp", sources)


def read_tests(root):
    """All test files, sorted; sources that hold no tests (samples, stubs) are none."""
    tests = set()
    for listing in (root / TESTS).rglob("CMakeLists.txt"):
        folder = pathlib.PurePosixPath(listing.parent.relative_to(root).as_posix())
        for program, names in programs_in(listing.read_text(encoding="utf-8")):
            for path in (normal(folder / name) for name in names if name.endswith("_test.cpp")):
                text = (root / path).read_text(encoding="utf-8")
                tests.add(TestFile(program, path, tuple(SUITE.findall(text)), frozenset(INCLUDE.findall(text))))
    return sorted(tests, key=lambda test: (test.program, test.path))


def names(test, source):
    """Whether a test file says that it tests `source`: by an include, or by its own name in a folder that mirrors the
    source's or one above it."""
    above = [TESTS / folder for folder in source.parents]
    return (str(source.with_suffix(".h")) in test.includes or
            test.path.name == f"{source.stem}_test.cpp" and test.path.parent in above)


def programs_of_room(tests, source):
    """Programs with tests in the folder that mirrors the source's, or that include headers of that folder; else those
    of the folder above."""
    for folder in source.parents:
        mirrored = {test.program for test in tests if test.path.parent == TESTS / folder}
        users = {test.program for test in tests if any(pathlib.PurePosixPath(header).parent == folder
                                                       for header in test.includes)}
        if found := mirrored or users:
            return sorted(found)
    return []


def suites_that_name(tests, source):
    """{program: sorted suites}"""
    naming = {}
    for test in tests:
        if names(test, source) and test.suites:
            naming.setdefault(test.program, set()).update(test.suites)
    return {program: tuple(sorted(suites)) for program, suites in sorted(naming.items())}


def steps_for(tests, path):
    """The runs that a mutant of the source must survive, in order: the suites of its room that name it, what else the
    room has, and the suites of other rooms that name it."""
    source = pathlib.PurePosixPath(path)
    naming, room = suites_that_name(tests, source), programs_of_room(tests, source)
    return ([Step(program, suites) for program, suites in naming.items() if program in room] +
            [Step(program, naming.get(program, ()), inverted=True) for program in room] +
            [Step(program, suites) for program, suites in naming.items() if program not in room])
