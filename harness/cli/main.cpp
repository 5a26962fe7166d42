#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "harness/cli/app.h"
#include "topology/failure.h"
#include "topology/openmp_variables.h"

int main(int argc, char** argv) {
    using namespace accelbench;
    topology::restore_openmp_variables();
    try {
        return cli::run({argv, argv + argc});
    } catch (const Failure& failure) {
        fmt::print(stderr, "accelbench: {}\n", failure.what());
        return failure.exit_code();
    } catch (const std::exception& error) {
        fmt::print(stderr,
                   "accelbench: {}; this is a defect of accelbench: please report it with the command line\n",
                   error.what());
        return 70;  // EX_SOFTWARE: none of the codes that a script may act on
    }
}
