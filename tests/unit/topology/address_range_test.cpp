#include "topology/address_range.h"

#include <gtest/gtest.h>

namespace accelbench::topology {
namespace {

TEST(AddressRange, IsWhatALineOfMapsBeginsWith) {
    const auto range = address_range("7f0000000000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]");
    ASSERT_TRUE(range);
    EXPECT_EQ(range->begin, 0x7f0000000000u);
    EXPECT_EQ(range->end, 0xffffffffff601000u);
    EXPECT_TRUE(address_range("1-2"));
}

TEST(AddressRange, OfAnyOtherLineIsNone) {
    for (const char* line : {"", "-", "7f00-", "-7f00", "7f00 7f80", "Rss:    4 kB", "VmFlags: rd-wr",
                             "7f00-7f80x rw-p", "7f00-10000000000000000 rw-p"})
        EXPECT_FALSE(address_range(line)) << line;
}

}  // namespace
}  // namespace accelbench::topology
