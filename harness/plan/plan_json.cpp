#include "harness/plan/plan_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "harness/version.h"
#include "reports/json.h"
#include "topology/failure.h"
#include "topology/machine_json.h"

namespace accelbench::plan {
namespace {

using Json = nlohmann::ordered_json;

/// Keys are the options' own names, so that a difference can be told in the user's words.
Json options_to_json(const SweepOptions& options) {
    Json parameters = Json::array();
    for (const auto& [name, value] : options.parameters) parameters.push_back({name, value});
    return {{"num-machines", options.num_machines},
            {"num-processes", options.num_processes},
            {"processes-per-machine", options.processes_per_machine},
            {"threads", options.threads},
            {"policies", options.policies},
            {"kernel", options.kernel},
            {"set", parameters},
            {"scaling", options.strong_scaling ? "strong" : "weak"},
            {"placement", to_string(options.spread)},
            {"oversubscribe", options.oversubscribe},
            {"steps", options.steps},
            {"launches", options.launches},
            {"time-budget", options.time_budget_seconds},
            {"timeout", options.timeout_seconds},
            {"margin", options.margin},
            {"seed", options.seed},
            {"hosts", options.hosts},
            {"hostfile", options.hostfile},
            {"launcher", options.launcher}};
}

SweepOptions options_from_json(const Json& json) {
    SweepOptions options;
    options.num_machines = json.at("num-machines").get<std::vector<int>>();
    options.num_processes = json.at("num-processes").get<std::vector<int>>();
    options.processes_per_machine = json.at("processes-per-machine").get<std::vector<int>>();
    options.threads = json.at("threads");
    options.policies = json.at("policies").get<std::vector<std::string>>();
    options.kernel = json.at("kernel");
    for (const auto& parameter : json.at("set"))
        options.parameters.emplace_back(parameter.at(0), parameter.at(1));
    options.strong_scaling = json.at("scaling") == "strong";
    options.spread = topology::spread_from(json.at("placement").get<std::string>()).value();
    options.oversubscribe = json.at("oversubscribe");
    options.steps = json.at("steps");
    options.launches = json.at("launches");
    options.time_budget_seconds = json.at("time-budget");
    options.timeout_seconds = json.at("timeout");
    options.margin = json.at("margin");
    options.seed = json.at("seed");
    options.hosts = json.at("hosts").get<std::vector<std::string>>();
    options.hostfile = json.at("hostfile");
    options.launcher = json.at("launcher");
    return options;
}

Plan plan_from_json(const Json& json) {
    Plan plan;
    plan.version = json.at("version");
    plan.options = options_from_json(json.at("options"));
    plan.argv = json.at("argv").get<std::vector<std::string>>();
    plan.surroundings.machine = topology::machine_from_json(json.at("machine"));
    plan.surroundings.environment = topology::environment_from_json(json.at("environment"));
    plan.surroundings.hosts = find_hosts(plan.options);
    for (const auto& cell : json.at("cells")) plan.cells.push_back(reports::cell_from_json(cell));
    return plan;
}

}  // namespace

std::string plan_to_text(const Plan& plan) {
    Json json = {{"accelbench_plan", 1},
                 {"version", plan.version},
                 {"argv", plan.argv},
                 {"options", options_to_json(plan.options)},
                 {"machine", topology::machine_to_json(plan.surroundings.machine)},
                 {"environment", topology::environment_to_json(plan.surroundings.environment)},
                 {"cells", Json::array()}};
    for (const auto& cell : plan.cells) json["cells"].push_back(reports::cell_to_json(cell));
    return json.dump(1) + "\n";
}

Plan plan_from_text(const std::string& text, const std::string& source) {
    try {
        const auto json = Json::parse(text);
        if (json.at("accelbench_plan") != 1) throw Failure(Failure::Kind::usage, "another plan format");
        if (json.at("version") != version)
            throw Failure(Failure::Kind::usage, fmt::format("made by accelbench {}, this is {}",
                                                            json.at("version").get<std::string>(), version));
        return plan_from_json(json);
    } catch (const std::exception& error) {
        throw Failure(
            Failure::Kind::usage,
            fmt::format("{} is not a plan that this accelbench can resume: {}; start anew with another --out",
                        source, error.what()));
    }
}

std::string first_difference(const SweepOptions& stored, const SweepOptions& now) {
    const auto before = options_to_json(stored), after = options_to_json(now);
    for (const auto& [name, value] : before.items())
        if (after.at(name) != value)
            return fmt::format("--{} was {}, now {}", name, value.dump(), after.at(name).dump());
    return "";
}

std::string machine_difference(const topology::Machine& stored, const topology::Machine& now) {
    if (stored.hostname != now.hostname)
        return fmt::format("host {} then, {} now", stored.hostname, now.hostname);
    if (stored.cpus != now.cpus)
        return fmt::format("cpus {} then, {} now", stored.cpus.to_string(), now.cpus.to_string());
    if (stored.nodes.size() != now.nodes.size())
        return fmt::format("{} NUMA nodes then, {} now", stored.nodes.size(), now.nodes.size());
    for (std::size_t i = 0; i < now.nodes.size(); ++i)
        if (stored.nodes[i].cpus != now.nodes[i].cpus)
            return fmt::format("node {} has other cpus now", now.nodes[i].index);
    return "";
}

}  // namespace accelbench::plan
