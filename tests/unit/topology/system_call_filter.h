#pragma once

#include <initializer_list>

namespace accelbench::topology {

/// Makes the kernel answer these system calls with `error_number`, as a container's seccomp profile does.
/// Can't be undone: call it in a child. Throws when the kernel has no seccomp.
void refuse_system_calls(std::initializer_list<int> numbers, int error_number);

}  // namespace accelbench::topology
