#include <array>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "harness/place/place.h"

namespace accelbench::place {
namespace {

struct Names {
    std::string_view launcher;
    const char* rank;
    const char* local_rank;
};

// Open MPI first: inside a Slurm allocation its ranks see both, and Slurm's are then those of mpirun itself.
constexpr std::array<Names, 4> known = {{{"openmpi", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK"},
                                         {"slurm", "SLURM_PROCID", "SLURM_LOCALID"},
                                         {"mpich", "PMI_RANK", "MPI_LOCALRANKID"},
                                         {"", "RANK", "LOCAL_RANK"}}};

std::optional<RankIdentity> read(const Names& names) {
    const char* rank = std::getenv(names.rank);
    const char* local = std::getenv(names.local_rank);
    if (!rank || !local) return std::nullopt;
    return RankIdentity{std::atoi(rank), std::atoi(local)};
}

}  // namespace

RankIdentity identify_rank(const std::string& launcher) {
    if (launcher == "local") return {};
    for (const auto& names : known)
        if (const auto found = read(names); found && names.launcher == launcher) return *found;
    for (const auto& names : known)
        if (const auto found = read(names)) return *found;
    return {};
}

}  // namespace accelbench::place
