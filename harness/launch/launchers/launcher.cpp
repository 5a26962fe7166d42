#include "harness/launch/launchers/launcher.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "topology/base/failure.h"
#include "topology/base/rows.h"

namespace accelbench::launch {
namespace {

const LauncherRow& checked(const LauncherRow& row) {
    if (!row.program.empty() && !find_program(row.program))
        throw Failure(Failure::Kind::environment,
                      fmt::format("launcher {}: no {} on the PATH; {}", row.name, row.program, row.remedy));
    return row;
}

}  // namespace

const std::vector<LauncherRow>& launchers() {
    static const std::vector<LauncherRow> rows = {
        {"openmpi", "Open MPI's mpirun: one machine, or --hosts and --hostfile", "mpirun",
         "install it (Debian, Ubuntu: apt-get install openmpi-bin), or measure one process with --launcher "
         "local "
         "--num-processes 1",
         true, true, RankZero::where_called, openmpi_tokens},
        {"mpich", "Hydra's mpiexec, for an accelbench built with MPICH", "mpiexec.hydra",
         "install it (Debian, Ubuntu: apt-get install mpich), or use --launcher openmpi", true, true,
         RankZero::first_named, mpich_tokens},
        {"slurm", "Slurm's srun, inside salloc or sbatch", "srun",
         "run inside a Slurm allocation, or use --launcher openmpi", true, false, RankZero::first_of_job,
         slurm_tokens},
        {"local", "no launcher: one process, without MPI", "", "", false, false, RankZero::first_named,
         local_tokens},
    };
    return rows;
}

const LauncherRow* find_launcher(std::string_view name) { return find_row(launchers(), name); }

std::vector<std::string> place_tokens(const LaunchRequest& request) {
    return {request.accelbench, "place", "--trial", request.trial_file, "--", request.rank_program};
}

std::vector<std::string> local_tokens(const LaunchRequest& request) { return place_tokens(request); }

const LauncherRow& choose_launcher(const std::string& wished, int most_ranks) {
    if (wished != "auto") {
        const auto& row = checked(*find_launcher(wished));
        if (!row.speaks_mpi && most_ranks > 1)
            throw Failure(Failure::Kind::usage,
                          fmt::format("--launcher local runs one process; {} are planned: give "
                                      "--num-processes 1, or --launcher openmpi",
                                      most_ranks));
        return row;
    }
    return checked(*find_launcher(auto_launcher().name));
}

AutoChoice auto_launcher() {
    const char* job = std::getenv("SLURM_JOB_ID");
    if (job && find_program("srun")) return {"slurm", fmt::format("inside Slurm job {}", job)};
    const std::string outside = job ? "no srun on the PATH" : "not inside a Slurm job";
    if (find_program("mpirun")) return {"openmpi", outside + ", and mpirun is on the PATH"};
    if (find_program("mpiexec.hydra"))
        return {"mpich", outside + ", no mpirun, but mpiexec.hydra is on the PATH"};
    return {"openmpi", outside};
}

namespace {

bool can_run(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::string> find_program(std::string_view program) {
    if (program.find('/') != std::string_view::npos)
        return can_run(std::string(program)) ? std::optional(std::string(program)) : std::nullopt;
    const char* path = std::getenv("PATH");
    std::string_view rest = path ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!rest.empty()) {
        const auto colon = rest.find(':');
        const auto folder = std::filesystem::path(rest.substr(0, colon));
        const auto candidate = (folder / program).string();
        if (can_run(candidate)) return candidate;
        rest = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon + 1);
    }
    return std::nullopt;
}

std::string launcher_version(const LauncherRow& row) {
    if (row.program.empty()) return "";
    const auto command = fmt::format("{} --version 2>/dev/null </dev/null", row.program);
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    char line[256] = "";
    if (!pipe || !fgets(line, sizeof line, pipe.get())) return "";
    std::string text = line;
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

int major_version(const std::string& version) {
    for (std::size_t at = 0; at < version.size(); ++at) {
        const bool begins = version[at] >= '0' && version[at] <= '9' && (at == 0 || version[at - 1] == ' ');
        if (begins) return std::atoi(version.c_str() + at);
    }
    return 4;
}

std::string slurm_mpi_type() {
    const char* set = std::getenv("SLURM_MPI_TYPE");
    const std::string type = set ? set : "";
    return type.empty() || type == "none" ? "pmix" : type;
}

}  // namespace accelbench::launch
