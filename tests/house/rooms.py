"""Rules of what folders include of each other, as pure functions like those of rules.py."""
import posixpath
import re

TOP_ROOMS = ("bench", "harness", "reports", "topology")
VALUES = {"topology", "topology/audit", "topology/base"}

# Rooms within reports, from the ground up -> what each may include besides itself.
REPORTS_ROOMS = {
    "reports/model": VALUES,
    "reports/statistics": set(),
    "reports/text": {"topology/base"},
    "reports/json": {"reports/model", *VALUES},
    "reports/analysis": {"reports/model", "reports/statistics", "reports/text", *VALUES},
    "reports/words": {"reports/model", "reports/statistics", "reports/text", "reports/analysis", *VALUES},
    "reports/table": {"reports/model", "reports/text", "reports/analysis", "reports/words", "topology/base"},
    "reports/html": {"reports/model", "reports/statistics", "reports/text", "reports/analysis", "reports/words",
                     *VALUES},
    "reports/formats": {"reports/model", "reports/statistics", "reports/text", "reports/json", "reports/analysis",
                        "reports/words", "reports/table", "reports/html", "topology/base"},
}


def folder_includes(files):
    """Folder -> other folder that it includes -> one file and header as the witness."""
    graph = {}
    for path, text in files.items():
        if path.split("/")[0] not in TOP_ROOMS or not path.endswith((".h", ".cpp", ".cu")):
            continue
        folder = posixpath.dirname(path)
        for header in re.findall(r'^\s*#\s*include\s*"([^"]+)"', text, re.MULTILINE):
            other = posixpath.dirname(header)
            if other.split("/")[0] in TOP_ROOMS and other != folder and header in files:
                graph.setdefault(folder, {}).setdefault(other, f"{path} includes {header}")
    return graph


def circle_from(graph, start):
    """Folders of the shortest way from `start` back to it; [] when there is none."""
    ways = [[start]]
    seen = set()
    for way in ways:  # grows meanwhile: breadth first
        for other in graph.get(way[-1], {}):
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append(way + [other])
    return []


def include_circles(files):
    """A folder is a room: what stands below doesn't know what stands above."""
    graph = folder_includes(files)
    breaches = []
    for start in sorted(graph):
        circle = circle_from(graph, start)
        if circle and start == min(circle):
            steps = "; ".join(graph[a][b] for a, b in zip(circle, circle[1:] + circle[:1]))
            breaches.append(f"{' -> '.join(circle + [start])}: folders include each other in a circle: {steps}")
    return breaches


def reports_rooms(files):
    breaches = []
    for folder, others in folder_includes(files).items():
        if folder == "reports" or folder.startswith("reports/") and folder not in REPORTS_ROOMS:
            breaches.append(f"{folder}: not a room of reports; tests/house/rooms.py lists them")
        breaches += [f"{folder} may not include {other}: {witness}" for other, witness in others.items()
                     if folder in REPORTS_ROOMS and other not in REPORTS_ROOMS[folder]]
    return breaches


ALL = [include_circles, reports_rooms]
