#pragma once

#include <functional>
#include <string_view>

namespace accelbench {

/// The frame of each main. Opens the standard streams and ignores SIGPIPE and SIGTTOU: neither a reader that
/// leaves nor a terminal that a background job may not write to ends or stops a measurement. Prints what ends
/// `body` once as "NAME: message" on stderr. Returns the exit code: `body`'s own; a Failure's; 5 when stdout
/// can't be written, or the system refuses a file, memory or a thread; 70 for a defect of ours.
int run_program(std::string_view name, const std::function<int()>& body);

/// Before exec of a program that isn't ours: gives back the signals that run_program ignores.
void restore_signals();

}  // namespace accelbench
