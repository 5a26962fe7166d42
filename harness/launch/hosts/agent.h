#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// What starts a command on another machine, as in "ssh -p 2222".
struct Agent {
    std::vector<std::string> words;  // its program first
    std::string source;              // --rsh or the variable that names it; "": nobody named one
    bool is_here = true;             // its program can be run
};

/// `rsh` (--rsh), else $PRTE_MCA_plm_ssh_agent or $OMPI_MCA_plm_rsh_agent, else $HYDRA_LAUNCHER_EXEC, else
/// ssh, which never asks for a password: nobody sits there to type it. A list ("ssh : rsh") means its first
/// alternative that can be run, as mpirun takes it; the first one where none can.
Agent find_agent(const std::string& rsh);

/// What a launcher has to be told, so that it reaches machines as find_agent does: the text as it was given;
/// "" where nobody named one, and the launcher's own default will do.
std::string agent_text(const std::string& rsh);

/// Why no machine can be reached, with the remedy, to stand behind "HOST, which "; "" where the agent can be
/// run.
std::string missing_agent(const Agent& agent);

}  // namespace accelbench::launch
