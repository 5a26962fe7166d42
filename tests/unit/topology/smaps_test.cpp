#include "topology/smaps.h"

#include <gtest/gtest.h>

namespace accelbench::topology {
namespace {

constexpr auto smaps = R"(7f0000000000-7f0000800000 rw-p 00000000 00:00 0
Size:               8192 kB
KernelPageSize:        4 kB
Rss:                6144 kB
Anonymous:          6144 kB
AnonHugePages:      4096 kB
ShmemPmdMapped:        0 kB
Shared_Hugetlb:        0 kB
Private_Hugetlb:       0 kB
VmFlags: rd wr mr mw me ac hg
7f0000a00000-7f0000e00000 rw-p 00000000 00:0f 77 /anon_hugepage (deleted)
Size:               4096 kB
KernelPageSize:     2048 kB
Rss:                   0 kB
AnonHugePages:         0 kB
Private_Hugetlb:    4096 kB
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]
Rss:                   0 kB
)";

// Rss leaves the pool's pages out: a rank on them would seem to hold nothing.
TEST(Smaps, CountsTransparentHugePagesAndThoseOfThePool) {
    const auto mappings = parse_smaps(smaps);
    ASSERT_EQ(mappings.size(), 3U);
    EXPECT_EQ(mappings[0].begin, 0x7f0000000000U);
    EXPECT_EQ(mappings[0].end, 0x7f0000800000U);
    EXPECT_EQ(mappings[0].resident_bytes, std::uint64_t{6} << 20);
    EXPECT_EQ(mappings[0].huge_bytes, std::uint64_t{4} << 20);
    EXPECT_EQ(mappings[1].resident_bytes, std::uint64_t{4} << 20);
    EXPECT_EQ(mappings[1].huge_bytes, std::uint64_t{4} << 20);
    EXPECT_EQ(mappings[2].resident_bytes, 0U);
}

TEST(Smaps, OfNothingIsEmpty) { EXPECT_TRUE(parse_smaps("").empty()); }

}  // namespace
}  // namespace accelbench::topology
