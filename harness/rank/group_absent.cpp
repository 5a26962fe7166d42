#include <cstdlib>

#include "harness/rank/group.h"
#include "topology/base/failure.h"

namespace accelbench::rank {
namespace {

[[noreturn]] void refuse() {
    throw Failure(
        Failure::Kind::environment,
        "this build has no MPI, so it runs one process: give --launcher local --num-processes 1, or install "
        "libopenmpi-dev and build again");
}

}  // namespace

std::unique_ptr<bench::Group> make_mpi_group(const GroupChoice&) { refuse(); }

std::unique_ptr<bench::message::Transport> make_mpi_transport() { refuse(); }

std::string mpi_library() { return "none"; }

void abort_mpi(int exit_code) { std::_Exit(exit_code); }

}  // namespace accelbench::rank
