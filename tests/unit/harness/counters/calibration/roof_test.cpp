#include "harness/counters/calibration/roof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "harness/counters/calibration/caches.h"
#include "harness/counters/calibration/read_stream.h"
#include "tests/unit/topology/in_child.h"
#include "topology/affinity.h"
#include "topology/base/failure.h"
#include "topology/environment.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

topology::Cache cache(int level, std::uint64_t bytes, topology::CpuSet cpus, const char* type = "unified") {
    return {level, type, bytes, 64, std::move(cpus)};
}

TEST(LastLevelBytes, AreThoseOfTheNodesOwnCaches) {
    topology::Machine machine;
    machine.caches = {cache(1, 32 << 10, {0}, "data"), cache(2, 1 << 20, {0}), cache(3, 32 << 20, {0, 1}),
                      cache(3, 16 << 20, {2, 3}), cache(3, 96 << 20, {4, 5})};
    const auto bytes = last_level_bytes(machine, {0, 1, 2, 3});
    EXPECT_EQ(bytes.sum, 48u << 20);
    EXPECT_EQ(bytes.largest, 32u << 20);
    EXPECT_EQ(last_level_bytes({}, {0}).sum, 0u);
}

// A stream that the caches hold measures the caches: a roof that memory can't reach.
TEST(Roof, StreamsFourTimesTheCachesAndAtLeast256MiB) {
    topology::Machine machine;
    topology::NumaNode node;
    node.cpus = {0, 1};
    EXPECT_EQ(roof_bytes(machine, node), 256u << 20);
    machine.caches = {cache(3, 100 << 20, {0, 1})};
    EXPECT_EQ(roof_bytes(machine, node), 400u << 20);
}

TEST(Roof, OfAnEmulatedMachineIsAbsentWithItsReason) {
    const auto roofs = measure_roofs(topology::this_machine(), "numa-lab, tcg", 0);
    EXPECT_TRUE(roofs.bytes_per_second.empty());
    EXPECT_THAT(roofs.reason, HasSubstr("numa-lab, tcg"));
}

TEST(Roof, ThatDoesNotFitIsNotMeasured) {
    const auto roofs = measure_roofs(topology::this_machine(), "", 64 << 20);
    EXPECT_TRUE(roofs.bytes_per_second.empty());
    EXPECT_THAT(roofs.reason, HasSubstr("does not fit in 16 MiB"));
}

// The sweep that follows would run on one cpu.
TEST(Roof, LeavesTheCallersBindingAlone) {
    if (const auto refused = topology::mempolicy_refusal()) GTEST_SKIP() << *refused;
    auto machine = topology::this_machine();
    for (auto& node : machine.nodes)
        if (!node.cpus.empty()) node.cpus = {node.cpus.first()};
    const auto before = topology::affinity_mask();
    measure_roofs(machine, "", 0);
    EXPECT_EQ(topology::affinity_mask()->to_string(), before->to_string());
}

TEST(Roof, OfEachNodeIsMeasured) {
    if (const auto refused = topology::mempolicy_refusal()) GTEST_SKIP() << *refused;
    const auto machine = topology::this_machine();
    const auto roofs = measure_roofs(machine, "", 0);
    if (roofs.reason.find("does not fit") != std::string::npos) GTEST_SKIP() << roofs.reason;
    ASSERT_EQ(roofs.reason, "");
    ASSERT_EQ(roofs.bytes_per_second.size(), static_cast<std::size_t>(machine.nodes_with_cpus().size()));
    for (const auto& [node, rate] : roofs.bytes_per_second) {
        std::printf("[ measured ] node %d: %.2f GB/s\n", node, rate * 1e-9);
        EXPECT_GT(rate, 1e8);
        EXPECT_LT(rate, 1e13);
    }
}

// Optimised away, or cut short at a part's end, it would be a roof of nothing.
TEST(ReadStream, ReadsEachWordOnce) {
    const auto machine = topology::this_machine();
    ReadStream stream(3 * 4096 + 100, machine.cpus, {});
    EXPECT_EQ(stream.size_bytes(), 3u * 4096);
    EXPECT_GT(stream.pass(), 0);
    auto* words = const_cast<topology::NumaBuffer&>(stream.buffer()).as<std::uint64_t>().data();
    words[3 * 512 - 1] = 2;
    EXPECT_THROW(stream.pass(), Failure);
    words[3 * 512 - 1] = 1;
    words[0] = 0;
    EXPECT_THROW(stream.pass(), Failure);
}

TEST(ReadStream, OnACpuThatIsNotThereFailsWithTheReason) {
    try {
        ReadStream stream(1 << 20, {4095}, {});
        FAIL() << "it ran";
    } catch (const Failure& failure) {
        EXPECT_THAT(failure.what(), HasSubstr("can't bind to cpus 4095"));
    }
}

// Ended by std::terminate, it would be called killed by signal 6, for a limit that the reader can raise.
TEST(ReadStream, ThatMayStartNoThreadNamesTheLimit) {
    const auto told = topology::in_child([]() -> std::string {
        const rlimit none{0, 0};
        if (setrlimit(RLIMIT_NPROC, &none) != 0) return "no limit can be set";
        constexpr uid_t nobody = 65534;  // root has no such limit
        if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) return "can't become another user";
        try {
            ReadStream stream(1 << 20, {0, 1}, {});
            return "it ran";
        } catch (const Failure& failure) {
            return failure.what();
        }
    });
    EXPECT_THAT(told, HasSubstr("can't start thread 1 of 2"));
    EXPECT_THAT(told, HasSubstr("ulimit -u"));
}

}  // namespace
}  // namespace accelbench::counters
