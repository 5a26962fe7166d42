#include "harness/cli/app.h"
#include "harness/cli/library_start.h"
#include "topology/base/program.h"
#include "topology/openmp_variables.h"

int main(int argc, char** argv) {
    accelbench::topology::restore_openmp_variables();
    accelbench::cli::end_library_start();
    return accelbench::run_program("accelbench", [&] { return accelbench::cli::run({argv, argv + argc}); });
}
