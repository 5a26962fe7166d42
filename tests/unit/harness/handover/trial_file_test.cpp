#include "harness/handover/trial_file.h"

#include <gmock/gmock.h>

#include "file_text.h"
#include "harness/version.h"

namespace accelbench::harness {
namespace {

using testing::ElementsAre;
using testing::Pair;

TrialFile sample_trial() {
    TrialFile trial;
    trial.cell = "gpt/policy=local";
    trial.kernel = "gpt";
    trial.parameters = {{"preset", "tiny"}, {"batch", "4"}};
    trial.seed = 18446744073709551615ULL;
    trial.steps = 9;
    trial.mpi = false;
    trial.oversubscribed = true;
    trial.folder = "/d/trials/000000";
    trial.placement = {{0, 2, {0, 1}, 0, {topology::MemoryMode::bind, {0}}, "cuda0"}};
    trial.allreduce = "gloo";
    trial.processes = 3;
    trial.master_address = "node-2";
    trial.master_port = 65535;
    trial.links_seconds = 1.5;
    trial.counters = "all";
    trial.launcher = "slurm";
    trial.watch_moves = false;
    return trial;
}

std::string trial_refusal(const std::string& from, const std::string& to) {
    ChangedFile file;
    write_trial_file(sample_trial(), file.path());
    file.change(from, to);
    return file.refusal(read_trial_file);
}

TEST(TrialFile, SurvivesWritingAndReading) {
    ChangedFile file;
    write_trial_file(sample_trial(), file.path());
    const auto text = text_of(file.path());
    EXPECT_THAT(text, testing::StartsWith("{\"accelbench_trial\":2,\"accelbench_version\":\"" +
                                          std::string(version)));
    EXPECT_THAT(text, testing::HasSubstr(R"("parameters":{"preset":"tiny","batch":"4"})"));
    const auto again = read_trial_file(file.path());
    EXPECT_EQ(again.seed, sample_trial().seed);
    EXPECT_EQ(again.counters, "all");
    EXPECT_EQ(again.launcher, "slurm");
    EXPECT_EQ(again.master_port, 65535);
    EXPECT_EQ(again.placement[0].gpu, "cuda0");
    write_trial_file(again, file.path());
    EXPECT_EQ(text_of(file.path()), text);
}

// A launch that failed leaves its folder, and its rank can be started again by hand.
TEST(TrialFile, OneOfTheFirstFormatIsReadThoughKeysAndShapesDiffered) {
    const auto old = read_trial_file(captured("trial-1.json"));
    EXPECT_EQ(old.kernel, "null");
    EXPECT_THAT(old.parameters, ElementsAre(Pair("step", "0.001"), Pair("noise", "0"), Pair("memory", "1M"),
                                            Pair("fail", "exit:0")));
    EXPECT_EQ(old.launcher, "openmpi");
    EXPECT_EQ(old.processes, 2);
    ASSERT_EQ(old.placement.size(), 2u);
    EXPECT_EQ(old.placement[1].cpus, topology::CpuSet{1});
    EXPECT_EQ(old.placement[1].memory.mode, topology::MemoryMode::bind);
}

TEST(TrialFile, TheCountersOfTheFirstFormatAreThoseThatWereRequested) {
    ChangedFile file;
    file.copy(captured("trial-1.json"));
    file.change("\"counters\":\"none\"", "\"counters\":\"cycles\"");
    EXPECT_EQ(read_trial_file(file.path()).counters, "cycles");
}

TEST(TrialFile, AMessageNamesTheFileTheFieldAndWhatIsThere) {
    const std::string begins = " is not a whole trial: ";
    EXPECT_EQ(trial_refusal("\"steps\":9", "\"steps\":\"many\""),
              begins + "\"steps\" should be a whole number, but is \"many\"");
    EXPECT_EQ(trial_refusal("65535", "65536"),
              begins + "\"master_port\" should lie in 0..65535, but is 65536");
    EXPECT_EQ(trial_refusal("\"batch\":\"4\"", "\"batch\":4"),
              begins + "\"batch\" should be a text, but is 4");
    EXPECT_EQ(trial_refusal("{\"name\":\"slurm\"}", "\"slurm\""),
              begins + "\"launcher\" should be an object, but is \"slurm\"");
    EXPECT_EQ(trial_refusal("\"memory_mode\":\"bind\"", "\"memory_mode\":\"bound\""),
              begins + "placement[0]: \"memory_mode\" should be a memory mode, but is \"bound\"");
    EXPECT_EQ(trial_refusal("\"links_seconds\":1.5", "\"links_seconds\":null"),
              begins + "\"links_seconds\" should be a number of at least 0, but is null");
}

TEST(TrialFile, OneOfALaterFormatIsNotCalledDamaged) {
    EXPECT_EQ(trial_refusal(std::string("\"accelbench_trial\":2,\"accelbench_version\":\"") + version,
                            "\"accelbench_trial\":3,\"accelbench_version\":\"9.8.7"),
              std::string(": \"accelbench_trial\" is 3, written by accelbench 9.8.7; this is accelbench ") +
                  version + ", which reads up to 2: use accelbench 9.8.7 or newer");
}

}  // namespace
}  // namespace accelbench::harness
