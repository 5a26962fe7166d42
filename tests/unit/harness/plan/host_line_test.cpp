#include "harness/plan/host_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../failure_text.h"

namespace accelbench::plan {
namespace {

using test::failure_text;
using testing::HasSubstr;

// "(and 0 more characters)" of a line that is shown in full.
TEST(HostLine, AWrongOneIsCutOnlyWhereCharactersAreLeftOut) {
    const std::string whole = "/" + std::string(59, 'a');
    EXPECT_THAT(failure_text([&] { read_host(whole, "here"); }), HasSubstr("'" + whole + "' is not a host"));
    EXPECT_THAT(failure_text([&] { read_host(whole + "b", "here"); }),
                HasSubstr("'" + whole + "' (and 1 more characters) is not a host"));
}

// "node1 =8", of which a word was lost, would run as many ranks on node1 as it has cores.
TEST(HostLine, ANumberWithoutItsKeyIsNoAttribute) {
    for (const char* line : {"n1 =8", "n1 slots=8 =9", "n1 = 8"})
        EXPECT_THAT(failure_text([&] { read_host(line, "here"); }), HasSubstr("is not a host")) << line;
    for (const char* line : {"n1 slots=8 max_slots=9", "n1 max-slots = 9 slots = 8", "n1:8"})
        EXPECT_EQ(read_host(line, "here").slots, 8) << line;
}

}  // namespace
}  // namespace accelbench::plan
