#include "harness/launch/hosts/rank_zero.h"

#include <algorithm>

#include "harness/launch/hosts/question.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/nodelist.h"

namespace accelbench::launch {
namespace {

using Names = std::vector<std::string>;

/// mpirun's own machine comes first, wherever it stands in --host; "" when it isn't one of them.
std::string own_of(const Names& names) {
    const auto own = own_among(names);
    return own.empty() ? "" : own.front();
}

/// srun sorts --nodelist as the job's own list is sorted; "" when that list says none of them.
std::string first_in_job(const Names& names, const plan::Hosts& hosts) {
    const auto job = plan::expand_nodelist(hosts.slurm_nodelist);
    const auto first = std::find_first_of(job.begin(), job.end(), names.begin(), names.end());
    return first == job.end() ? "" : *first;
}

}  // namespace

std::string address_of_rank_0(const plan::Hosts& hosts, const LauncherRow& launcher, int machines) {
    std::string address;
    if (machines > 1 && launcher.rank_zero == RankZero::where_called)
        address = own_of(plan::first_names(hosts, machines));
    if (machines > 1 && launcher.rank_zero == RankZero::first_of_job)
        address = first_in_job(plan::first_names(hosts, machines), hosts);
    return address.empty() ? plan::master_address(hosts, machines) : address;
}

}  // namespace accelbench::launch
