#include "harness/plan/work.h"

#include "bench/kernels.h"
#include "reports/model/cell_parameters.h"

namespace accelbench::plan {

bench::KernelPlan work_of(const reports::Cell& cell, const SweepOptions& options) {
    const bool strong_scaling = reports::parameter_of(cell, "scaling") == "strong";
    return bench::find_kernel(cell.kernel)
        ->plan({cell.processes, cell.threads, strong_scaling, options.parameters});
}

std::string allreduce_of(const reports::Cell& cell, const SweepOptions& options) {
    auto name = reports::parameter_of(cell, "allreduce");
    return name.empty() ? options.allreduce : name;
}

}  // namespace accelbench::plan
