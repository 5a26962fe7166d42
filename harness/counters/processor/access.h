#pragma once

#include <string>

namespace accelbench::counters {

/// What the kernel answered when counting was tried: errno, 0 when it let us.
struct Tried {
    int user_code = 0;    // of our own threads, what they execute themselves
    int kernel_code = 0;  // and what the kernel executes for them
    int whole_cpu = 0;    // all that a cpu does, whoever asks for it: what sockets' counters need
};

/// Opens perf events and closes them again: a setting that can be read proves nothing, a container may refuse
/// the call all the same.
Tried try_counting();

/// Whether there is something to count with, and whether we may. Reasons are "" where nothing stands in the
/// way.
struct Access {
    std::string core;    // why the rank's own threads can't be counted
    std::string uncore;  // why sockets can't
    bool kernel_code = true;
};

/// `root` holds /proc and /sys; `guest`: this is a virtual machine.
Access counting_access(const Tried& tried, const std::string& root, bool guest);

}  // namespace accelbench::counters
