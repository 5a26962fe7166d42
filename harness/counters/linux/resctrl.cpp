#include "harness/counters/linux/resctrl.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/resctrl_tree.h"
#include "harness/counters/linux/system_text.h"
#include "topology/base/system_files.h"

namespace accelbench::counters {
namespace {

constexpr std::array events{"mbm_local_bytes", "mbm_total_bytes"};

/// Bytes of one domain over all groups; nullopt when one doesn't tell a number ("Unavailable", "Unassigned",
/// "Error").
std::optional<double> bytes_of(const MonitorDomain& domain, const std::string& event) {
    double sum = 0;
    for (const auto& folder : domain.folders) {
        const auto bytes = topology::number_in(read_system_text(folder + "/" + event).text);
        if (!bytes) return std::nullopt;
        sum += *bytes;
    }
    return sum;
}

Reading read_event(const ResctrlTree& tree, const std::string& event) {
    Reading reading;
    bool all_have_a_node = true;
    for (const auto& domain : tree.domains) {
        const auto bytes = bytes_of(domain, event);
        if (!bytes) return {};
        reading.value = reading.value.value_or(0) + *bytes;
        all_have_a_node &= domain.node.has_value();
        if (domain.node) reading.by_node[*domain.node] += *bytes;
    }
    // Some nodes without the others would look like the whole.
    if (!all_have_a_node) reading.by_node.clear();
    return reading;
}

/// The first file that tells no number, with what it says instead. `root` is cut off: a reader knows the real
/// path.
std::string why_absent(const ResctrlTree& tree, const std::string& root, const std::string& event) {
    if (!tree.reason.empty()) return tree.reason;
    for (const auto& domain : tree.domains) {
        for (const auto& folder : domain.folders) {
            const auto path = folder + "/" + event;
            const auto file = read_system_text(path);
            const auto shown = path.substr(root.size());
            if (file.error == ENOENT)
                return fmt::format("this processor monitors no {} (no {})", event, shown);
            if (file.error != 0) return unreadable(shown, file.error) + ": run as root";
            if (!topology::number_in(file.text))
                return fmt::format(
                    "{} says \"{}\": no hardware counter is assigned to that group, see mbm_assign_mode in "
                    "/sys/fs/resctrl/info/L3_MON",
                    shown, file.text.substr(0, file.text.find('\n')));
        }
    }
    return "";
}

std::string leaves_out(const ResctrlTree& tree) {
    std::string words = "memory that devices reach; tasks of groups made later";
    if (tree.mixes_nodes)
        words +=
            "; sub-NUMA clustering is on and this Linux kernel doesn't distinguish its nodes (Linux 6.11 does): "
            "local means the "
            "socket's memory, and what the socket's other nodes did may be missing";
    return words;
}

}  // namespace

std::unique_ptr<Source> open_resctrl(const std::string& root) {
    const auto tree = read_resctrl_tree(root);
    std::vector<reports::CounterInfo> rows;
    for (const std::string event : events) {
        rows.push_back({event,
                        "bytes",
                        "/sys/fs/resctrl",
                        {event},
                        "socket",
                        leaves_out(tree),
                        "Linux, Documentation/filesystems/resctrl.rst",
                        why_absent(tree, root, event)});
    }
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{}, [tree] {
        std::vector<Reading> readings;
        for (const std::string event : events) readings.push_back(read_event(tree, event));
        return readings;
    });
}

}  // namespace accelbench::counters
