#pragma once

#include <poll.h>

#include <csignal>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scripts/cluster-lab.d/switch/fabric.h"
#include "scripts/cluster-lab.d/switch/tap.h"

namespace accelbench::clusterlab {

/// A learning Ethernet switch: one TAP device per machine (port-1, port-2, ...), with a Fabric between them.
class Switch {
  public:
    /// `folder` holds `cut`, the numbers of the machines (from 1) whose cable is pulled. Throws
    /// std::system_error.
    Switch(Links links, std::int64_t port_rate_bits, std::string folder);

    /// Carries frames until `end` is set by a signal; `look` has the cables looked at again. The signals must
    /// be blocked outside, `while_waiting` is the mask that lets them in.
    void run(const volatile std::sig_atomic_t& end, volatile std::sig_atomic_t& look,
             const sigset_t& while_waiting);

    std::uint64_t lost_frames() const { return lost_frames_ + fabric_.dropped_frames(); }

  private:
    void read_cuts();
    void take_frames(std::size_t port);
    void wait(const sigset_t& while_waiting);

    std::string folder_;
    Fabric fabric_;
    std::vector<Tap> taps_;
    std::vector<pollfd> polled_;
    std::map<std::string, std::size_t> port_of_address_;
    std::uint64_t lost_frames_ = 0;
};

}  // namespace accelbench::clusterlab
