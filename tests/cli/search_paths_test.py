"""Where the loader looks for libraries of each program and shared object, built and installed:
search_paths_test.py BUILD_FOLDER CMAKE

An empty or relative element of that path is the folder that the user happens to stand in: a library there would run as
the user.
"""
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import unittest

BUILD, CMAKE = sys.argv[1:3]
EXECUTABLE, SHARED = 2, 3  # e_type


def elf_files(folder):
    """Programs and shared objects below `folder`; objects that are yet to be linked have no search path."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            start = file.read(18)
        if start[:4] == b"\x7fELF" and int.from_bytes(start[16:18], sys.byteorder) in (EXECUTABLE, SHARED):
            yield path


def others_may_write(path):
    """Whether somebody but root and this user may put something at `path`, or replace a folder above it."""
    for folder in (path, *path.parents):
        try:
            facts = folder.stat()
        except FileNotFoundError:
            continue  # the folder above tells who may make it
        if facts.st_uid not in (0, os.getuid()):
            return True
        if facts.st_mode & stat.S_IWOTH and not (folder != path and facts.st_mode & stat.S_ISVTX):
            return True
    return False


def complaints(text):
    """About what `readelf -d -l` says of one file."""
    for kind, paths in re.findall(r"\((RPATH|RUNPATH)\)\s+Library \w+: \[(.*)\]", text):
        for element in paths.split(":"):
            if not element.startswith("/"):
                yield f"{kind} [{paths}] holds '{element}', which is the current folder or below it"
            elif others_may_write(pathlib.Path(element)):
                yield f"{kind} [{paths}]: others may write to {element}"
    for library in re.findall(r"\(NEEDED\)\s+Shared library: \[(.*)\]", text):
        if "/" in library:
            yield f"needs '{library}' by its path"
    for interpreter in re.findall(r"interpreter: (.*)\]", text):
        if not interpreter.startswith("/"):
            yield f"its loader is '{interpreter}'"


class SearchPaths(unittest.TestCase):
    def check(self, folder, names):
        found = list(elf_files(folder))
        self.assertLessEqual(names, {path.name for path in found})
        for path in found:
            with self.subTest(program=str(path)):
                said = subprocess.run(["readelf", "-W", "-d", "-l", str(path)], capture_output=True, text=True,
                                      check=True, env=dict(os.environ, LC_ALL="C"))
                self.assertEqual(list(complaints(said.stdout)), [])

    def test_of_what_is_built(self):
        self.check(BUILD, {"accelbench", "accelbench-rank"})

    def test_of_what_is_installed(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([CMAKE, "--install", BUILD, "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
            self.check(folder, {"accelbench", "accelbench-rank"})

    def test_names_what_is_wrong(self):
        def path(text):
            return f" 0x1d (RUNPATH)            Library runpath: [{text}]\n"
        for bad in ("/usr/lib:", ":/usr/lib", "/usr/lib::/lib", "lib", "./lib", "$ORIGIN/../lib"):
            self.assertEqual(len(list(complaints(path(bad)))), 1, bad)
        self.assertEqual(list(complaints(path("/usr/lib"))), [])
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(list(complaints(path(folder + "/absent"))), [])
            os.chmod(folder, 0o777)
            self.assertEqual(len(list(complaints(path(folder + "/absent")))), 1)
        self.assertEqual(len(list(complaints(" 0x1 (NEEDED)  Shared library: [./libx.so]\n"))), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
