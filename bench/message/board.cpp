#include "bench/message/board.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>

#include "topology/base/failure.h"

namespace accelbench::bench::message {
namespace {

constexpr std::size_t head_bytes = 4096;
static_assert(sizeof(Progress) <= head_bytes);
constexpr std::size_t largest_slot_floats = 64 << 10;
constexpr std::size_t machine_floats = 4 << 20;  // of one slot of all ranks of a machine

constexpr char refused = '!';  // begins a word that says why a rank can't go on

/// All ranks hear of a refusal on any, so that none waits for one that has left.
std::vector<std::string> agree(Transport& transport, const std::string& word) {
    auto words = transport.all_gather(word);
    for (const auto& other : words)
        if (other.starts_with(refused)) throw Failure(Failure::Kind::environment, other.substr(1));
    return words;
}

/// Collective: a rank that fails at home throws only after it has told the others.
template <class Make>
auto make_or_tell(Transport& transport, const Make& make) {
    try {
        return make();
    } catch (const Failure& failure) {
        agree(transport, refused + fmt::format("rank {}: {}", transport.rank(), failure.what()));
        throw;
    }
}

}  // namespace

std::size_t Board::slot_floats(int ranks_on_a_machine) {
    const auto fair = machine_floats / static_cast<std::size_t>(std::max(1, ranks_on_a_machine));
    return std::clamp(fair / 1024 * 1024, std::size_t{4096}, largest_slot_floats);
}

std::size_t Board::page_bytes(bool keeps_sums, std::size_t slot_floats) {
    return head_bytes + (keeps_sums ? 2 : 1) * slots * slot_floats * sizeof(float);
}

Board::Board(Transport& transport, const Neighbours& neighbours, const topology::MemoryBinding& memory)
    : slot_floats_(slot_floats(neighbours.most_on_a_machine)), own_(make_or_tell(transport, [&] {
          return topology::SharedMemory(
              "communication/shared segment",
              page_bytes(neighbours.is_leader() && neighbours.leaders.size() > 1, slot_floats_), memory);
      })) {
    new (own_.pages().data()) Progress;
    const auto bytes = fmt::format(" {}", own_.pages().size_bytes());
    const auto doors = agree(transport, own_.door() + bytes);
    make_or_tell(transport, [&] {
        for (int rank : neighbours.here) {
            auto* data = own_.pages().data();
            if (rank != transport.rank()) {
                const auto& word = doors[static_cast<std::size_t>(rank)];
                const auto blank = word.find(' ');
                peers_.push_back(
                    topology::attach_shared(fmt::format("communication/shared segment of rank {}", rank),
                                            word.substr(0, blank), std::stoull(word.substr(blank))));
                data = peers_.back().data();
            }
            heads_.push_back(std::launder(reinterpret_cast<Progress*>(data)));
            rings_.push_back(reinterpret_cast<float*>(data + head_bytes));
        }
        return 0;
    });
    agree(transport, "attached");
    own_.close_door();
}

std::span<float> Board::ring(int local, std::size_t index) {
    return {rings_[static_cast<std::size_t>(local)] + index * slot_floats_, slot_floats_};
}

}  // namespace accelbench::bench::message
