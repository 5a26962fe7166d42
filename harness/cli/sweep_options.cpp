#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "bench/kernels.h"
#include "bench/message/variant.h"
#include "harness/arguments/names.h"
#include "harness/arguments/values.h"
#include "harness/cli/sweep_request.h"
#include "harness/counters/open.h"
#include "harness/launch/launchers/launcher.h"
#include "harness/plan/axes.h"
#include "harness/plan/host_list.h"
#include "topology/base/failure.h"
#include "topology/base/rows.h"
#include "topology/base/split.h"
#include "topology/base/suggest.h"

namespace accelbench::cli {
namespace {

using Request = SweepRequest;
using Text = std::string;

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::usage, message); }

void set_kernel(Request& request, const Text& name) {
    request.options.kernel = arguments::one_of(names_of(bench::kernels()), "--kernel", "kernel", name);
}

void set_launcher(Request& request, const Text& name) {
    auto known = names_of(launch::launchers());
    known.emplace_back("auto");
    request.options.launcher = arguments::one_of(known, "--launcher", "launcher", name);
}

/// Names alone are checked here: what this machine has is found when ranks open it, and absent is a reason.
void set_counters(Request& request, const Text& text) {
    const auto wanted = counters::wanted_from(text);
    for (const auto& name : wanted.names) arguments::one_of(counters::counter_names(), "--counters", "counter", name);
    if (!wanted.all && wanted.names.empty() && text != "none")
        refuse(fmt::format("--counters '{}': no counter in it; try --counters auto", text));
    request.options.counters = text;
}

void set_hosts(Request& request, const Text& text) {
    request.options.hosts = plan::split_hosts(text);
    if (request.options.hosts.empty())
        refuse(fmt::format("--hosts '{}': no host in it; write names or addresses: a,b or node[01-04]", text));
}

void set_hostfile(Request& request, const Text& path) {
    if (path.find_first_not_of(" \t") == Text::npos)
        refuse(fmt::format("--hostfile '{}': no file is named; give one with one host per line", path));
    request.options.hostfile = path;
}

void set_rsh(Request& request, const Text& agent) {
    if (agent.find_first_not_of(" \t") == Text::npos)
        refuse(fmt::format(
            "--rsh '{}': no command in it; give a program that takes HOST COMMAND, as ssh does", agent));
    request.options.rsh = agent;
}

/// Those of the axes, as their records say, then what else decides what is measured.
std::vector<SweepOption> grid_options() {
    const Text group = "What to measure";
    const plan::SweepOptions defaults;
    std::vector<SweepOption> options;
    for (const auto* axis : plan::axes_by(&plan::Axis::listed))
        for (const auto& [name, value, help, choose, default_value] : axis->options)
            options.push_back({name, value, group, help,
                               [choose = choose](Request& r, const Text& t) { choose(r.options, t); },
                               default_value});
    options.push_back({"oversubscribe", "", group, "also run combinations with more threads than cores; marked",
                       [](Request& r, const Text&) { r.options.oversubscribe = true; }});
    options.push_back({"kernel", "NAME", group,
                       "gpt (a real training step) or null (simulated, for tests)", set_kernel, defaults.kernel});
    options.push_back({"counters", "WHICH", group,
                       "what ranks count: auto, none, or names that accelbench counters lists", set_counters,
                       defaults.counters});
    return options;
}

std::vector<SweepOption> session_options() {
    const Text group = "How long, how often";
    const plan::SweepOptions defaults;
    return {
        {"steps", "N", group, "measured steps per launch, after warm-up",
         [](Request& r, const Text& t) {
             r.options.steps = static_cast<int>(arguments::parse_count("--steps", t, 1, 1000000));
         },
         fmt::to_string(defaults.steps)},
        {"launches", "N", group,
         fmt::format("launches per cell [what a verdict needs, at least {}, more while that narrows the intervals]",
                     plan::minimum_launches),
         [](Request& r, const Text& t) {
             r.options.launches = static_cast<int>(arguments::parse_count("--launches", t, 1, 10000));
         }},
        {"time-budget", "TIME", group,
         fmt::format(
             "stop after about this long: 90, 2m, 1h [{:g}m once each cell has the launches that a verdict needs]",
             plan::default_budget_seconds / 60),
         [](Request& r, const Text& t) {
             r.options.time_budget_seconds = arguments::parse_seconds("--time-budget", t);
         }},
        {"timeout", "TIME", group,
         "treat a trial as hung after this long [1m, or 20 times its estimate; more under load]",
         [](Request& r, const Text& t) { r.options.timeout_seconds = arguments::parse_seconds("--timeout", t); }},
        {"margin", "SHARE", group, "treat smaller differences as equal: 2% or 0.02",
         [](Request& r, const Text& t) { r.options.margin = arguments::parse_share("--margin", t); },
         fmt::format("{:g}%", defaults.margin * 100)},
        {"seed", "N", group, "seed of the order of trials, the weights and the data [random, and recorded]",
         [](Request& r, const Text& t) {
             r.options.seed = static_cast<std::uint64_t>(arguments::parse_count("--seed", t, 1, (1LL << 53) - 1));
         }},
        {"dry-run", "", group, "print cells, skips, order and estimated time; start nothing",
         [](Request& r, const Text&) { r.dry_run = true; }},
        {"from", "MACHINE", group,
         "with --dry-run: plan for the machine in an hwloc XML file or synthetic description",
         [](Request& r, const Text& t) {
             r.from = arguments::not_empty("--from", t, "an hwloc XML file or synthetic description");
         }},
        {"out", "DIR", group,
         "folder for plan.json, trials.jsonl, result.json and report.html [accelbench-results/<time>]",
         [](Request& r, const Text& t) { r.out = arguments::not_empty("--out", t, "a folder, or omit it"); }},
        {"format", "NAME", group, fmt::format("print the results as {} [table]", format_names()),
         [](Request& r, const Text& t) { set_format(r.output, t); }},
        {"o", "FILE", group, "write what is printed to FILE instead of stdout",
         [](Request& r, const Text& t) { set_output_file(r.output, t); }},
        {"resume", "DIR", group, "continue the session in DIR: same plan, same seed",
         [](Request& r, const Text& t) {
             r.resume = arguments::not_empty("--resume", t, "the folder of an earlier sweep");
         }},
    };
}

std::vector<SweepOption> host_options() {
    const Text group = "Machines";
    const plan::SweepOptions defaults;
    return {
        {"hosts", "LIST", group,
         "machines to use: a,b or a:8,b:8 or n[01-04] (DIR must be on a shared file system)",
         set_hosts},
        {"hostfile", "FILE", group, "the same, one host per line",
         set_hostfile},
        {"rotate-hosts", "", group,
         "run m machines on each choice of m hosts in turn, not the first m: finds a slow host",
         [](Request& r, const Text&) { r.options.rotate_hosts = true; }},
        {"launcher", "NAME", group,
         fmt::format("{} [{}: srun inside a Slurm job, else mpirun or mpiexec.hydra]",
                     fmt::join(names_of(launch::launchers()), ", "), defaults.launcher),
         set_launcher},
        {"strict-hosts", "", group, "stop before the first trial if hosts differ or one can't take part",
         [](Request& r, const Text&) { r.options.strict_hosts = true; }},
        {"rsh", "AGENT", group, "command by which mpirun reaches other machines, such as 'ssh -p 2222' [ssh]",
         set_rsh},
    };
}

void set_parameter(Request& request, const Text& name, const Text& value) {
    for (auto& parameter : request.options.parameters) {
        if (parameter.first != name) continue;
        parameter.second = value;
        return;
    }
    request.options.parameters.emplace_back(name, value);
}

/// One option per parameter that any kernel has, so that --batch 4 needs no second spelling.
std::vector<SweepOption> parameter_options() {
    std::vector<SweepOption> options;
    for (const auto& kernel : bench::kernels()) {
        for (const auto& parameter : kernel.parameters) {
            const Text name(parameter.name);
            Text dashed = name;
            std::replace(dashed.begin(), dashed.end(), '_', '-');
            const auto same = [&](const auto& option) { return option.name == dashed; };
            if (std::any_of(options.begin(), options.end(), same)) continue;
            options.push_back({dashed, Text(parameter.value),
                               fmt::format("Kernel {}: {}", kernel.name, kernel.help), Text(parameter.help),
                               [name](Request& r, const Text& t) { set_parameter(r, name, t); }});
        }
    }
    return options;
}

std::vector<SweepOption> all_options() {
    std::vector<SweepOption> options;
    for (const auto& part : {grid_options(), session_options(), host_options(), parameter_options()})
        options.insert(options.end(), part.begin(), part.end());
    return options;
}

}  // namespace

const std::vector<SweepOption>& sweep_options() {
    static const auto options = all_options();
    return options;
}

plan::SweepOptions read_options(const plan::TypedOptions& typed, plan::SweepOptions base) {
    SweepRequest request;
    request.options = std::move(base);
    for (const auto& [name, text] : typed)
        for (const auto& option : sweep_options())
            if (option.name == name) option.apply(request, text);
    return request.options;
}

namespace {

/// Classes are the kernel's, which may be named behind them.
void check_classes(const plan::SweepOptions& options, const bench::KernelRow& kernel) {
    std::vector<std::string> known(kernel.memory_classes.begin(), kernel.memory_classes.end());
    const Text sums(bench::message::memory_class);
    const bool sums_keep_memory = bench::message::find_variant(options.allreduce)->memory_bytes(2, 2) > 0;
    if (sums_keep_memory) known.push_back(sums);
    for (const auto& place : options.places)
        for (const auto& [memory_class, choice] : place.classes)
            if (memory_class == sums && !sums_keep_memory)
                refuse(
                    fmt::format("--place: --allreduce {} keeps no memory of the class {}; hierarchical and "
                                "auto do",
                                options.allreduce, sums));
            else if (std::find(known.begin(), known.end(), memory_class) == known.end())
                refuse(fmt::format("--place: {} of kernel {}",
                                   unknown_name("class of allocation", memory_class, known), kernel.name));
}

}  // namespace

void cross_check(const SweepRequest& request) {
    const auto& options = request.options;
    const auto both = [&](const char* a, const char* b) { return request.given(a) && request.given(b); };
    if (both("num-processes", "processes-per-machine"))
        refuse(
            "--num-processes (over all machines) and --processes-per-machine exclude each other; give one");
    if (both("hosts", "hostfile")) refuse("--hosts and --hostfile exclude each other; give one");
    if (!options.rsh.empty() && (options.launcher == "slurm" || options.launcher == "local"))
        refuse(
            fmt::format("--rsh is for launchers that start ranks over ssh; --launcher {} does not: give only one of "
                        "them",
                        options.launcher));
    if (options.rotate_hosts && options.launcher == "local")
        refuse(
            "--rotate-hosts chooses the machines of a cell; --launcher local starts nothing on another one: give only "
            "one of them");
    if (both("out", "resume")) refuse("--resume DIR writes to DIR; omit --out");
    if (request.dry_run && request.output.given())
        refuse("--dry-run prints a plan, and --format and -o are for results: omit them");
    if (request.given("from") && !request.dry_run)
        refuse(
            "--from plans for a machine that is not this one; add --dry-run: nothing that would bind runs "
            "then");
    const auto& kernel = *bench::find_kernel(options.kernel);
    const auto known = names_of(kernel.parameters);
    check_classes(options, kernel);
    const std::vector<std::string> presets(kernel.presets.begin(), kernel.presets.end());
    for (const auto& [name, value] : options.parameters) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            refuse(fmt::format("kernel {}: {}", options.kernel, unknown_name("parameter", name, known)));
        if (name == "preset") arguments::one_of(presets, "--preset", "preset", value);
    }
}

}  // namespace accelbench::cli
