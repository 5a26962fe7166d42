// accelbench-allreduce: times sums over all ranks, for bench/message/allreduce_time, which starts it under
// mpirun.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <string_view>

#include "harness/rank/group.h"
#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/base/numbers.h"
#include "topology/base/split.h"
#include "topology/base/standard_streams.h"
#include "topology/memory.h"

namespace {

using namespace accelbench;

constexpr double sample_seconds = 0.002;  // a sample of a small sum is as many sums as fill this
constexpr int most_repeats = 2000;

struct Contender {
    std::string name;
    std::unique_ptr<bench::Group> group;
};

/// Seconds of one sum, the slowest rank's, over `repeats` sums in a row.
double timed(bench::Group& group, std::span<float> values, int repeats) {
    group.barrier();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < repeats; ++i) {
        group.start_sum(values);
        group.finish_sums();
    }
    return group.max(seconds_since(start)) / repeats;
}

/// A wrong sum has no time. The values differ by rank and place, and small integers add up without rounding.
void check(const Contender& contender, std::span<float> values) {
    auto& group = *contender.group;
    const auto size = group.size();
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(i % 97) + static_cast<float>(group.rank());
    group.start_sum(values);
    group.finish_sums();
    const auto ranks = static_cast<float>(size * (size - 1)) / 2;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == static_cast<float>(i % 97) * static_cast<float>(size) + ranks) continue;
        throw Failure(Failure::Kind::cell_failed,
                      fmt::format("{}: element {} of {} is {} on rank {}", contender.name, i, values.size(),
                                  values[i], group.rank()));
    }
    std::fill(values.begin(), values.end(), 0.0F);  // sums of sums would run into infinity
}

std::vector<std::size_t> read_sizes(std::string_view list) {
    std::vector<std::size_t> sizes;
    for (const auto& part : split_list(list)) {
        const auto bytes = number_from<std::size_t>(part);
        if (!bytes || *bytes % sizeof(float) != 0)
            throw Failure(Failure::Kind::usage,
                          fmt::format("\"{}\": sizes are multiples of 4 bytes, with commas", part));
        sizes.push_back(*bytes);
    }
    return sizes;
}

/// The same number on all ranks: each repeats a collective as often as the others do.
int repeats_for(std::vector<Contender>& contenders, std::span<float> values) {
    double fastest = sample_seconds;
    for (auto& [name, group] : contenders) fastest = std::min(fastest, timed(*group, values, 2));
    return std::clamp(static_cast<int>(std::ceil(sample_seconds / fastest)), 1, most_repeats);
}

void time_size(std::vector<Contender>& contenders, std::span<float> values, int rounds, std::mt19937& order) {
    for (const auto& contender : contenders) check(contender, values);
    const int repeats = repeats_for(contenders, values);
    for (int round = 0; round < rounds; ++round) {
        std::shuffle(contenders.begin(), contenders.end(), order);  // the same on all ranks: one seed
        for (auto& [name, group] : contenders) {
            const double seconds = timed(*group, values, repeats);
            if (group->rank() == 0)
                write_output(fmt::format("{} {} {} {:.9f}\n", values.size_bytes(), round, name, seconds));
        }
    }
}

int run(std::string_view sizes_list, int rounds, char** names) {
    const auto sizes = read_sizes(sizes_list);
    std::vector<Contender> contenders;
    for (; *names != nullptr; ++names) contenders.push_back({*names, rank::make_mpi_group({*names, {}})});
    for (const auto& [name, group] : contenders)
        if (group->rank() == 0) write_output(fmt::format("# {}: {}\n", name, group->description()));
    topology::NumaBuffer buffer("values", *std::max_element(sizes.begin(), sizes.end()), {});
    buffer.touch(0, buffer.size_bytes());
    std::mt19937 order(1);
    for (const auto bytes : sizes)
        time_size(contenders, buffer.as<float>().first(bytes / sizeof(float)), rounds, order);
    contenders.front().group->barrier();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    open_standard_streams();
    try {
        if (argc < 4)
            throw Failure(Failure::Kind::usage,
                          "usage: mpirun ... accelbench-allreduce BYTES,... ROUNDS VARIANT...");
        return run(argv[1], std::atoi(argv[2]), argv + 3);
    } catch (const Failure& failure) {
        talk("accelbench-allreduce: {}\n", failure.what());
        rank::abort_mpi(failure.exit_code());
    }
}
