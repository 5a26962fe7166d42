// Writes texts to begin with, as this accelbench makes them (a plan names its version), into
// FOLDER/<reader>/:
//   write_seeds FOLDER
#include <cstdio>
#include <filesystem>

#include "harness/cli/sweep_request.h"
#include "harness/launch/hosts/host_answer.h"
#include "harness/plan/plan_json.h"
#include "harness/version.h"
#include "reports/json/document.h"
#include "sample_counters.h"
#include "sample_document.h"
#include "sample_pages.h"
#include "sample_rotation.h"
#include "sample_scaling.h"
#include "topology/base/write_file.h"
#include "topology/machine_json.h"

using namespace accelbench;

namespace {

std::string folder;

void write(const std::string& reader, const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder + "/" + reader);
    write_file_atomically(folder + "/" + reader + "/" + name, text);
}

topology::Machine sample_machine() {
    return topology::machine_from("pack:2 [numa(memory=8GiB)] core:4 pu:2");
}

void write_documents() {
    using namespace reports::samples;
    write("document", "one_launch.json", reports::document_to_text(one_launch()));
    write("document", "minimal.json", reports::document_to_text(minimal()));
    auto document = scaling();
    for (auto& trial : document.trials) trial.ranks.resize(1);
    write("document", "scaling.json", reports::document_to_text(document));
    write("document", "rotated.json", reports::document_to_text(rotated()));
    document = counted();
    document.trials.resize(4);
    write("document", "counted.json", reports::document_to_text(document));
    write("journal", "trials.jsonl",
          reports::trial_to_line(document.trials[0]) + "\n" + reports::trial_to_line(one_node().trials[3]) +
              "\n");
    write("journal", "one.jsonl", reports::trial_to_line(paged().trials[0]));
}

void write_plan() {
    plan::Surroundings around;
    around.machine = sample_machine();
    const plan::TypedOptions typed{
        {"kernel", "null"}, {"step", "0.01"}, {"policies", "all"}, {"num-processes", "1,2"}, {"seed", "7"}};
    write("plan", "plan.json",
          plan::plan_to_text(plan::make_plan(cli::read_options(typed), typed, around, {"accelbench"})));
}

void write_host_answer() {
    launch::HostAnswer answer;
    answer.facts.accelbench_version = version;
    answer.facts.machine = sample_machine();
    answer.node_name = "node-2";
    write("host_answer", "answer.txt",
          "Welcome to node-2\n" + launch::host_answer_to_text(answer) + "logout\n");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: write_seeds FOLDER\n", stderr);
        return 2;
    }
    folder = argv[1];
    write_documents();
    write_plan();
    write_host_answer();
    write("machine", "two_packages.json", topology::machine_to_text(sample_machine()));
    return 0;
}
