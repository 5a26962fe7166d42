#include <fmt/format.h>
#include <papi.h>

#include "harness/counters/processor/event_set.h"

namespace accelbench::counters {
namespace {

using Answer = EventSet::Answer;
using Trouble = EventSet::Trouble;

/// "" or why PAPI can't be used in this process. PAPI is started once.
const std::string& start_papi() {
    static const std::string reason = [] {
        const int got = PAPI_library_init(PAPI_VER_CURRENT);
        if (got == PAPI_VER_CURRENT) return std::string();
        if (got > 0)
            return fmt::format("PAPI {}.{} is installed, but accelbench was built for {}.{}: build it again",
                               PAPI_VERSION_MAJOR(got), PAPI_VERSION_MINOR(got),
                               PAPI_VERSION_MAJOR(PAPI_VER_CURRENT), PAPI_VERSION_MINOR(PAPI_VER_CURRENT));
        return fmt::format("PAPI can't be started: {}", PAPI_strerror(got));
    }();
    return reason;
}

Answer answer(int error, const std::string& what) {
    if (error == PAPI_OK) return {};
    if (error == PAPI_ENOEVNT)
        return {Trouble::no_such_event,
                fmt::format(
                    "PAPI can't count {} here: libpfm4 has no such event for this processor, or Linux refuses it",
                    what)};
    if (error == PAPI_ECNFLCT || error == PAPI_ESYS)
        return {
            Trouble::other,
            fmt::format("no counter is free for {} ({}): other programs hold them, or the NMI watchdog does, "
                        "which sysctl -w kernel.nmi_watchdog=0 ends",
                        what, PAPI_strerror(error))};
    return {Trouble::other, fmt::format("PAPI can't count {}: {}", what, PAPI_strerror(error))};
}

/// Must be set before events are added: the kernel hands events on to threads as they are made.
Answer inherit(int set) {
    PAPI_option_t option = {};
    option.inherit.eventset = set;
    option.inherit.inherit = PAPI_INHERIT_ALL;
    if (PAPI_set_opt(PAPI_INHERIT, &option) == PAPI_OK) return {};
    return {Trouble::other,
            "PAPI can't count threads that are made later here: it tries that with an event of the "
            "processor, which "
            "has none to give"};
}

}  // namespace

std::string component_reason(const std::string& component) {
    if (!start_papi().empty()) return start_papi();
    const int index = PAPI_get_component_index(component.c_str());
    if (index < 0) return fmt::format("this PAPI was built without its component {}", component);
    const auto* info = PAPI_get_component_info(index);
    if (info->disabled == PAPI_OK) return "";
    return fmt::format("PAPI has disabled its component {}: {}", component, info->disabled_reason);
}

EventSet::~EventSet() {
    if (id_ == PAPI_NULL) return;
    PAPI_stop(id_, nullptr);  // fails when it doesn't run; nothing depends on it
    PAPI_cleanup_eventset(id_);
    PAPI_destroy_eventset(&id_);
}

Answer EventSet::create(const Kind& kind) {
    const int component = PAPI_get_component_index(kind.component.c_str());
    // PAPI's default is user code alone, where switches and migrations are 0, silently. A set takes its
    // domain from the component; set on the set, it is tried with a hardware event, which not every machine
    // has.
    PAPI_set_cmp_domain(kind.kernel_code ? PAPI_DOM_ALL : PAPI_DOM_USER, component);
    int error = PAPI_create_eventset(&id_);
    if (error == PAPI_OK) error = PAPI_assign_eventset_component(id_, component);
    if (error != PAPI_OK) return answer(error, kind.component);
    return kind.new_threads ? inherit(id_) : Answer{};
}

Answer EventSet::add(const std::string& event) {
    const int error = PAPI_add_named_event(id_, event.c_str());
    if (error == PAPI_OK) sums_.push_back(0);
    return answer(error, event);
}

void EventSet::remove(const std::string& event) {
    PAPI_remove_named_event(id_, event.c_str());
    sums_.pop_back();
}

Answer EventSet::start() {
    last_.assign(sums_.size(), 0);
    if (const int error = PAPI_start(id_); error != PAPI_OK) return answer(error, "these events together");
    // Not always 0: when the kernel resets an event it keeps the counts of threads that have ended.
    return answer(PAPI_read(id_, last_.data()), "these events together");
}

void EventSet::stop() { PAPI_stop(id_, nullptr); }

Answer EventSet::look() {
    std::vector<long long> now(sums_.size());
    if (const int error = PAPI_read(id_, now.data()); error != PAPI_OK)
        return answer(error, "these events together");
    for (std::size_t i = 0; i < now.size(); ++i) sums_[i] += static_cast<double>(now[i] - last_[i]);
    last_ = std::move(now);
    return {};
}

}  // namespace accelbench::counters
