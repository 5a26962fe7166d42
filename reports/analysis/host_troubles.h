#pragma once

#include <string>
#include <vector>

#include "reports/model/host.h"

namespace accelbench::reports {

/// "n08, n09, n10, x" -> "n[08-10],x": neighbours that differ in their last number alone are one range, as
/// Slurm writes it. In the order of `names`.
std::string compressed_names(const std::vector<std::string>& names);

/// One trouble and whom it hit.
struct HostTrouble {
    std::vector<std::string> hosts;
    std::string trouble;  // where several hosts share it, HOST stands for their names

    /// "n2 is gone"; of several "n[2-4]: each is gone".
    std::string sentence() const;
    /// "n2, which is gone"; of several "n[2-4], each of which is gone".
    std::string clause() const;
};

/// The troubles of `hosts`, each once, in the order of the first host that it hit. One cause mostly hits many:
/// a network, a shared folder, a step of Slurm. Hosts without trouble are left out.
std::vector<HostTrouble> host_troubles(const std::vector<Host>& hosts);

}  // namespace accelbench::reports
