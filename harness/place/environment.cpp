#include <cstdlib>
#include <string>

#include "harness/place/place.h"
#include "topology/openmp_variables.h"

namespace accelbench::place {
namespace {

void set(const char* name, const std::string& value) { setenv(name, value.c_str(), 1); }

/// A bound rank pins its threads inside its share, baseline leaves them alone.
void set_threads(const topology::RankPlacement& placement, bool oversubscribed) {
    set("OMP_NUM_THREADS", std::to_string(placement.threads));
    // Spinning for a thread that has no core makes oversubscribed steps many times slower than the work is.
    if (oversubscribed) set("OMP_WAIT_POLICY", "passive");
    if (placement.cpus.empty()) return;
    // GOMP_CPU_AFFINITY or KMP_AFFINITY beside ours would put threads outside of the share.
    for (const auto& name : topology::binding_names()) unsetenv(name.c_str());
    set("OMP_PROC_BIND", "true");
    // With more threads than cores in the share the hardware threads serve one by one.
    set("OMP_PLACES", "threads");
}

/// The store in shared memory that PMIx prefers gives a rank an empty record of its neighbour now and then (Debian 12,
/// under load), and Open MPI then crashes where it maps the neighbour's memory: 5 of 64 launches over srun, none of
/// 64 with this store. Whoever chose one keeps it.
void set_store_of_pmix() { setenv("PMIX_MCA_gds", "hash", 0); }

}  // namespace

void set_environment(const harness::TrialFile& trial, const RankIdentity& identity) {
    const auto local_ranks = trial.placement.size();
    set_threads(trial.placement.at(static_cast<std::size_t>(identity.local_rank)), trial.oversubscribed);
    set("RANK", std::to_string(identity.rank));
    set("LOCAL_RANK", std::to_string(identity.local_rank));
    set("WORLD_SIZE", std::to_string(trial.processes));
    set("LOCAL_WORLD_SIZE", std::to_string(local_ranks));
    set("MASTER_ADDR", trial.master_address);
    set("MASTER_PORT", std::to_string(trial.master_port));
    if (trial.launcher == "slurm") set_store_of_pmix();
}

}  // namespace accelbench::place
