"""Prints compile_commands.json of a build with GCC as clang-tidy can use it: without what only GCC understands, and
with an entry for each of the files that the build compiles in one. usage: clang_commands.py BUILD FOLDER-FOR-HEADERS"""
import json
import pathlib
import re
import sys

# Clang can't read headers that GCC precompiled.
ONLY_GCC = re.compile(r" -(Winvalid-pch|Werror|include [^ ]+cmake_pch\.hxx|fno-tree-[a-z-]+|f(no-)?sanitize[^ \"]*)")
JOINED = re.compile(r'^#include "(.*\.cpp)"$', re.MULTILINE)


def files_of(entry):
    path = pathlib.Path(entry["file"])
    return JOINED.findall(path.read_text(encoding="utf-8")) if path.suffix == ".cxx" else [entry["file"]]


def main(build, headers):
    for entry in json.loads(pathlib.Path(build, "compile_commands.json").read_text(encoding="utf-8")):
        command = ONLY_GCC.sub("", entry["command"])
        command = command.replace(" -o ", f" -Wno-unknown-warning-option -idirafter {headers} -o ", 1)
        for file in files_of(entry):
            yield entry | {"command": command.replace(entry["file"], file), "file": file}


if __name__ == "__main__":
    print(json.dumps(list(main(*sys.argv[1:])), indent=0))
