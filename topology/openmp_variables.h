#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accelbench::topology {

/// OMP_PROC_BIND, OMP_PLACES, GOMP_CPU_AFFINITY, KMP_AFFINITY and their kin, also for one device
/// (OMP_PROC_BIND_ALL): an OpenMP runtime that finds one binds threads.
bool binds_threads(std::string_view name);

/// Those that are set in this process' environment, as "NAME=value", in the order of their names.
std::vector<std::string> binding_variables();

/// The names alone, of binding_variables().
std::vector<std::string> binding_names();

/// The first call of a program's main. OpenMP's runtime binds the first thread of each program that links it,
/// before main: a program that then asks what it may use sees one core. A program that calls this keeps all
/// variables of OpenMP from its own runtime; the call puts them back for the programs that it starts.
void restore_openmp_variables();

}  // namespace accelbench::topology
