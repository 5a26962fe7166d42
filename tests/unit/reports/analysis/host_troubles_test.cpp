#include "reports/analysis/host_troubles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::reports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Host lost(const std::string& name, const std::string& trouble) { return {name, trouble, {}, {}}; }

std::vector<std::string> sentences(const std::vector<Host>& hosts) {
    std::vector<std::string> all;
    for (const auto& trouble : host_troubles(hosts)) all.push_back(trouble.sentence());
    return all;
}

TEST(CompressedNames, AreRangesAsSlurmWritesThem) {
    EXPECT_EQ(compressed_names({"n08", "n09", "n10", "n20", "x"}), "n[08-10,20],x");
    EXPECT_EQ(compressed_names({"n8", "n9", "n10"}), "n[8-10]") << "without zeros in front widths differ";
    EXPECT_EQ(compressed_names({"n1-ib", "n2-ib", "m1"}), "n[1-2]-ib,m1");
    EXPECT_EQ(compressed_names({"a", "b"}), "a,b");
    EXPECT_EQ(compressed_names({"n", "n1"}), "n,n1");
    EXPECT_EQ(compressed_names({"n2", "n1"}), "n[2,1]") << "their order is the launcher's";
    EXPECT_EQ(compressed_names({"n09", "n010"}), "n[09,010]");
    EXPECT_EQ(compressed_names({}), "");
    EXPECT_EQ(compressed_names({"n12345678901234567890"}), "n12345678901234567890");
}

TEST(HostTroubles, OneCauseIsToldOnceWithAllThatItHit) {
    EXPECT_THAT(sentences({lost("n1", "is gone"), lost("n2", ""), lost("n3", "is gone"), lost("x", "is late")}),
                ElementsAre("n[1,3]: each is gone", "x is late"));
}

// A look behind the last trouble would end the command where there is none.
TEST(HostTroubles, OfHostsThatAnswerThereAreNone) {
    EXPECT_THAT(sentences({lost("n1", ""), lost("n2", "")}), IsEmpty());
    EXPECT_THAT(sentences({}), IsEmpty());
}

// ssh names the host in its command and in its complaint: 512 silent hosts were 512 sentences.
TEST(HostTroubles, TheHostsOwnNameMakesNoOtherCause) {
    EXPECT_THAT(sentences({lost("n1", "does not answer (ssh me@n1 true: n1: no route, n11)"),
                           lost("n2", "does not answer (ssh me@n2 true: n2: no route, n11)")}),
                ElementsAre("n[1-2]: each does not answer (ssh me@HOST true: HOST: no route, n11)"));
    EXPECT_THAT(sentences({lost("n1", "does not answer (ssh n1)")}), ElementsAre("n1 does not answer (ssh n1)"));
}

TEST(HostTroubles, ReadAsPartOfASentence) {
    EXPECT_EQ(host_troubles({lost("c", "is gone")}).front().clause(), "c, which is gone");
    EXPECT_EQ(host_troubles({lost("c", "is gone"), lost("d", "is gone")}).front().clause(),
              "c,d, each of which is gone");
}

}  // namespace
}  // namespace accelbench::reports
