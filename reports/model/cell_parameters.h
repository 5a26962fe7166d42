#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/cell.h"

namespace accelbench::reports {

/// As documents have them: the cell's `parameters`, behind them those that are members of it: hosts ("a+b";
/// only where it has some), policy, machines, processes, threads.
Parameters all_parameters(const Cell& cell);

/// Of such a list what Cell::parameters keeps.
Parameters without_members(Parameters all);

/// The value of one of all_parameters; "" when the cell has none of that name.
std::string parameter_of(const Cell& cell, std::string_view name);

/// "a+b" and back: a host's name never has a '+'.
std::string joined_hosts(const std::vector<std::string>& hosts);
std::vector<std::string> hosts_from(const std::string& text);

/// Kernel and all parameters but those named: cells that share it differ in nothing else.
std::string key_without(const Cell& cell, std::initializer_list<std::string_view> names);

}  // namespace accelbench::reports
