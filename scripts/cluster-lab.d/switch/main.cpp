// cluster-lab-switch: the cables between the machines of scripts/cluster-lab, which starts it.
#include <sched.h>
#include <sys/prctl.h>

#include <cstdio>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

#include "scripts/cluster-lab.d/switch/switch.h"
#include "scripts/cluster-lab.d/switch/units.h"

namespace accelbench::clusterlab {
namespace {

volatile std::sig_atomic_t end_asked = 0;
volatile std::sig_atomic_t look_asked = 1;

struct Wish {
    Links links{0, {}};
    std::int64_t port_rate_bits = 0;
    std::string folder;  // empty: only check the words
};

std::int64_t value_of(const std::string& text, const char* option, std::optional<std::int64_t> value,
                      const char* example) {
    if (!value)
        throw std::invalid_argument(std::string(option) + " '" + text +
                                    "' is not understood; write for example " + example);
    return *value;
}

/// MACHINES RATE DELAY MATRIX [FOLDER]; an empty word means that it was not asked for.
Wish parse(int count, char** words) {
    if (count < 5 || count > 6)
        throw std::invalid_argument("usage: cluster-lab-switch MACHINES RATE DELAY MATRIX [FOLDER]");
    const std::string rate = words[2];
    const std::string delay = words[3];
    const auto machines = std::stoul(words[1]);
    Wish wish;
    if (!rate.empty())
        wish.port_rate_bits = value_of(rate, "--rate", parse_rate_bits(rate), "100Mbit or 1Gbit");
    Link everywhere;
    if (!delay.empty())
        everywhere.delay_ns = value_of(delay, "--delay", parse_delay_ns(delay), "50us or 2ms");
    wish.links = *words[4] ? read_matrix(words[4], machines) : Links(machines, everywhere);
    if (count == 6) wish.folder = words[5];
    return wish;
}

// A frame is due in microseconds: the default slack of a timer alone is 50, and a busy machine runs others
// first. Where real time is refused, delays are met less well on a busy machine; the check by ping-pong shows
// it.
void be_punctual() {
    prctl(PR_SET_TIMERSLACK, 1UL);
    sched_param priority{};
    priority.sched_priority = 10;
    if (sched_setscheduler(0, SCHED_FIFO, &priority) != 0)
        std::perror("cluster-lab-switch: not in real time");
}

sigset_t catch_signals() {
    sigset_t ours;
    sigset_t before;
    sigemptyset(&ours);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    sigprocmask(SIG_BLOCK, &ours, &before);
    std::signal(SIGTERM, [](int) { end_asked = 1; });
    std::signal(SIGHUP, [](int) { look_asked = 1; });
    return before;
}

int carry(const Wish& wish) {
    const auto while_waiting = catch_signals();
    Switch box(wish.links, wish.port_rate_bits, wish.folder);
    be_punctual();
    std::cout << "ready" << std::endl;
    box.run(end_asked, look_asked, while_waiting);
    std::cout << "lost frames: " << box.lost_frames() << std::endl;
    return 0;
}

}  // namespace
}  // namespace accelbench::clusterlab

int main(int count, char** words) {
    try {
        const auto wish = accelbench::clusterlab::parse(count, words);
        return wish.folder.empty() ? 0 : accelbench::clusterlab::carry(wish);
    } catch (const std::system_error& error) {
        std::cerr << "cluster-lab: the switch can't make its devices: " << error.what() << '\n';
        return 5;
    } catch (const std::exception& error) {
        std::cerr << "cluster-lab: " << error.what() << '\n';
        return 2;
    }
}
