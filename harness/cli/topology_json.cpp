#include <nlohmann/json.hpp>

#include "harness/cli/topology_view.h"
#include "topology/machine_json.h"
#include "topology/machine_remarks.h"

namespace accelbench::cli {
namespace {

using Json = nlohmann::ordered_json;

Json plan_to_json(const TopologyView::Plan& plan) {
    Json ranks = Json::array();
    for (const auto& rank : plan.placement.ranks) ranks.push_back(topology::rank_placement_to_json(rank));
    return {{"name", plan.policy.name()},
            {"skipped", plan.placement.impossible},
            {"oversubscribed", plan.placement.oversubscribed},
            {"notes", plan.placement.notes},
            {"ranks", ranks}};
}

}  // namespace

std::string topology_json(const TopologyView& view) {
    Json document{{"accelbench_topology", 1}, {"machine", topology::machine_to_json(view.machine)}};
    document["remarks"] = topology::machine_remarks(view.machine);
    if (view.environment) document["environment"] = topology::environment_to_json(*view.environment);
    document["request"] = {{"processes", view.request.processes},
                           {"threads", view.request.threads},
                           {"placement", topology::to_string(view.request.spread)},
                           {"oversubscribe", view.request.oversubscribe}};
    document["policies"] = Json::array();
    for (const auto& plan : view.plans) document["policies"].push_back(plan_to_json(plan));
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace accelbench::cli
