#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "harness/arguments/policy_text.h"
#include "harness/arguments/values.h"
#include "harness/cli/commands.h"
#include "harness/cli/topology_view.h"
#include "harness/cli/variables.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/suggest.h"

namespace accelbench::cli {
namespace {

constexpr std::int64_t most_processes = 65536;

/// The words as they were typed; "" where nothing was.
struct TopologyRequest {
    std::optional<std::string> from;
    std::string processes, threads;
    std::string placement = "spread", policies = "all", place;
    bool json = false, oversubscribe = false;
};

topology::Spread parse_placement(const std::string& text) {
    if (const auto spread = topology::spread_from(text)) return *spread;
    throw Failure(Failure::Kind::usage, unknown_name("placement", text, {"spread", "pack"}));
}

/// The sweep's own rule: a rank's share of one node, cut to what the cgroup's quota feeds.
int threads_by_default(const TopologyView& view) {
    const int processes = view.request.processes;
    const double quota = view.environment ? view.environment->cpu_quota_cores : 0;
    const int fed = topology::usable_cores(view.machine, quota) / processes;
    return std::max(1,
                    std::min(topology::default_threads(view.machine, processes, view.request.spread), fed));
}

TopologyView make_view(const TopologyRequest& request) {
    auto policies = arguments::parse_policies("--policies", request.policies);
    if (!request.place.empty()) policies = {arguments::parse_classes("--place", request.place)};
    TopologyView view;
    view.request.spread = parse_placement(request.placement);
    view.request.oversubscribe = request.oversubscribe;
    const auto count = [](const char* option, const std::string& text) {
        return static_cast<int>(arguments::parse_count(option, text, 1, most_processes));
    };
    if (!request.processes.empty()) view.request.processes = count("--num-processes", request.processes);
    if (!request.threads.empty()) view.request.threads = count("--threads", request.threads);
    if (!request.from) say_variables_passed_over();
    view.machine = request.from ? topology::machine_from(*request.from) : topology::this_machine();
    if (view.machine.is_this_system) view.environment = topology::read_environment();
    if (request.processes.empty())
        view.request.processes = std::max(1, view.machine.nodes_with_cpus().size());
    if (request.threads.empty()) view.request.threads = threads_by_default(view);
    for (const auto& policy : policies) {
        view.plans.push_back({policy, topology::place_ranks(view.machine, policy, view.request)});
    }
    return view;
}

int show_topology(const TopologyRequest& request) {
    const auto view = make_view(request);
    write_output(request.json ? topology_json(view) : topology_text(view));
    return 0;
}

}  // namespace

void add_topology_command(CLI::App& app, Action& action) {
    auto request = std::make_shared<TopologyRequest>();
    auto* command =
        app.add_subcommand("topology", "Show this machine's topology, and where each rank would be placed");
    command
        ->add_option("--from", request->from, "plan for another machine: an hwloc XML file or a description")
        ->type_name("FILE|TEXT");
    command->add_option("--num-processes", request->processes, "ranks to map [one per node with cpus]")
        ->type_name("N");
    command->add_option("--threads", request->threads, "threads per rank [cores / processes]")
        ->type_name("N");
    command
        ->add_option("--placement", request->placement,
                     fmt::format("spread over the nodes, or pack one node first [{}]", request->placement))
        ->type_name("spread|pack");
    command
        ->add_option("--policies", request->policies,
                     fmt::format("show these memory policies only [{}]", request->policies))
        ->type_name("LIST");
    command->add_option("--policy", request->policies)->group("");  // its older name: read, not shown
    command->add_option("--place", request->place, "show one policy by class of allocation, as in sweep")
        ->type_name("SPEC");
    command->add_flag("--oversubscribe", request->oversubscribe,
                      "let shares overlap when there are too few cores");
    command->add_flag("--json", request->json, "one JSON document instead of text");
    command->callback([request, &action] { action = [request] { return show_topology(*request); }; });
}

}  // namespace accelbench::cli
