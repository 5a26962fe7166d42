#include "topology/placement_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PlacementNotes, LocalThatIsNotLocalIsNamedWithItsDistance) {
    EXPECT_THAT(place(fixture("memory-of-another-node"), "local", 1, 1).notes,
                ElementsAre("local: nearest memory, node 1, distance 21"));
    EXPECT_THAT(place(fixture("two-empty-nodes"), "local", 4, 1).notes,
                ElementsAre("local: nearest memory, node 0, distance 12 (rank 1 of 4)",
                            "local: nearest memory, node 2, distance 12 (rank 3 of 4)"));
    EXPECT_THAT(place(fixture("all-memory-without-cpus"), "preferred", 2, 1).notes,
                ElementsAre("preferred: nearest memory, node 2, distance 20 (rank 0 of 2)",
                            "preferred: nearest memory, node 2, distance 21 (rank 1 of 2)"));
    EXPECT_THAT(place(fixture("4-nodes"), "local", 4, 1).notes, IsEmpty());
    EXPECT_THAT(place(fixture("memory-of-another-node"), "baseline", 1, 1).notes, IsEmpty());
}

TEST(PlacementNotes, RanksThatShareMemoryNodesOtherwiseThanUnderLocalAreCounted) {
    const auto machine = fixture("cpu-less-node");
    EXPECT_THAT(place(machine, "remote", 2, 1).notes,
                ElementsAre("remote: 2 ranks on node 2; local: 1 rank on each of nodes 0-1; so the two differ "
                            "in shared memory channels as well as in distance"));
    EXPECT_THAT(place(machine, "remote", 1, 1).notes, IsEmpty());
    EXPECT_THAT(place(fixture("8-nodes"), "remote", 8, 1).notes, IsEmpty());
}

TEST(PlacementNotes, ClassesComeWithTheirName) {
    PolicyChoice choice(*find_policy("local"));
    choice.classes = {{"optimizer", *find_policy("interleave")}, {"weights", *find_policy("preferred")}};
    EXPECT_THAT(place_ranks(fixture("all-memory-without-cpus"), choice, {1}).impossible, testing::Not(""));
    choice.classes.erase(choice.classes.begin());
    EXPECT_THAT(place_ranks(fixture("all-memory-without-cpus"), choice, {1}).notes,
                ElementsAre("rest=local: nearest memory, node 2, distance 20",
                            "weights=preferred: nearest memory, node 2, distance 20"));
}

}  // namespace
}  // namespace accelbench::topology
