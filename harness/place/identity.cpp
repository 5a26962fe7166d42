#include <array>
#include <cstdlib>

#include "harness/place/place.h"

namespace accelbench::place {

RankIdentity identify_rank() {
    struct Names {
        const char* rank;
        const char* local_rank;
    };
    // Open MPI first: inside a Slurm allocation its ranks see both, and Slurm's are then those of mpirun
    // itself.
    constexpr std::array<Names, 4> known = {{{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK"},
                                             {"SLURM_PROCID", "SLURM_LOCALID"},
                                             {"PMI_RANK", "MPI_LOCALRANKID"},
                                             {"RANK", "LOCAL_RANK"}}};
    for (const auto& names : known) {
        const char* rank = std::getenv(names.rank);
        const char* local = std::getenv(names.local_rank);
        if (rank && local) return {std::atoi(rank), std::atoi(local)};
    }
    return {};
}

}  // namespace accelbench::place
