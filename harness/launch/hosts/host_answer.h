#pragma once

#include <string>

#include "reports/model/host.h"

namespace accelbench::launch {

/// What `accelbench host-facts` prints: the machine's facts, and by its own clock when it began to look for
/// them and when it was done.
struct HostAnswer {
    reports::HostFacts facts;
    std::string node_name;  // Slurm's name of the node; "" outside a step
    std::string identity;   // the same for two names of one machine; "" when the system doesn't say
    double started_unix_seconds = 0;
    double done_unix_seconds = 0;
};

/// Of this machine. accelbench-rank is asked what MPI it loads; where it doesn't start, the MPI is unknown
/// with that reason: mpirun may set library paths that we don't have here. Throws Failure(environment) when
/// hwloc can't read this machine.
HostAnswer look_at_this_host();

/// One JSON document, in short lines: some launchers cut long ones.
std::string host_answer_to_text(const HostAnswer& answer);

/// `text` may begin with what a login prints. Throws Failure(environment) without a remedy: no answer is in
/// it, or it is of another accelbench or schema (named; nothing else of it is read then).
HostAnswer host_answer_from_text(const std::string& text);

/// Of this system as it runs now: its boot, its host name and its network. Containers and namespaces of one
/// kernel that have a network and a name of their own are machines of their own.
std::string read_identity();

/// Whose answer it is, also of another version: Slurm's name of the node, as several nodes may be one
/// machine, else its host name; "" when `text` holds no answer.
std::string node_name_in(const std::string& text);

}  // namespace accelbench::launch
