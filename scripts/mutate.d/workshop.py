"""A copy of the tree with a build of its own, where one mutant after the other is made, built and tested."""
import contextlib
import os
import re
import shutil
import tempfile

from failure import Failure

SKIPPED = {".git", "__pycache__", ".venv", "accelbench-results"}
# What decides how the tests are compiled. Warnings are no errors here: an unused variable makes a mutant no less of a
# program.
CARRIED = re.compile(r"^((?:CMAKE_(?:BUILD_TYPE|CXX_COMPILER|CXX_COMPILER_LAUNCHER|CXX_FLAGS\w*|EXE_LINKER_FLAGS"
                     r"|PREFIX_PATH)|ACCELBENCH_\w+|DNNL_\w+|Python3_EXECUTABLE):\w+=.*)$", re.MULTILINE)
FORCED = ("ACCELBENCH_WERROR=OFF", "ACCELBENCH_TESTS=ON", "CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE=PRE_TEST")


def settings_of(build):
    """The options that configure another build like `build`."""
    try:
        cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    except OSError as error:
        raise Failure(5, f"{build} is no build ({error.strerror}: CMakeCache.txt); build it first (scripts/test), or "
                         "name another with --build") from error
    return [f"-D{setting}" for setting in (*CARRIED.findall(cache), *FORCED)]


def is_sanitized(settings):
    return any(re.match(r"-DACCELBENCH_SANITIZE:\w+=.", setting) for setting in settings)


def left_out(folder, names):
    """For copytree: what belongs to no build, and builds, whatever they are called."""
    return {name for name in names if name in SKIPPED or name == "build" or
            os.path.exists(os.path.join(folder, name, "CMakeCache.txt"))}


class Workshop:
    def __init__(self, commands, root, folder, confined):
        self.commands, self.confined = commands, confined
        self.tree, self.built = folder / "tree", folder / "build"
        self.scratch = tempfile.mkdtemp(prefix="mutate-")  # a short path: names of sockets have at most 107 bytes
        shutil.copytree(root, self.tree, symlinks=True, ignore=left_out)
        # A second copy finds in ccache what the first one compiled, although its folder has another name.
        self.environment = {**os.environ, "CCACHE_BASEDIR": str(folder), "CCACHE_NOHASHDIR": "1", "LC_ALL": "C.UTF-8"}
        self.programs = {}

    def configure(self, settings):
        code, output = self.commands.run(["cmake", "-S", self.tree, "-B", self.built, "-G", "Ninja", *settings],
                                         env=self.environment)
        if code != 0:
            raise Failure(5, f"the copy can't be configured:\n{output}")
        targets = (self.built / "build.ninja").read_text(encoding="utf-8")
        self.programs = dict(re.findall(r"^build (\w+): phony (\S+/\1)$", targets, re.MULTILINE))

    def build(self, programs, processes, mutated=False):
        """None when all is built, else what the compiler or linker said. Mutants fill no cache."""
        environment = {**self.environment, **({"CCACHE_READONLY": "1"} if mutated else {})}
        code, output = self.commands.run(["cmake", "--build", self.built, "--parallel", processes, "--target",
                                          *programs], env=environment)
        return None if code == 0 else output

    def test(self, program, chosen, timeout=None):
        """(exit code, output) of the tests that the filter chooses, up to the first failure if there is a time-out."""
        path = self.built / self.programs[program]
        hasty = ["--gtest_fail_fast"] if timeout else []
        return self.commands.run([*self.confined, path, f"--gtest_filter={chosen}", "--gtest_brief=1", *hasty],
                                 timeout=timeout, cwd=path.parent,
                                 env={**self.environment, "TMPDIR": self.scratch})

    @contextlib.contextmanager
    def mutated(self, mutant):
        """The copy has the mutant in it meanwhile."""
        path = self.tree / mutant.path
        original = path.read_text(encoding="utf-8")
        lines = original.split("\n")
        lines[mutant.line - 1] = mutant.after
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(original, encoding="utf-8")

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
