#pragma once

#include <string>

namespace accelbench::cli {

/// "note: TEXT" on stderr; nothing for "".
void say_note(const std::string& text);

/// Names hwloc's variables that are set: they change nothing here, which who set them may not expect.
void say_variables_passed_over();

/// Names the variables that bind threads: ranks of baseline inherit them, bound policies replace them.
void say_binding_variables();

/// Names SLURM_MPI_TYPE where it decides how srun starts ranks, or can't.
void say_slurm_mpi_type();

}  // namespace accelbench::cli
