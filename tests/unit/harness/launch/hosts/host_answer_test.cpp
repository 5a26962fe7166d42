#include "harness/launch/hosts/host_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "../../../failure_text.h"
#include "../../set_variable.h"
#include "harness/launch/process/words.h"
#include "harness/version.h"
#include "topology/base/this_host.h"

namespace accelbench::launch {
namespace {

using test::failure_text;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

HostAnswer answer() {
    HostAnswer answer;
    answer.facts.accelbench_version = version;
    answer.facts.mpi_version = "Open MPI v4.1.4";
    answer.facts.machine = topology::machine_from("pack:2 [numa(memory=8GiB)] core:4 pu:2");
    answer.facts.machine.hostname = "node-2";
    answer.facts.environment.kernel = "6.1.0-18-amd64";
    answer.facts.free_memory_bytes = {{0, 1ULL << 33}, {1, 5}};
    answer.node_name = "virtual7";
    answer.started_unix_seconds = 1700000000.25;
    answer.done_unix_seconds = 1700000000.75;
    return answer;
}

TEST(HostAnswer, SurvivesWritingAndReading) {
    const auto text = host_answer_to_text(answer());
    const auto again = host_answer_from_text(text);
    EXPECT_EQ(host_answer_to_text(again), text);
    EXPECT_EQ(again.facts.machine.nodes.size(), 2U);
    EXPECT_EQ(again.facts.free_memory_bytes.at(1), 5U);
    EXPECT_EQ(again.node_name, "virtual7");
    EXPECT_EQ(again.done_unix_seconds, 1700000000.75);
}

// A shell's start-up files may greet on stdout; srun cuts lines that are longer than about 1 KiB.
TEST(HostAnswer, IsFoundBehindAGreetingAndHasShortLines) {
    const auto text = host_answer_to_text(answer());
    const auto again = host_answer_from_text("Welcome to node-2!\n{ no JSON\n{\"a\": 1}\n" + text);
    EXPECT_EQ(again.facts.machine.hostname, "node-2");
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
        EXPECT_LT(end - at, 1000U);
}

// A greeting without an end of line made a host that answered one that "said nothing of itself".
TEST(HostAnswer, IsFoundOnTheLineOfAGreetingAndBeforeAFarewell) {
    const auto text = host_answer_to_text(answer());
    EXPECT_EQ(host_answer_from_text("Last login: {Monday}" + text).facts.machine.hostname, "node-2");
    EXPECT_EQ(host_answer_from_text(text.substr(0, text.size() - 1) + "logout\n}").node_name, "virtual7");
    EXPECT_EQ(host_answer_from_text("\"accelbench_host\" is asked {" + text).node_name, "virtual7");
}

// Without it two names of one machine are two machines, and its memory is measured as a network.
TEST(HostAnswer, TellsMachinesApartByWhatTheyAre) {
    if (boot_id().empty()) GTEST_SKIP() << "/proc hides the boot";
    EXPECT_THAT(read_identity(), AllOf(StartsWith(boot_id() + " " + host_name() + " "), HasSubstr("net:[")));
    auto said = answer();
    said.identity = "a boot";
    EXPECT_EQ(host_answer_from_text(host_answer_to_text(said)).identity, "a boot");
}

// Nodes that are emulated on one machine have one host name: Slurm's name alone says whose answer it is.
TEST(HostAnswer, NamesTheNodeOfTheSlurmStep) {
    const test::SetVariable node("SLURMD_NODENAME", "virtual7");
    const auto said = look_at_this_host();
    EXPECT_EQ(said.node_name, "virtual7");
    EXPECT_EQ(node_name_in(host_answer_to_text(said)), "virtual7");
    EXPECT_EQ(said.identity, read_identity());
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(HostAnswer, OfTheFirstFormatIsRead) {
    std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/formats/host-answer-1.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto ours = std::string("\"version\": \"") + version + "\"";
    const auto old = host_answer_from_text(changed(text.str(), "\"version\": \"0.1.0\"", ours));
    EXPECT_EQ(old.facts.machine.hostname, "node-1");
    EXPECT_GT(old.started_unix_seconds, 1e9);
    EXPECT_GT(old.done_unix_seconds, old.started_unix_seconds);
    EXPECT_THAT(old.identity, HasSubstr("node-1"));
}

// It was an error of usage there, as if the asking user could correct it.
TEST(HostAnswer, WithAFieldOfAnotherKindIsRefusedByTheFieldsName) {
    const auto refusal = [](const std::string& from, const std::string& to) {
        try {
            host_answer_from_text(changed(host_answer_to_text(answer()), from, to));
        } catch (const Failure& failure) {
            EXPECT_EQ(failure.kind(), Failure::Kind::environment);
            return std::string(failure.what());
        }
        return std::string();
    };
    EXPECT_EQ(refusal("\"mpi_version\": \"Open MPI v4.1.4\"", "\"mpi_version\": 4"),
              "its answer can't be read: facts: \"mpi_version\" should be a text, but is 4");
    EXPECT_EQ(
        refusal("\"started_unix_seconds\": 1700000000.25", "\"started_unix_seconds\": null"),
        "its answer can't be read: \"started_unix_seconds\" should be a number of at least 0, but is null");
    EXPECT_EQ(refusal("\"accelbench_host\": 2", "\"accelbench_host\": []"),
              "its answer can't be read: \"accelbench_host\" should be a whole number, but is a list");
}

TEST(HostAnswer, OfAnotherVersionIsRefusedBeforeTheRestIsRead) {
    const auto read = [](const std::string& text) {
        return failure_text([&] { host_answer_from_text(text); });
    };
    const auto ours = std::string("\"accelbench_version\": \"") + version + "\"";
    EXPECT_EQ(read(R"({"accelbench_host": 1, "version": "9.8.7"})"),
              std::string("it has accelbench 9.8.7, this is ") + version);
    EXPECT_EQ(read(R"({"accelbench_host": 3, "accelbench_version": "9.8.7"})"),
              std::string("it has accelbench 9.8.7, this is ") + version);
    EXPECT_EQ(read(R"({"accelbench_host": 3, )" + ours + "}"),
              "its answer has format 3, this accelbench reads up to 2");
    EXPECT_EQ(read(R"({"accelbench_host": 2, )" + ours + R"(, "schema": 2})"),
              "its accelbench writes schema 2, this one 1");
    EXPECT_EQ(read(R"({"accelbench_host": 2, )" + ours + "}"), "its accelbench writes schema 0, this one 1");
    EXPECT_EQ(read(R"({"accelbench_host": 2, "version": ")" + std::string(version) + "\"}"),
              std::string("it has accelbench ?, this is ") + version)
        << "that key's name in the first format";
    EXPECT_EQ(read("Permission denied\n"), "it reported nothing about itself");
    EXPECT_THAT(read(R"({"accelbench_host": 2, )" + ours + R"(, "schema": 1})"),
                AllOf(HasSubstr("its answer can't be read"), HasSubstr("\"facts\" is missing")));
    EXPECT_EQ(node_name_in(R"({"accelbench_host": 1, "version": "9.8.7", "node_name": "n7"})"), "n7");
    EXPECT_EQ(node_name_in("Permission denied\n"), "");
    auto half = host_answer_to_text(answer());
    EXPECT_EQ(read(half.substr(0, half.size() / 2)), "it reported nothing about itself");
}

TEST(ShellWords, KeepWordsWholeForAShell) {
    EXPECT_EQ(shell_words({"/opt/a-b_c.d/accelbench", "host-facts"}), "/opt/a-b_c.d/accelbench host-facts");
    EXPECT_EQ(shell_words({"a b", "it's", "", "$HOME"}), R"('a b' 'it'\''s' '' '$HOME')");
}

}  // namespace
}  // namespace accelbench::launch
