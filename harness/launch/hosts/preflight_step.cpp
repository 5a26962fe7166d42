#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <sstream>

#include "harness/launch/hosts/host_answer.h"
#include "harness/launch/hosts/preflight.h"
#include "reports/analysis/host_troubles.h"

namespace accelbench::launch {
namespace {

/// Output by task, from lines that srun --label begins with the task's number; other lines are srun's own.
std::map<int, std::string> by_task(const std::string& output) {
    std::map<int, std::string> tasks;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        int task = -1;
        const char* begin = line.data() + std::min(line.find_first_not_of(' '), line.size());
        const char* end = std::from_chars(begin, line.data() + line.size(), task).ptr;
        if (task < 0 || *end != ':') continue;
        const auto text = static_cast<std::size_t>(end - line.data()) + 2;
        tasks[task] += line.substr(std::min(line.size(), text)) + "\n";
    }
    return tasks;
}

/// What host_of sees of a node: a task that said something ended well, whatever became of the others.
Answer answer_of(const std::string& output, Answer step) {
    step.ended_well = !output.empty();
    step.exit_code = -1;
    step.output = output;
    return step;
}

/// Takes the output of the node `name` from `tasks`; "" when none is its.
std::string take_output(std::map<int, std::string>& tasks, const std::string& name) {
    const auto its = std::find_if(tasks.begin(), tasks.end(),
                                  [&](const auto& task) { return node_name_in(task.second) == name; });
    if (its == tasks.end()) return "";
    auto output = std::move(its->second);
    tasks.erase(its);
    return output;
}

/// No node was asked: the cause lies with the step and not with any of them.
std::string failed_step(const Answer& step) {
    const auto end =
        step.exit_code < 0 ? std::string("did not end") : fmt::format("exit code {}", step.exit_code);
    const char* type = std::getenv("SLURM_MPI_TYPE");
    return fmt::format(
        "was not asked: the Slurm step failed ({}, {}: {}); see whether the job still runs (squeue), and "
        "unset variables of a job that is over{}",
        step.command, end, step.said, type ? fmt::format(" (SLURM_MPI_TYPE={} is set too)", type) : "");
}

/// Slurm didn't say the names: the nodes do, those that can.
std::vector<std::string> names_by_task(const std::map<int, std::string>& tasks, int machines) {
    std::vector<std::string> names;
    for (int task = 0; task < machines; ++task) {
        const auto found = tasks.find(task);
        const auto name = found == tasks.end() ? "" : node_name_in(found->second);
        names.push_back(name.empty() ? fmt::format("node {} of the allocation", task + 1) : name);
    }
    return names;
}

}  // namespace

std::vector<std::string> step_tokens(const std::vector<std::string>& names, int machines,
                                     const std::vector<std::string>& command) {
    std::vector<std::string> tokens = {"srun",
                                       fmt::format("--nodes={}", machines),
                                       fmt::format("--ntasks={}", machines),
                                       "--ntasks-per-node=1",
                                       "--cpu-bind=none",
                                       "--mem-bind=none",
                                       "--overlap",
                                       "--label"};
    if (!names.empty()) tokens.push_back("--nodelist=" + reports::compressed_names(names));
    tokens.insert(tokens.end(), command.begin(), command.end());
    return tokens;
}

std::vector<reports::Host> hosts_of_step(const std::vector<std::string>& names, int machines,
                                         const Answer& answer) {
    auto tasks = by_task(answer.output);
    std::vector<reports::Host> hosts;
    const auto all = names.empty() ? names_by_task(tasks, machines) : names;
    if (tasks.empty() && !answer.ended_well) {
        for (const auto& name : all) hosts.push_back({name, failed_step(answer), {}, {}});
        return hosts;
    }
    for (const auto& name : all)
        hosts.push_back(host_of(name, answer_of(take_output(tasks, name), answer)));
    return hosts;
}

}  // namespace accelbench::launch
