#include "bench/message/hierarchical.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "bench/message/add.h"

namespace accelbench::bench::message {
namespace {

/// Up to here each rank reads all values of its neighbours itself, which saves a round of waiting.
constexpr std::size_t whole_floats = 2048;

/// Between machines a sum goes in at least four pieces, if they are not too small for a message each, so that
/// one is summed in memory while another is on the wire.
constexpr std::size_t least_sent = 16 << 10;  // floats
/// Of a piece that needs no slot, because no rank has a neighbour.
constexpr std::size_t most_alone = 256 << 10;
/// Without slots to wait for, enough to keep the wire busy while a rank is not.
constexpr std::size_t in_flight_alone = 32;
constexpr std::size_t line_floats = 16;

void copy(std::span<const float> from, float* to) { std::memcpy(to, from.data(), from.size_bytes()); }

/// Even parts of at most `most` floats, cut at cache lines: a short last one would be all waiting.
std::size_t even_part(std::size_t floats, std::size_t most) {
    const auto parts = std::max<std::size_t>(1, (floats + most - 1) / most);
    const auto lines = (floats + parts * line_floats - 1) / (parts * line_floats);
    return std::max(lines * line_floats, line_floats);
}

/// Of one exchange between machines; where no rank has a neighbour a piece is one.
std::size_t most_exchanged(int machines, int ranks_on_a_machine) {
    const auto most = ranks_on_a_machine > 1 ? Board::slot_floats(ranks_on_a_machine) : most_alone;
    return std::min(most, most_sent_at_once(machines));
}

/// Exchanges that keep the wire busy while a rank is not: those of all slots, where there are any.
std::size_t most_in_flight(int machines, int ranks_on_a_machine) {
    if (ranks_on_a_machine == 1) return in_flight_alone;
    const auto each = most_exchanged(machines, ranks_on_a_machine);
    return Board::slots * ((Board::slot_floats(ranks_on_a_machine) + each - 1) / each);
}

}  // namespace

HierarchicalSums::HierarchicalSums(Transport& transport, const topology::MemoryBinding& memory,
                                   const std::string& machine)
    : neighbours_(find_neighbours(transport.all_gather(machine), transport.rank())),
      exchange_floats_(
          most_exchanged(static_cast<int>(neighbours_.leaders.size()), neighbours_.most_on_a_machine)),
      piece_floats_(neighbours_.most_on_a_machine > 1 ? Board::slot_floats(neighbours_.most_on_a_machine)
                                                      : exchange_floats_),
      parts_(neighbours_.here.size()) {
    if (neighbours_.most_on_a_machine > 1) board_ = std::make_unique<Board>(transport, neighbours_, memory);
    const bool exchanges = several_machines() && neighbours_.is_leader();
    if (exchanges) {
        const auto in_flight =
            most_in_flight(static_cast<int>(neighbours_.leaders.size()), neighbours_.most_on_a_machine);
        across_ = std::make_unique<Across>(transport, neighbours_.leaders, neighbours_.machine, in_flight,
                                           exchange_floats_, memory);
    }
    if (board_ && !exchanges)
        patience_.emplace(&board_->progress(0).sleepers, &board_->progress(0).bell);
    else
        patience_.emplace(nullptr, nullptr);
}

std::size_t HierarchicalSums::memory_bytes(int machines, int ranks_on_a_machine) {
    const bool shares = ranks_on_a_machine > 1;
    const auto slot = Board::slot_floats(ranks_on_a_machine);
    const auto received = most_in_flight(machines, ranks_on_a_machine) *
                          most_exchanged(machines, ranks_on_a_machine) * sizeof(float);
    return (shares ? Board::page_bytes(machines > 1, slot) : 0) + (machines > 1 ? received : 0);
}

std::string HierarchicalSums::description() const {
    return fmt::format("hierarchical all-reduce: {} machines, up to {} ranks in shared memory",
                       neighbours_.leaders.size(), neighbours_.most_on_a_machine);
}

std::vector<const topology::NumaBuffer*> HierarchicalSums::buffers() const {
    std::vector<const topology::NumaBuffer*> list;
    if (board_) list.push_back(&board_->own_pages());
    if (across_) list.push_back(&across_->scratch());
    return list;
}

void HierarchicalSums::start(std::span<float> values) {
    if (!board_ && !across_) return;  // a group of one
    const auto most =
        several_machines()
            ? even_part(values.size(), std::min(std::max(values.size() / 4, least_sent), piece_floats_))
            : piece_floats_;
    for (std::size_t begin = 0; begin < values.size(); begin += most) {
        const auto count = std::min(most, values.size() - begin);
        pieces_.push_back({values.subspan(begin, count), count <= whole_floats});
    }
    progress();
}

void HierarchicalSums::progress() {
    while (advance()) {
    }
}

void HierarchicalSums::finish() {
    patience_->reset();
    while (!pieces_.empty()) {
        if (advance())
            patience_->reset();
        else
            patience_->wait([this] { return advance(); });
    }
}

bool HierarchicalSums::advance() {
    if (pieces_.empty()) return false;
    if (!board_) return advance_alone();
    bool moved = publish();
    moved |= reduce();
    moved |= exchange();
    moved |= collect();
    return moved;
}

/// One rank on each machine: nothing to share, the exchange works on the values themselves.
bool HierarchicalSums::advance_alone() {
    bool moved = false;
    for (; has_piece(handed_over_) && across_->has_room(); ++handed_over_, moved = true)
        across_->start(piece(handed_over_).values);
    moved |= across_->advance();
    while (collected_ < across_->over()) retire_piece();
    return moved;
}

void HierarchicalSums::retire_piece() {
    pieces_.pop_front();
    ++collected_;
}

/// A slot is free again when all ranks here have collected the piece that was in it.
bool HierarchicalSums::publish() {
    if (!has_piece(published_)) return false;
    const auto needed = published_ < Board::slots ? 0 : published_ - Board::slots + 1;
    if (!all_reached(&Progress::collected, needed, all_collected_)) return false;
    publish_piece(piece(published_));
    tell(&Progress::published, published_);
    return true;
}

bool HierarchicalSums::reduce() {
    if (reduced_ >= published_ || !all_reached(&Progress::published, reduced_ + 1, all_published_))
        return false;
    reduce_piece(piece(reduced_));
    tell(&Progress::reduced, reduced_);
    return true;
}

bool HierarchicalSums::exchange() {
    if (!across_) return false;
    bool moved = false;
    while (handed_over_ < reduced_ && across_->has_room()) {
        const Piece& next = piece(handed_over_);
        if (!next.whole && !all_reached(&Progress::reduced, handed_over_ + 1, all_reduced_)) break;
        hand_over(board_->machine_sum(handed_over_).first(next.values.size()));
        moved = true;
    }
    moved |= across_->advance();
    for (; !whole_at_.empty() && whole_at_.front() <= across_->over(); whole_at_.pop_front())
        tell(&Progress::exchanged, exchanged_);
    return moved;
}

/// A piece in as many exchanges as its messages need to be short: there is room for those of all slots.
void HierarchicalSums::hand_over(std::span<float> sum) {
    const auto each = even_part(sum.size(), exchange_floats_);
    for (std::size_t begin = 0; begin < sum.size(); begin += each, ++exchanges_)
        across_->start(sum.subspan(begin, std::min(each, sum.size() - begin)));
    whole_at_.push_back(exchanges_);
    ++handed_over_;
}

bool HierarchicalSums::collect() {
    if (collected_ >= reduced_) return false;
    if (several_machines()) {
        const auto& counter = board_->progress(0).exchanged.pieces;
        if (counter.load(std::memory_order_seq_cst) <= collected_) return false;
    } else if (!piece(collected_).whole) {
        if (!all_reached(&Progress::reduced, collected_ + 1, all_reduced_)) return false;
    }
    collect_piece(piece(collected_));
    pieces_.pop_front();
    tell(&Progress::collected, collected_);
    return true;
}

/// A rank's own share stays with it: nobody else reads it.
void HierarchicalSums::publish_piece(const Piece& piece) {
    const auto slot = board_->slot(neighbours_.me, published_);
    const Range own = piece.whole ? Range{} : share_of(piece, neighbours_.me);
    copy(piece.values.first(own.begin), slot.data());
    copy(piece.values.subspan(own.end), slot.data() + own.end);
}

/// On one machine the sum of a share goes home at once and, for the others, into this rank's slot; with
/// several machines it goes to the first rank, which sends it on.
void HierarchicalSums::reduce_piece(const Piece& piece) {
    const bool everything = piece.whole;
    const Range range = everything ? Range{0, piece.values.size()} : share_of(piece, neighbours_.me);
    if (several_machines()) {
        if (!everything || neighbours_.is_leader())
            sum_range(piece, range, board_->machine_sum(reduced_).data() + range.begin, nullptr);
        return;
    }
    float* for_others = everything ? nullptr : board_->slot(neighbours_.me, reduced_).data() + range.begin;
    sum_range(piece, range, piece.values.data() + range.begin, for_others);
}

void HierarchicalSums::sum_range(const Piece& piece, Range range, float* to, float* also_to) {
    for (int local = 0; local < board_->ranks(); ++local) {
        const float* values =
            local == neighbours_.me ? piece.values.data() : board_->slot(local, reduced_).data();
        parts_[static_cast<std::size_t>(local)] = values + range.begin;
    }
    sum_in_order(parts_, range.size(), to, also_to);
}

void HierarchicalSums::collect_piece(const Piece& piece) {
    if (several_machines())
        return copy(board_->machine_sum(collected_).first(piece.values.size()), piece.values.data());
    if (piece.whole) return;
    for (int local = 0; local < board_->ranks(); ++local) {
        const Range range = share_of(piece, local);
        if (local == neighbours_.me) continue;
        copy(board_->slot(local, collected_).subspan(range.begin, range.size()),
             piece.values.data() + range.begin);
    }
}

Range HierarchicalSums::share_of(const Piece& piece, int local) const {
    return share({0, piece.values.size()}, neighbours_.here.size(), static_cast<std::size_t>(local));
}

/// `known` remembers how far all ranks have come, so that their counters are read only when it isn't enough.
bool HierarchicalSums::all_reached(Counter Progress::*stage, std::uint64_t number, std::uint64_t& known) {
    if (known >= number) return true;
    auto least = UINT64_MAX;
    for (int local = 0; local < board_->ranks(); ++local)
        least = std::min(least, (board_->progress(local).*stage).pieces.load(std::memory_order_seq_cst));
    known = least;
    return known >= number;
}

void HierarchicalSums::tell(Counter Progress::*stage, std::uint64_t& own) {
    ++own;
    (board_->progress(neighbours_.me).*stage).pieces.store(own, std::memory_order_seq_cst);
    ring_bell(board_->progress(0).sleepers, board_->progress(0).bell);
}

}  // namespace accelbench::bench::message
