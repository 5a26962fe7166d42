"""Formats, read by the tools that they are made for: consumers.py FORMAT FILE...

Exit: 0 all files hold, 1 one doesn't (it is named), 77 the tool isn't installed."""
import collections
import sys


def junit(path):
    """The counts that CI servers show are those of the cases, and no two cases share a name. Returns how
    many cases there are."""
    try:
        import junitparser
    except ImportError:
        sys.exit(skip("junitparser", "python3-junitparser"))
    document = junitparser.JUnitXml.fromfile(path)
    for suite in document:
        cases = list(suite)
        found = collections.Counter(type(result).__name__ for case in cases for result in case.result)
        stated = {"Failure": suite.failures, "Error": suite.errors, "Skipped": suite.skipped}
        expect(path, "tests", suite.tests, len(cases))
        for kind, count in stated.items():
            expect(path, kind, count, found[kind])
        expect(path, "distinct names", len({(case.classname, case.name) for case in cases}), len(cases))
        expect(path, "cases with a time", sum(case.time is not None for case in cases), len(cases))
        expect(path, "results without a text", [r.message for c in cases for r in c.result if not r.text], [])
    return sum(len(list(suite)) for suite in document)


CONSUMERS = {"junit": junit}


def expect(path, what, got, wanted):
    if got != wanted:
        sys.exit(f"{path}: {what}: {got}, expected {wanted}")


def skip(tool, package):
    print(f"skipped: {tool} is not installed; Debian has it as {package}")
    return 77


if __name__ == "__main__":
    results = 0
    for name in sys.argv[2:]:
        results += CONSUMERS[sys.argv[1]](name)
    expect(" ".join(sys.argv[2:]), "any result", results > 0, True)
    print(f"{len(sys.argv) - 2} files hold, with {results} results")
