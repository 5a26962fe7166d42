#include "topology/channels.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <vector>

#include "topology/base/paths.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

constexpr std::array<const char*, 5> devices{"/dev/infiniband/", "/dev/hfi1", "/dev/cxi", "/dev/knem",
                                             "/dev/xpmem"};

void add_device(Channels& channels, const std::string& path) {
    for (const char* prefix : devices)
        if (path.starts_with(prefix)) channels.devices.insert(path);
}

/// "/dev/shm/vader_segment.node-1.0.f7a10001.1" -> "vader_segment": what follows the first dot is the
/// launch's.
std::string segment_of(std::string path) {
    if (const auto deleted = path.rfind(" (deleted)"); deleted != std::string::npos) path.resize(deleted);
    if (path.starts_with("/memfd:")) return path.substr(1);
    if (path.starts_with("/SYSV")) return "System V segment";
    const std::string file = path.substr(path.rfind('/') + 1);
    const bool messages = path.starts_with("/dev/shm/") || file.starts_with("vader_segment");
    // PMIx keeps what it knows about the job in shared memory; no message goes there.
    if (!messages || path.find("pmix") != std::string::npos) return "";
    return file.substr(0, file.find('.'));
}

/// The kernel's words of 32 bits, each in the order of this processor, as "10.77.0.2" or "fe80::1"; an IPv4
/// address inside IPv6 as the former.
std::string address_text(const std::string& hex) {
    std::array<std::uint32_t, 4> words{};
    const std::size_t count = hex.size() / 8;
    if (count != 1 && count != 4) return "";
    for (std::size_t i = 0; i < count; ++i)
        words[i] = static_cast<std::uint32_t>(std::stoul(hex.substr(8 * i, 8), nullptr, 16));
    const bool mapped = count == 4 && words[0] == 0 && words[1] == 0 && words[2] == htonl(0xFFFF);
    const auto* data = mapped ? &words[3] : words.data();
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(count == 1 || mapped ? AF_INET : AF_INET6, data, text.data(), text.size());
    return text.data();
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

/// Of "socket:[12345]".
std::set<std::string> own_sockets(Channels& channels) {
    std::set<std::string> inodes;
    for (const auto& entry : folder_entries("/proc/self/fd")) {
        std::error_code gone;  // that listing's own entry
        const auto target = std::filesystem::read_symlink(entry, gone).string();
        add_device(channels, target);
        if (target.starts_with("socket:[")) inodes.insert(target.substr(8, target.size() - 9));
    }
    return inodes;
}

}  // namespace

void add_mappings(Channels& channels, const std::string& maps) {
    std::istringstream lines(maps);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string range, permissions, offset, device, inode, path;
        fields >> range >> permissions >> offset >> device >> inode >> std::ws;
        std::getline(fields, path);
        add_device(channels, path);
        if (permissions.size() != 4 || permissions[1] != 'w' || permissions[3] != 's') continue;
        if (const auto segment = segment_of(path); !segment.empty()) channels.shared_memory.insert(segment);
    }
}

void add_connections(Channels& channels, const std::string& table, const std::set<std::string>& inodes) {
    constexpr const char* established = "01";
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::vector<std::string> fields;
        for (std::string word; words >> word;) fields.push_back(word);
        if (fields.size() < 10 || fields[3] != established || !inodes.contains(fields[9])) continue;
        const auto local = address_text(fields[1].substr(0, fields[1].find(':')));
        const auto remote = address_text(fields[2].substr(0, fields[2].find(':')));
        if (is_loopback(remote)) continue;
        (local == remote ? channels.tcp_to_itself : channels.tcp_to_machines).insert(remote);
    }
}

Channels observe_channels() {
    Channels channels;
    const auto sockets = own_sockets(channels);
    add_mappings(channels, read_system_file("/proc/self/maps"));
    for (const char* table : {"/proc/self/net/tcp", "/proc/self/net/tcp6"})
        add_connections(channels, read_system_file(table), sockets);
    return channels;
}

}  // namespace accelbench::topology
