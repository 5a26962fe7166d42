"""The rules of the layout as pure functions: a dict of path -> text in, a list of breaches out."""
import fnmatch
import re

TOP_FOLDERS = {"bench", "harness", "reports", "scripts", "tests", "topology"}
TOP_FILES = {"CMakeLists.txt", "CMakePresets.json", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
             ".clang-format", ".clang-tidy", ".gitignore"}
HIDDEN_FOLDERS = {".ci"}

# Folder -> the folders of ours that it may include, besides itself.
MAY_INCLUDE = {"topology": set(), "bench": {"topology"}, "reports": {"topology"},
               "harness": {"bench", "topology", "reports"}}
# Rooms of the harness that meet in files only.
STRANGERS = [("harness/launch/", "harness/rank/"), ("harness/rank/", "harness/launch/")]

# Third-party header -> where it may be included, and in how many files at most (None: any number of those).
FRONT_DOORS = [
    (r"hwloc(\.h|/.*)", ["topology/machine*", "topology/bind*", "topology/environment*"], None),
    (r"numa(if)?\.h", ["topology/mem*", "topology/verify*", "topology/observe*", "topology/bind*",
                       "topology/environment*"], None),
    (r"papi\.h", ["harness/counters/*"], 1),
    (r"mpi\.h", ["harness/rank/*"], 1),
    (r"gloo/.*", ["bench/message/gloo*"], None),
    (r"benchmark/.*", ["bench/memory/*"], 1),
    (r"dnnl.*", ["bench/*"], 1),
    (r"nlohmann/(?!json_fwd).*", ["*json*"], None),
    (r"rapidjson/.*", ["topology/base/json*"], 1),
    (r"CLI/.*", ["harness/cli/*"], None),
]

# Calls that throw or fail where a program must go on -> where they may stand, and what to call instead.
CALLS = [
    (r"fmt::print\((?!commands_)|std::(?:cerr|fputs|puts|fprintf|printf|perror)\b",
     ["bench/memory/gbench.cpp"], "print through topology/base/standard_streams.h: what can't be written ends nothing"),
    (r"std::cout\b", ["bench/memory/stream_serve.cpp"], "print through topology/base/standard_streams.h"),
    (r"directory_iterator\b", ["topology/base/paths.cpp", "topology/base/paths.h"],
     "call folder_entries: an iterator throws half-way"),
    (r"istreambuf_iterator\b", [], "call read_system_file: this throws where a read fails"),
    (r"(?:fs|filesystem)::(?:(?:absolute|exists|is_directory|is_regular_file|file_size|read_symlink|proximate)"
     r"\((?!status)(?:[^(),]|\([^()]*\))*\)|(?:current_path|temp_directory_path)\(\))", [],
     "give it an error_code: it throws where a folder may not be entered"),
]

MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:work|root|home/\w+|Users/\w+|mnt/\w+)/\w")
# Hosts that hand out packages: what is built must not depend on which of them is in reach.
REGISTRY = re.compile(r"(?:pypi|npmjs|crates|rubygems|pythonhosted|anaconda|golang|docker|ghcr|quay)\.(?:org|com|io)\b"
                      r"|\b(?:deb|security|archive)\.(?:debian|ubuntu)\.(?:org|com)|artifact[o]ry", re.IGNORECASE)

# Always wrong: the word list of CONTRIBUTING.md says what to write instead. In pieces: this file is read by the rule.
WRONG_WORDS = re.compile(r"\b(?:be" r"(?:nds?|nt|nding)|me" r"(?:nds?|nded|nding)|of" r" before)\b", re.IGNORECASE)
# A key of published documents, which keep their names: allowed in quotes.
PUBLISHED_KEY = '"me' 'nd"'

# Text inside a raw string is printed as it stands, so its lines are those of the output.
RAW_STRING = re.compile(r'\bR"(\w*)\(.*?\)\1"', re.DOTALL)

MAX_SOURCE_LINES = 400
MAX_README_LINES = 40
MAX_COLUMNS = 120


def is_source(path, text):
    """By its name, or by its first line: programs that are typed have no ending."""
    return (path.endswith((".h", ".cpp", ".cu", ".py", ".sh", ".cmake")) or path.split("/")[-1] == "CMakeLists.txt"
            or text.startswith("#!"))


def includes(text):
    """(header, quoted) of each #include."""
    for mark, header in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.MULTILINE):
        yield header, mark == '"'


def top_level(files):
    names = {path.split("/")[0] for path in files}
    allowed = TOP_FOLDERS | TOP_FILES | HIDDEN_FOLDERS
    return ([f"{name}: nothing else stands at the top" for name in sorted(names - allowed)] +
            [f"{name}: missing at the top" for name in sorted(allowed - names)])


def readmes(files):
    breaches = [f"{folder}/README.md: each room has one" for folder in sorted(TOP_FOLDERS)
                if f"{folder}/README.md" not in files]
    for path, text in files.items():
        if path.endswith("/README.md") and len(text.splitlines()) > MAX_README_LINES:
            breaches.append(f"{path}: more than {MAX_README_LINES} lines")
    return breaches


def sizes(files):
    return [f"{path}: {len(text.splitlines())} lines; more than {MAX_SOURCE_LINES} means two rooms share one door"
            for path, text in files.items() if is_source(path, text) and len(text.splitlines()) > MAX_SOURCE_LINES]


def include_graph(files):
    breaches = []
    for path, text in files.items():
        room = path.split("/")[0]
        if room not in MAY_INCLUDE:
            continue
        for header, quoted in includes(text):
            if not quoted:
                continue
            target = header.split("/")[0]
            if target != room and target not in MAY_INCLUDE[room]:
                breaches.append(f"{path}: {room} may not include {header}")
            for stranger, other in STRANGERS:
                if path.startswith(stranger) and header.startswith(other):
                    breaches.append(f"{path}: launch and rank meet in files only, not in {header}")
    return breaches


def front_doors(files):
    breaches = []
    ours = {path: text for path, text in files.items() if path.split("/")[0] in MAY_INCLUDE}
    for header_pattern, doors, most in FRONT_DOORS:
        users = {path for path, text in ours.items()
                 if any(re.fullmatch(header_pattern, header) for header, _ in includes(text))}
        breaches += [f"{path}: {header_pattern} is included in {' '.join(doors)} only" for path in sorted(users)
                     if not any(fnmatch.fnmatch(path, door) for door in doors)]
        if most is not None and len(users) > most:
            breaches.append(f"{' '.join(sorted(users))}: {header_pattern} is included in {most} file only")
    return breaches


def calls(files):
    return [f"{path}: {found.group()}: {instead}" for path, text in files.items()
            if path.split("/")[0] in MAY_INCLUDE and path.endswith((".h", ".cpp"))
            for pattern, doors, instead in CALLS if path not in doors
            for found in re.finditer(pattern, text)]


def conditional_libraries(files):
    """CMake picks a source file; shared code asks no preprocessor what is installed."""
    asks = re.compile(r"__has_include|^\s*#\s*(?:if|elif).*\b(?:ACCELBENCH_|HAVE_|WITH_)", re.MULTILINE)
    return [f"{path}: asks the preprocessor for a library" for path, text in files.items()
            if path.endswith((".h", ".cpp", ".cu")) and asks.search(text)]


def foreign_places(files):
    breaches = []
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            found = MACHINE_PATH.search(line) or REGISTRY.search(line)
            if found:
                breaches.append(f"{path}:{number}: '{found.group()}' exists on some machines only")
    return breaches


def named_one_by_one(files):
    """For a pattern ninja looks around at each start, and each start would say that it builds."""
    breaches = [f"{path}: files are named one by one, not found by CONFIGURE_DEPENDS" for path, text in files.items()
                if path.split("/")[-1] == "CMakeLists.txt"
                and re.search(r"^[^#]*\bGLOB.*CONFIGURE" + "_DEPENDS", text, re.MULTILINE)]
    named = files.get("harness/CMakeLists.txt", "")
    return breaches + [f"{path}: harness/CMakeLists.txt doesn't name it, so it is not built in" for path in files
                       if re.fullmatch(r"harness/counters/processors/[^/]+\.json", path)
                       and not re.search(rf"(?<![\w-]){re.escape(path.split('/')[-1][:-5])}(?![\w-])", named)]


def words(files):
    breaches = []
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if path == "CONTRIBUTING.md" and line.startswith("|"):
                continue  # its word list names them
            found = WRONG_WORDS.search(line.replace(PUBLISHED_KEY, ""))
            if found:
                breaches.append(f"{path}:{number}: '{found.group()}': CONTRIBUTING.md's word list has a better word")
    return breaches


def prose(text):
    """Markdown without code blocks, whose lines are output or commands, and tables, whose rows can't be wrapped."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fence = line.lstrip().startswith("```")
        fenced ^= fence
        if not (fence or fenced or line.startswith(("|", "    "))):
            yield number, line


def wrapped_lines(path, text):
    """(number, line) of the lines that are wrapped. Data are not: scripts/packages, scripts/fixes and
    tests/cli/contract.txt have a record on each line, golden files and fixtures a line of output; they are neither
    sources nor Markdown."""
    if path.endswith(".md"):
        return prose(text)
    if not is_source(path, text):
        return []
    if path.endswith((".h", ".cpp", ".cu")):
        text = RAW_STRING.sub(lambda raw: "\n" * raw.group().count("\n"), text)
    return enumerate(text.splitlines(), 1)


def line_length(files):
    return [f"{path}:{number}: {len(line)} columns; at most {MAX_COLUMNS}" for path, text in files.items()
            for number, line in wrapped_lines(path, text) if len(line) > MAX_COLUMNS]


ALL = [top_level, readmes, sizes, include_graph, front_doors, calls, conditional_libraries, foreign_places,
       named_one_by_one, words, line_length]
