#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "scripts/cluster-lab.d/switch/links.h"

namespace accelbench::clusterlab {

using Bytes = std::shared_ptr<const std::vector<char>>;

/// When each frame arrives: the arithmetic of the wires, without any device or clock. All times are
/// nanoseconds of one monotonic clock. A frame leaves its port at the port's rate, travels for the link's
/// delay at the link's own rate, and enters the other port at that port's rate. The three overlap
/// (cut-through), so that a frame on an idle path needs delay + size / slowest rate.
class Fabric {
  public:
    using Sink = std::function<void(std::size_t to, const Bytes& bytes)>;

    /// port_rate_bits: what each machine can send, and what it can receive, per second; 0: no limit.
    Fabric(Links links, std::int64_t port_rate_bits);

    /// Whether a frame may be taken from this port now. A port that is asked too early keeps its frames, so
    /// that the sender's TCP feels the queue; taken all at once, they'd wait here and a short message behind
    /// them for 30 ms.
    bool ready(std::size_t from, std::int64_t now_ns) const { return now_ns >= ready_ns(from); }
    std::int64_t ready_ns(std::size_t from) const { return ports_[from].leaving_until_ns - backlog_ns; }

    /// Takes a frame of one port for one or all others (nothing: all others). Frames of a cut port are lost.
    void accept(std::size_t from, std::optional<std::size_t> to, Bytes bytes, std::int64_t now_ns);

    /// Hands over what has arrived by now, in the order of arrival.
    void deliver(std::int64_t now_ns, const Sink& sink);

    /// When deliver has something to do again; nothing while no frame is on its way.
    std::optional<std::int64_t> next_ns() const;

    void set_cut(std::size_t port, bool cut) { ports_[port].cut = cut; }
    std::uint64_t dropped_frames() const { return dropped_frames_; }

    static constexpr std::int64_t backlog_ns = 200'000;
    static constexpr std::int64_t most_waiting_bytes = 64 << 20;

  private:
    struct Port {
        std::int64_t leaving_until_ns = 0;
        std::int64_t entering_until_ns = 0;
        std::int64_t waiting_bytes = 0;
        bool cut = false;
    };
    struct Transit {
        std::size_t from;
        std::size_t to;
        Bytes bytes;
        bool entered = false;  // false: due to reach the port; true: due to be handed over
    };
    using Due = std::multimap<std::int64_t, Transit>;

    void enter(Due::node_type event);

    Links links_;
    std::vector<std::int64_t> link_until_ns_;
    std::int64_t port_rate_bits_;
    std::vector<Port> ports_;
    Due due_;
    std::uint64_t dropped_frames_ = 0;
};

}  // namespace accelbench::clusterlab
