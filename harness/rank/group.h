#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/base/group.h"
#include "bench/message/transport.h"
#include "topology/policy.h"

namespace accelbench::rank {

/// MPI_Allreduce, which returns with the sum. No trial can choose it: it is what the variants are compared
/// with.
constexpr std::string_view blocking_allreduce = "MPI_Allreduce";

/// How a group sums, and where its own memory lies.
struct GroupChoice {
    std::string allreduce = "flat";  // a name of bench::message::variants(), or blocking_allreduce
    // By local rank, as ranks fill machines in order; empty: the system's default.
    std::vector<topology::MemoryBinding> memory;
};

/// The process group over MPI; CMake picks group_mpi.cpp or, without MPI, group_absent.cpp. All ranks give
/// the same choice; groups may live side by side. Throws Failure(environment) when this build has no MPI or
/// the all-reduce can't work here, Failure(usage) when there is none of that name.
std::unique_ptr<bench::Group> make_mpi_group(const GroupChoice& choice = {});

/// Messages between all ranks of the launch, without a group. Throws Failure(environment) when this build has
/// no MPI.
std::unique_ptr<bench::message::Transport> make_mpi_transport();

/// What this build sums with, as the library that was loaded tells it: "Open MPI v4.1.4"; "none" without MPI.
std::string mpi_library();

/// Ends all ranks of the group at once, for a rank that can't go on while others wait for it. Does not
/// return.
[[noreturn]] void abort_mpi(int exit_code);

}  // namespace accelbench::rank
