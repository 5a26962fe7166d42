"""Runs tests of the training kernel on a processor with fewer instructions, and has them prove that it has fewer.

capped.py PROGRAM CAP MATMUL LOOPS FILTER. CAP is cpu=MODEL: the whole program under qemu-user, which shows MODEL to the
matrix library and to our own loops; or library=ISA: oneDNN capped, our loops as the processor has them. MATMUL and
LOOPS are what must then be in use ("any": whatever the processor has). FILTER is GoogleTest's.
"""
import fnmatch
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

FLAG_OF = {"SSE41": "sse4_1", "AVX": "avx", "AVX2": "avx2"}


def skip(reason):
    print("SKIPPED:", reason)
    sys.exit(77)


def emulator(model):
    if platform.machine() != "x86_64":
        skip(f"the caps are those of x86-64, and this machine is {platform.machine()}")
    if shutil.which("qemu-x86_64") is None:
        skip("no qemu-x86_64 here, which pretends older processors; it is in the package qemu-user")
    return ["qemu-x86_64", "-cpu", model]


def cap_library(isa):
    flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    if flags is None or FLAG_OF[isa] not in flags.group(1).split():
        skip(f"this processor has no {isa}, so there is nothing to cap")
    return {"ONEDNN_MAX_CPU_ISA": isa}


def main():
    program, cap, matmul, loops, wanted = sys.argv[1:]
    kind, value = cap.split("=")
    # A waiting thread that spins takes the processor from the emulated thread that it waits for.
    environment = dict(os.environ, OMP_WAIT_POLICY="passive", ACCELBENCH_EXPECT_MATMUL=matmul)
    if loops != "any":
        environment["ACCELBENCH_EXPECT_LOOPS"] = loops
    words = emulator(value) if kind == "cpu" else []
    if kind == "library":
        environment |= cap_library(value)
    done = subprocess.run([*words, program, f"--gtest_filter=Isa.*:{wanted}"], env=environment, text=True,
                          stdout=subprocess.PIPE, check=False)
    print(done.stdout, flush=True)
    if done.returncode != 0:
        sys.exit(f"with {cap} the tests end with {done.returncode}")
    passed = re.findall(r"^\[ +OK \] (\S+)", done.stdout, re.MULTILINE)
    # GoogleTest is content with a filter that nothing matches, and with tests that skip themselves.
    missing = [word for word in ["Isa.Own*", "Isa.*Library*", *wanted.split("-")[0].split(":")]
               if not fnmatch.filter(passed, word)]
    if missing:
        sys.exit(f"with {cap} nothing passed of {' '.join(missing)}")


main()
