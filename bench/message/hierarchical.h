#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "bench/message/across.h"
#include "bench/message/board.h"
#include "bench/message/patience.h"
#include "bench/message/sums.h"

namespace accelbench::bench::message {

/// Two levels: ranks of a machine sum in shared memory, each its share; the first rank exchanges the
/// machine's sum with the other machines; all take the result from shared memory. Sums are cut into pieces,
/// and the four stages work on different pieces at once.
class HierarchicalSums : public Sums {
  public:
    /// All ranks call it. Throws Failure(environment) on all ranks when any can't share its memory.
    /// `machine` is the same word for the ranks that can share memory.
    HierarchicalSums(Transport& transport, const topology::MemoryBinding& memory,
                     const std::string& machine = machine_word());
    /// Of the rank that has most: the first of its machine. 0 for a group of one.
    static std::size_t memory_bytes(int machines, int ranks_on_a_machine);
    std::string description() const override;
    std::string_view way(std::size_t) const override { return "hierarchical"; }
    void start(std::span<float> values) override;
    void progress() override;
    void finish() override;
    std::vector<const topology::NumaBuffer*> buffers() const override;
    const Neighbours& neighbours() const { return neighbours_; }

  private:
    struct Piece {
        std::span<float> values;
        bool whole = false;  // small: no shares, who needs the sum forms it
    };

    bool advance();
    bool publish();
    bool reduce();
    bool exchange();
    void hand_over(std::span<float> sum);
    bool collect();
    bool advance_alone();

    void publish_piece(const Piece& piece);
    void reduce_piece(const Piece& piece);
    void sum_range(const Piece& piece, Range range, float* to, float* also_to);
    void collect_piece(const Piece& piece);
    void retire_piece();

    bool has_piece(std::uint64_t number) const { return number < collected_ + pieces_.size(); }
    const Piece& piece(std::uint64_t number) const { return pieces_[number - collected_]; }
    bool all_reached(Counter Progress::*stage, std::uint64_t number, std::uint64_t& known);
    void tell(Counter Progress::*stage, std::uint64_t& own);
    bool several_machines() const { return neighbours_.leaders.size() > 1; }
    Range share_of(const Piece& piece, int local) const;

    Neighbours neighbours_;
    std::unique_ptr<Board> board_;    // null where no rank of the group has a neighbour
    std::unique_ptr<Across> across_;  // null but on the first rank of each of several machines
    std::size_t exchange_floats_;     // most of one exchange between machines
    std::size_t piece_floats_;
    std::optional<Patience> patience_;

    std::deque<Piece> pieces_;  // from the oldest one not collected
    // How many pieces this rank has brought through each stage, and what it knows of all ranks of its
    // machine.
    std::uint64_t published_ = 0, reduced_ = 0, handed_over_ = 0, exchanged_ = 0, collected_ = 0;
    std::uint64_t all_published_ = 0, all_reduced_ = 0, all_collected_ = 0;
    std::uint64_t exchanges_ = 0;  // that pieces handed over so far consist of
    std::deque<std::uint64_t>
        whole_at_;                     // for each piece on its way: over() when all of it has been exchanged
    std::vector<const float*> parts_;  // what a reduction reads, by local rank
};

}  // namespace accelbench::bench::message
