#include "harness/cli/app.h"
#include "harness/launch/process/signals.h"
#include "topology/openmp_variables.h"
#include "topology/base/program.h"

int main(int argc, char** argv) {
    accelbench::topology::restore_openmp_variables();
    accelbench::launch::restore_hangup();
    return accelbench::run_program("accelbench", [&] { return accelbench::cli::run({argv, argv + argc}); });
}
