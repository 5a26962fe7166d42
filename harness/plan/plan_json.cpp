#include "harness/plan/plan_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bench/kernels.h"
#include "bench/message/variant.h"
#include "harness/version.h"
#include "reports/json/records.h"
#include "reports/model/cell_parameters.h"
#include "topology/base/failure.h"
#include "topology/base/json_format.h"
#include "topology/machine_json.h"
#include "topology/machine_watch.h"

namespace accelbench::plan {
namespace {

using topology::Json;

[[noreturn]] void refuse(const reports::Cell& cell, const std::string& cause) {
    throw Failure(Failure::Kind::usage, fmt::format("cell '{}': {}", cell.id, cause));
}

/// What would crash or divide by zero where the cell is run.
reports::Cell checked(reports::Cell cell) {
    if (!bench::find_kernel(cell.kernel)) refuse(cell, fmt::format("unknown kernel '{}'", cell.kernel));
    if (!cell.skip.empty()) return cell;
    const auto sums = reports::parameter_of(cell, "allreduce");
    if (!sums.empty() && !bench::message::find_variant(sums))
        refuse(cell, fmt::format("unknown all-reduce '{}'", sums));
    if (cell.machines < 1 || cell.processes < 1 || cell.threads < 1)
        refuse(cell, fmt::format("{} machines, {} processes, {} threads: each must be at least 1",
                                 cell.machines, cell.processes, cell.threads));
    if (cell.processes % cell.machines != 0)
        refuse(cell,
               fmt::format("{} processes do not divide over {} machines", cell.processes, cell.machines));
    const auto ranks = static_cast<std::size_t>(cell.processes / cell.machines);
    if (cell.placement.size() != ranks)
        refuse(cell,
               fmt::format("places for {} ranks of a machine, and {} of them", cell.placement.size(), ranks));
    return cell;
}

constexpr std::array<topology::RenamedKey, 1> renamed{{{3, "version", topology::writer_key}}};

/// 1: `flat` was the default of --allreduce. 2: `version` for accelbench_version.
constexpr topology::FileFormat plan_format{
    .key = "accelbench_plan", .version = 3, .accelbench = version, .renamed = renamed};

/// Of plans of format 1: other sums would round their losses otherwise.
void keep_flat(TypedOptions& typed) {
    const auto names_it = [](const auto& option) { return option.first == "allreduce"; };
    if (std::none_of(typed.begin(), typed.end(), names_it)) typed.emplace_back("allreduce", "flat");
}

/// Ballooning and the kernel's own needs move a little; whole banks that went or came are another machine.
std::string memory_difference(const topology::NumaNode& stored, const topology::NumaNode& now) {
    const auto [least, most] = std::minmax(stored.memory_bytes, now.memory_bytes);
    if (static_cast<double>(least) >= static_cast<double>(most) * (1 - topology::memory_loss_tolerance))
        return "";
    return fmt::format("node {} had {} MiB of memory, and has {} MiB now", now.index,
                       stored.memory_bytes >> 20, now.memory_bytes >> 20);
}

using ReadOptions = std::function<SweepOptions(const TypedOptions&)>;

Plan plan_from_json(const Json& json, int format, const ReadOptions& read_options) {
    Plan plan;
    plan.version = topology::text(json, topology::writer_key);
    plan.typed = topology::pairs(json, "options");
    if (format == 1) keep_flat(plan.typed);
    plan.options = read_options(plan.typed);
    plan.argv = topology::texts(json, "argv");
    plan.surroundings.machine = topology::record(json, "machine", topology::machine_from_json);
    plan.surroundings.environment = topology::record(json, "environment", topology::environment_from_json);
    plan.surroundings.hosts = find_hosts(plan.options);
    plan.cells =
        topology::each(json, "cells", [](const Json& cell) { return checked(reports::read_cell(cell)); });
    return plan;
}

/// Two versions may measure differently: their numbers must not be mixed in one session.
void check_writer(const Json& json) {
    if (const auto writer = topology::text(json, topology::writer_key); writer != version)
        throw topology::BadField(fmt::format("made by accelbench {}, this is {}", writer, version));
}

}  // namespace

std::string plan_to_text(const Plan& plan) {
    Json json = topology::begin_file(plan_format);
    json[topology::writer_key] = plan.version;
    json["argv"] = plan.argv;
    json["options"] = Json::array();
    for (const auto& [name, text] : plan.typed) json["options"].push_back({name, text});
    json["machine"] = topology::machine_to_json(plan.surroundings.machine);
    json["environment"] = topology::environment_to_json(plan.surroundings.environment);
    json["cells"] = Json::array();
    for (const auto& cell : plan.cells) json["cells"].push_back(reports::write_cell(cell));
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";  // argv may be no UTF-8
}

Plan plan_from_text(const std::string& text, const std::string& source, const ReadOptions& read_options) {
    try {
        const topology::IndexBudget budget;
        Plan plan;
        topology::guarded("", [&] {
            auto json = topology::parse_json(text);
            const int format = topology::take_format(json, plan_format, source);
            check_writer(json);
            plan = plan_from_json(json, format, read_options);
        });
        return plan;
    } catch (const topology::LaterFormat& later) {
        throw Failure(later.kind(), fmt::format("{}, or start over with another --out", later.what()));
    } catch (const Failure& failure) {
        throw Failure(
            failure.kind(),
            fmt::format("{} is not a plan that this accelbench can resume: {}; start over with another --out",
                        source, failure.what()));
    }
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
    if (stored.nodes_with_memory() != now.nodes_with_memory())
        return fmt::format("memory on nodes {} then, on {} now", stored.nodes_with_memory().to_string(),
                           now.nodes_with_memory().to_string());
    for (std::size_t i = 0; i < now.nodes.size(); ++i)
        if (auto words = memory_difference(stored.nodes[i], now.nodes[i]); !words.empty()) return words;
    return "";
}

}  // namespace accelbench::plan
