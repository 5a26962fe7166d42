// accelbench-rank: one rank of one trial. Started by `accelbench place`, which has bound it already.
#include <fmt/format.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "bench/message/variant.h"
#include "harness/handover/trial_file.h"
#include "harness/rank/group.h"
#include "harness/rank/links.h"
#include "harness/rank/run.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"

namespace {

using namespace accelbench;

/// Leaves the reason where the launcher's side finds it, then takes the other ranks along: they wait in a
/// collective.
[[noreturn]] void give_up(const harness::TrialFile& trial, int number, const std::string& reason) {
    harness::RankReport report;
    report.status = "failed";
    report.reason = reason;
    report.facts.rank = number;
    harness::write_rank_report(report, harness::rank_report_path(trial.folder, number));
    if (trial.mpi) rank::abort_mpi(3);
    std::_Exit(3);
}

/// Each rank would train alone otherwise, and the sweep would report that as the speed of many.
void check_size(const harness::TrialFile& trial, int ranks) {
    if (trial.processes == 0 || ranks == trial.processes) return;
    throw Failure(
        Failure::Kind::environment,
        fmt::format("MPI joined {} ranks of {}: accelbench-rank was built with another MPI than the launcher's; use "
                    "that MPI's --launcher, or build again with this one",
                    ranks, trial.processes));
}

std::unique_ptr<bench::Group> make_group(const harness::TrialFile& trial) {
    if (!trial.mpi) return std::make_unique<bench::SoloGroup>();
    rank::GroupChoice choice{trial.allreduce, {}};
    for (const auto& placement : trial.placement)
        choice.memory.push_back(placement.memory.of(bench::message::memory_class));
    auto group = rank::make_mpi_group(choice);
    check_size(trial, group->size());
    return group;
}

std::unique_ptr<bench::message::Transport> make_transport(const harness::TrialFile& trial) {
    auto transport = rank::make_mpi_transport();
    check_size(trial, transport->size());
    return transport;
}

/// The reason that a group could not be joined; no rank waits for another then. The rank's number is what
/// place left in the environment: MPI can't be asked.
int report_no_group(const harness::TrialFile& trial, const std::string& reason) {
    const char* number = std::getenv("RANK");
    harness::RankReport report;
    report.status = "failed";
    report.reason = reason;
    report.facts.rank = number ? std::atoi(number) : 0;
    harness::write_rank_report(report, harness::rank_report_path(trial.folder, report.facts.rank));
    talk("accelbench-rank: {}\n", reason);
    return 3;
}

/// Joins the others by `join` and does `work`; what goes wrong in either is left where the launcher's side
/// finds it.
template <class Join, class Work>
int run_joined(const harness::TrialFile& trial, const Join& join, const Work& work) {
    decltype(join(trial)) others;
    try {
        others = join(trial);
    } catch (const std::exception& error) {
        return report_no_group(trial, error.what());
    }
    try {
        work(trial, *others);
    } catch (const std::exception& error) {
        give_up(trial, others->rank(), error.what());
    }
    return 0;
}

void run_kernel(const harness::TrialFile& trial, bench::Group& group) {
    const auto report = rank::run_trial(trial, group);
    harness::write_rank_report(report, harness::rank_report_path(trial.folder, group.rank()));
    group.barrier();  // a rank that left early would look like a failure to some launchers
}

int run(const std::string& path) {
    const auto trial = harness::read_trial_file(path);
    if (trial.links_seconds > 0) return run_joined(trial, make_transport, rank::measure_links);
    return run_joined(trial, make_group, run_kernel);
}

/// Joins the group and leaves: what the launcher's own start costs, for bench/harness_cost.
int idle() {
    rank::make_mpi_group()->barrier();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    open_standard_streams();  // or a file of this rank would receive what others say on stderr
    try {
        if (argc == 2 && std::string_view(argv[1]) == "--idle") return idle();
        if (argc == 2 && std::string_view(argv[1]) == "--mpi-version") {
            write_output(rank::mpi_library() + "\n");  // for accelbench host-facts
            return 0;
        }
        if (argc == 3 && std::string_view(argv[1]) == "--trial") return run(argv[2]);
    } catch (const std::exception& error) {
        talk("accelbench-rank: {}\n", error.what());
        return 3;
    }
    talk("accelbench-rank is started by accelbench itself; see accelbench sweep --help\n");
    return 2;
}
