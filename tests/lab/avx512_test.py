"""The training kernel with AVX-512 on a machine that may have none: avx512_test.py BENCH_TEST SOURCE_DIR.

Natively such a machine runs neither the loops' widest clones nor the matrix library's bf16 products.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile

import bochs
import lab

PROCESSOR = "corei7_skylake_x"
# Without the largest products, most of the time here: how tiles are cut doesn't depend on the instructions.
FILTER = ("Isa*:Bf16*:*.OfBf16*:FastExp*:Gelu.*:LayerNorm.Forward*:Linear*:CrossEntropy*:Adamw*:"
          "*MatmulTest*/0:*MatmulTest*/3:*MatmulTest*/4:*ReferenceTest.Gradients*/0:*ChecksItself*-*GptCurve*:GptPlan*:"
          "*MatmulTest.*/8:*MatmulTest.*/10")
EXPECTED = {"ACCELBENCH_EXPECT_LOOPS": "x86-64-v4", "ACCELBENCH_EXPECT_MATMUL": "avx512_core"}


# They say which code ran.
LEVELS = {"Isa.OwnLoopsRunTheHighestLevelThatTheProcessorHas",
          "Isa.TheMatrixLibraryUsesAvx2OrBetterWhereTheProcessorHasIt"}


def find_kernel(source):
    for program, package in (("bochs", "bochs and bochs-term"), ("busybox", "busybox-static")):
        if shutil.which(program) is None:
            print(f"SKIPPED: no {program} here (package {package}), which emulates AVX-512")
            sys.exit(77)
    if not list(pathlib.Path("/usr/lib").glob("*/bochs/plugins/libbx_term_gui.so")):
        print("SKIPPED: this Bochs has no screen in a terminal (package bochs-term)")
        sys.exit(77)
    # QEMU's seabios satisfies what Bochs depends on, so that its own link may point to nothing.
    if not pathlib.Path("/usr/share/bochs/VGABIOS-lgpl-latest").exists():
        print("SKIPPED: there is no video BIOS for Bochs here (package vgabios)")
        sys.exit(77)
    if shutil.which("xz") is None:
        print("SKIPPED: no xz here (package xz-utils), so the lab's kernel can't be unpacked for Bochs")
        sys.exit(77)
    lab.skip_without_lab(source)
    kernel = pathlib.Path(os.environ.get("ACCELBENCH_LAB_CACHE", source / "build/numa-lab")) / "default/vmlinux"
    if not kernel.exists() or kernel.read_bytes()[:4] != b"\x7fELF":
        print(f"SKIPPED: {kernel} is no unpacked kernel (the lab keeps it elsewhere, or its packing is none of xz, "
              "zstd and gzip)")
        sys.exit(77)
    return kernel


def main():
    program, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    kernel = find_kernel(source)
    fixtures = [source / "tests/fixtures/bench" / name for name in ("gpt_reference.json", "text.txt")]
    environment = ["OMP_NUM_THREADS=1", *(f"{name}={value}" for name, value in EXPECTED.items())]
    with tempfile.TemporaryDirectory() as folder:
        said = bochs.run(pathlib.Path(folder), PROCESSOR, kernel, program, environment, [f"--gtest_filter={FILTER}"],
                         fixtures, 560)
    said = re.sub(r"\x1b\[[0-9;]*m", "", said)
    print(said)
    passed = re.findall(r"^\[ +OK \] (\S+)", said, re.MULTILINE)
    missing = LEVELS - set(passed)
    if "guest ended with 0" not in said or missing or len(passed) < 30:
        sys.exit(f"under Bochs {len(passed)} tests passed, not {missing or 'all'}, or the guest's end was not a good "
                 "one")


main()
