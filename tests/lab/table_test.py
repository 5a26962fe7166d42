"""All that was proved in the lab, in one table; fewer than 100 cells is a failure, not a smaller table.

usage: table_test.py TABLES TOPOLOGY...      TABLES holds what lab_test.py left; exit 77: no guest can be started here
"""
import json
import pathlib
import sys

import lab

LEAST_CELLS = 100


def main(tables, *topologies):
    lab.skip_without_lab(pathlib.Path(__file__).resolve().parents[2])
    missing = [name for name in topologies if not (pathlib.Path(tables) / f"{name}.json").exists()]
    rows = [row for path in sorted(pathlib.Path(tables).glob("*.json")) for row in json.loads(path.read_text())]
    lab.print_rows(rows)
    proved = [row for row in rows if not row["skipped"]]
    misplaced = sum(row["misplaced"] for row in proved)
    print(f"{len(proved)} cells, {sum(row['pages'] for row in proved)} pages checked, {misplaced} misplaced, "
          f"{len(rows) - len(proved)} cells skipped with their reason")
    wrong = [f"no cells of {name}: its test failed or did not run (ctest -L lab runs all)" for name in missing]
    if len(proved) < LEAST_CELLS:
        wrong.append(f"{len(proved)} cells, at least {LEAST_CELLS} are promised")
    if misplaced:
        wrong.append(f"{misplaced} pages are misplaced")
    for words in wrong:
        print("WRONG:", words)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
