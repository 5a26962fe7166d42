#include "scripts/cluster-lab.d/switch/fabric.h"

#include <algorithm>
#include <utility>

#include "scripts/cluster-lab.d/switch/units.h"

namespace accelbench::clusterlab {
namespace {

// Preamble, checksum and gap of Ethernet, which occupy the wire and that no device shows.
constexpr std::int64_t framing_bytes = 24;

std::int64_t size_on_wire(const Bytes& bytes) {
    return static_cast<std::int64_t>(bytes->size()) + framing_bytes;
}

}  // namespace

Fabric::Fabric(Links links, std::int64_t port_rate_bits)
    : links_(std::move(links)),
      link_until_ns_(links_.machines() * links_.machines(), 0),
      port_rate_bits_(port_rate_bits),
      ports_(links_.machines()) {}

void Fabric::accept(std::size_t from, std::optional<std::size_t> to, Bytes bytes, std::int64_t now_ns) {
    Port& port = ports_[from];
    if (port.cut) return;
    const auto start_ns = std::max(now_ns, port.leaving_until_ns);
    port.leaving_until_ns = start_ns + wire_ns(size_on_wire(bytes), port_rate_bits_);
    for (std::size_t other = 0; other < ports_.size(); ++other) {
        if (other == from || (to && *to != other)) continue;
        if (ports_[other].waiting_bytes >= most_waiting_bytes) {
            ++dropped_frames_;
            continue;
        }
        ports_[other].waiting_bytes += size_on_wire(bytes);
        due_.emplace(start_ns + links_.at(from, other).delay_ns, Transit{from, other, bytes});
    }
}

// Decided on arrival and not on departure: a frame that is still far away would otherwise reserve the port,
// and machines nearby would wait for it.
void Fabric::enter(Due::node_type event) {
    const auto size = size_on_wire(event.mapped().bytes);
    const auto from = event.mapped().from;
    const auto to = event.mapped().to;
    auto& link_until_ns = link_until_ns_[from * ports_.size() + to];
    const auto on_link_ns = std::max(event.key(), link_until_ns);
    link_until_ns = on_link_ns + wire_ns(size, links_.at(from, to).rate_bits);
    const auto at_port_ns = std::max(on_link_ns, ports_[to].entering_until_ns);
    ports_[to].entering_until_ns = at_port_ns + wire_ns(size, port_rate_bits_);
    event.key() = std::max(link_until_ns, ports_[to].entering_until_ns);
    event.mapped().entered = true;
    due_.insert(std::move(event));
}

void Fabric::deliver(std::int64_t now_ns, const Sink& sink) {
    while (!due_.empty() && due_.begin()->first <= now_ns) {
        auto event = due_.extract(due_.begin());
        if (!event.mapped().entered) {
            enter(std::move(event));
            continue;
        }
        const auto& frame = event.mapped();
        ports_[frame.to].waiting_bytes -= size_on_wire(frame.bytes);
        if (!ports_[frame.to].cut) sink(frame.to, frame.bytes);
    }
}

std::optional<std::int64_t> Fabric::next_ns() const {
    if (due_.empty()) return std::nullopt;
    return due_.begin()->first;
}

}  // namespace accelbench::clusterlab
