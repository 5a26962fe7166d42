#include "harness/counters/calibration/calibration_stream.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <span>
#include <sstream>

#include "harness/counters/calibration/read_stream.h"
#include "harness/counters/source/tally.h"
#include "topology/base/child.h"
#include "topology/base/failure.h"
#include "topology/bind.h"
#include "topology/verify.h"

namespace accelbench::counters {
namespace {

constexpr std::chrono::milliseconds stream_time{30};
constexpr int most_seconds = 20;

std::vector<Reading> read_all(std::vector<std::unique_ptr<Source>>& sources) {
    std::vector<Reading> readings;
    for (auto& source : sources)
        for (auto& reading : source->read()) readings.push_back(std::move(reading));
    return readings;
}

/// "NAME value 12.5" or "NAME missing why", and "NAME@own_node value 11.5" where nodes are told apart.
std::string lines_of(const reports::CounterInfo& counter, const Reading& before, const Reading& after,
                     int own_node) {
    Tally tally(0);
    tally.add(0, before, after);
    const auto value = tally.value(counter);
    if (!value.total) return fmt::format("{} missing {}\n", counter.name, value.reason);
    auto lines = fmt::format("{} value {}\n", counter.name, *value.total);
    const auto own = value.by_node.find(own_node);
    if (!value.by_node.empty())
        lines +=
            fmt::format("{}@own_node value {}\n", counter.name, own == value.by_node.end() ? 0 : own->second);
    return lines;
}

std::string differences(const std::vector<std::unique_ptr<Source>>& sources,
                        const std::vector<Reading>& before, const std::vector<Reading>& after, int own_node) {
    std::string lines;
    std::size_t i = 0;
    for (const auto& source : sources) {
        for (const auto& counter : source->counters()) {
            lines += lines_of(counter, before.at(i), after.at(i), own_node);
            ++i;
        }
    }
    return lines;
}

StreamCounts counts_from(const topology::ChildAnswer& answer) {
    StreamCounts counts;
    counts.error = answer.error;
    std::istringstream lines(answer.text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name, kind, rest;
        words >> name >> kind >> std::ws;
        std::getline(words, rest);
        if (kind == "value")
            counts.counted[name] = std::strtod(rest.c_str(), nullptr);
        else
            counts.missing[name] = rest;
    }
    return counts;
}

/// Fresh pages. A huge page would count once where 512 pages were allocated, and drown in others' work.
topology::NumaBuffer fresh_pages(std::size_t bytes, const topology::MemoryBinding& memory) {
    topology::NumaBuffer buffer("calibration", bytes, memory);
    // Refused by a kernel that has no huge pages: all the better.
    madvise(buffer.data(), least_stream_bytes, MADV_NOHUGEPAGE);
    return buffer;
}

/// One pass at least, so that more than a cache holds went through memory.
void read_for_a_while(std::span<const std::uint64_t> words, std::vector<std::unique_ptr<Source>>& sources) {
    const auto start = std::chrono::steady_clock::now();
    do {
        if (sum_words(words) != words.size())
            throw Failure(Failure::Kind::environment, "memory doesn't hold what was written to it");
        for (auto& source : sources) source->next_turn();
    } while (std::chrono::steady_clock::now() - start < stream_time);
}

/// The stream, in the child, and what the counters said of touching and reading it.
std::string stream_and_count(const topology::RankPlacement& placement, std::size_t bytes,
                             const OpenSources& open) {
    if (const auto refused = topology::bind_process(placement))
        throw Failure(Failure::Kind::environment, *refused);
    auto sources = open();
    auto buffer = fresh_pages(bytes, placement.memory);
    const auto words = buffer.as<std::uint64_t>();
    const auto before = read_all(sources);
    std::fill(words.begin(), words.end(), 1);
    read_for_a_while(words, sources);
    const auto after = read_all(sources);
    const std::vector<const topology::NumaBuffer*> buffers{&buffer};
    const auto check = topology::check_placement(topology::observe(buffers), placement);
    if (!check.ok()) throw Failure(Failure::Kind::environment, "misplaced: " + check.reason);
    return differences(sources, before, after, placement.home_node);
}

}  // namespace

StreamCounts count_stream(const topology::RankPlacement& placement, std::size_t bytes,
                          const OpenSources& open) {
    return counts_from(topology::ask_child([&] { return stream_and_count(placement, bytes, open); },
                                           {.seconds = most_seconds}));
}

}  // namespace accelbench::counters
