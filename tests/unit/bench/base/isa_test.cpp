// Which instructions run. A cap that doesn't hold would let the tests of tests/isa prove nothing, and a
// dispatch that takes too little costs half the speed without a word.
#include "bench/base/isa.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "bench/train/math/matmul.h"

namespace accelbench::bench::train {
namespace {

/// Whether the processor has all of these, in the kernel's names.
bool has(const std::string& flags) {
    static const std::string all = [] {
        std::ifstream cpuinfo("/proc/cpuinfo");
        std::string line;
        while (std::getline(cpuinfo, line) && !line.starts_with("flags")) continue;
        return line + " ";
    }();
    std::istringstream wanted(flags);
    for (std::string flag; wanted >> flag;) {
        if (all.find(" " + flag + " ") == std::string::npos) return false;
    }
    return true;
}

/// The x86-64 levels as their definition lists them.
std::string highest_level() {
    if (!loops_are_cloned || !has("avx2 bmi1 bmi2 f16c fma abm movbe")) return "default";
    return has("avx512f avx512bw avx512cd avx512dq avx512vl") ? "x86-64-v4" : "x86-64-v3";
}

TEST(Isa, OwnLoopsRunTheHighestLevelThatTheProcessorHas) {
    const char* expected = std::getenv("ACCELBENCH_EXPECT_LOOPS");
    EXPECT_EQ(loop_instructions(), expected == nullptr ? highest_level() : expected);
}

TEST(Isa, TheMatrixLibraryUsesAvx2OrBetterWhereTheProcessorHasIt) {
    const std::string used = matmul_instructions();
    if (const char* expected = std::getenv("ACCELBENCH_EXPECT_MATMUL")) {
        EXPECT_EQ(used, expected);
        return;
    }
    if (std::getenv("ONEDNN_MAX_CPU_ISA") != nullptr || !has("avx2 fma")) {
        GTEST_SKIP() << "no AVX2 here, or ONEDNN_MAX_CPU_ISA caps the library; it uses " << used;
    }
    const bool wide = has("avx512f avx512bw avx512dq avx512vl");
    EXPECT_TRUE(used.starts_with(wide ? "avx512_core" : "avx2")) << used;
}

// A library that is newer than this code says sets of instructions that it has no name for.
TEST(Isa, ANewerLibrarysInstructionsAreNamedAfterTheBestOnesKnownInThem) {
    EXPECT_STREQ(isa_name(0x0), "other");
    EXPECT_STREQ(isa_name(0x3), "avx");
    EXPECT_STREQ(isa_name(0x7), "avx2");
    EXPECT_STREQ(isa_name(0x27), "avx512_core");
    // As oneDNN 3 numbers them: avx2_vnni_2, avx512_core_fp16, avx512_core_amx_fp16.
    EXPECT_TRUE(std::string(isa_name(0x1f)).starts_with("avx2"));
    EXPECT_STREQ(isa_name(0x1ef), "avx512_core_bf16");
    EXPECT_STREQ(isa_name(0x1fef), "avx512_core_amx");
}

}  // namespace
}  // namespace accelbench::bench::train
