#include "pretended_pmu.h"

#include <dlfcn.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <map>

namespace accelbench::counters {
namespace {

const PretendedPmu* pretended = nullptr;
std::map<long, int> in_group;  // by the leader's file

using Call = long (*)(long, ...);

Call real_syscall() {
    static const auto call = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "syscall"));
    return call;
}

bool is_hardware(const perf_event_attr& attributes) {
    return attributes.type == PERF_TYPE_HARDWARE || attributes.type == PERF_TYPE_RAW;
}

long open_event(perf_event_attr attributes, long pid, long cpu, long group, long flags) {
    const bool hardware = is_hardware(attributes);
    if (hardware && group >= 0 && in_group[group] >= pretended->counters) {
        errno = EINVAL;
        return -1;
    }
    if (hardware) {
        attributes.type = PERF_TYPE_SOFTWARE;
        attributes.config = PERF_COUNT_SW_TASK_CLOCK;
    }
    const long file = real_syscall()(SYS_perf_event_open, &attributes, pid, cpu, group, flags);
    if (file < 0) return file;
    if (group < 0)
        in_group[file] = hardware ? 1 : 0;
    else
        in_group[group] += hardware ? 1 : 0;
    return file;
}

}  // namespace

void pretend(const PretendedPmu* pmu) { pretended = pmu; }

}  // namespace accelbench::counters

/// libpapi calls this one: a program's own symbols come before a library's.
extern "C" long syscall(long number, ...) {
    using namespace accelbench::counters;
    std::va_list list;
    va_start(list, number);
    long word[6];
    for (long& one : word) one = va_arg(list, long);
    va_end(list);
    if (number != SYS_perf_event_open || pretended == nullptr)
        return real_syscall()(number, word[0], word[1], word[2], word[3], word[4], word[5]);
    const auto* given = reinterpret_cast<const perf_event_attr*>(word[0]);
    perf_event_attr attributes = {};
    const std::size_t size = given->size == 0 ? PERF_ATTR_SIZE_VER0 : given->size;
    std::memcpy(&attributes, given, std::min(size, sizeof attributes));
    return open_event(attributes, static_cast<int>(word[1]), static_cast<int>(word[2]),
                      static_cast<int>(word[3]), word[4]);
}
