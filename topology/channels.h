#pragma once

#include <set>
#include <string>

namespace accelbench::topology {

/// What the kernel shows of a process's ways to others: requested is not realised, here as with pages.
/// `shared_memory` names what is mapped, shared and writable: "vader_segment" (Open MPI's),
/// "memfd:communication/shared segment" (ours); without what differs from launch to launch. TCP peers are
/// addresses of established connections: of other machines, and of this one by its own address. Loopback is
/// left out, since launchers speak to their ranks over it. `devices` pass the kernel by, as InfiniBand does,
/// or copy between processes (knem, xpmem). Messages that the kernel copies from process to process (CMA) and
/// datagrams leave no trace here.
struct Channels {
    std::set<std::string> shared_memory;
    std::set<std::string> tcp_to_machines;
    std::set<std::string> tcp_to_itself;
    std::set<std::string> devices;
    bool operator==(const Channels&) const = default;
};

/// Of this process, now.
Channels observe_channels();

/// From the text of /proc/PID/maps.
void add_mappings(Channels& channels, const std::string& maps);
/// From the text of /proc/PID/net/tcp or tcp6; `inodes` are the process's own sockets, as the rest of its
/// network namespace stands there too.
void add_connections(Channels& channels, const std::string& table, const std::set<std::string>& inodes);

}  // namespace accelbench::topology
