#include <cstdlib>

#include "harness/rank/group.h"
#include "topology/failure.h"

namespace accelbench::rank {

std::unique_ptr<bench::Group> make_mpi_group(const GroupChoice&) {
    throw Failure(
        Failure::Kind::environment,
        "this build has no MPI, so it runs one process: give --launcher local --num-processes 1, or install "
        "libopenmpi-dev and build again");
}

void abort_mpi(int exit_code) { std::_Exit(exit_code); }

}  // namespace accelbench::rank
