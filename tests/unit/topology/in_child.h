#pragma once

#include <functional>
#include <string>

namespace accelbench::topology {

/// Runs `work` in a forked child and returns its text, so that bindings and filters end with the child. A
/// child that dies gives "died".
std::string in_child(const std::function<std::string()>& work);

}  // namespace accelbench::topology
