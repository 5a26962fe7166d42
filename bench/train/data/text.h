#pragma once

#include <cstdint>
#include <string>

#include "topology/memory.h"

namespace accelbench::bench::train {

inline constexpr const char* default_text = "/usr/share/common-licenses/GPL-3";
inline constexpr const char* synthetic_data = "synthetic";

/// Tokens of a data source, without reading it: a file's bytes, or the length of the synthetic stream. Throws
/// Failure(usage) with the cause and the remedy when the file can't be read.
std::int64_t text_length(const std::string& data);

/// Bytes that a Text of `length` tokens and its batches of `tokens` tokens take.
std::int64_t text_bytes(std::int64_t length, std::int64_t tokens);

/// A stream of tokens, and the current batch cut from it, in one NumaBuffer.
/// A file's tokens are its bytes. The synthetic stream has Zipf's frequencies (rank r with weight 1 / r) and
/// a Markov part: with probability 1/2 a token is one of four fixed successors of the one before, so that
/// there is something to learn beyond frequencies.
class Text {
  public:
    /// Throws Failure(usage) when the file can't be read.
    Text(const std::string& data, std::int64_t vocab, std::int64_t batch, std::int64_t context,
         std::uint64_t seed, const topology::MemoryPlan& memory);

    /// Cuts the batch of global step `step`: row i is the job's row first_row + i and starts at a position
    /// drawn from (seed, step, first_row + i). So N ranks with B rows see exactly the rows of one rank with N
    /// * B.
    void cut_batch(std::uint64_t step, std::int64_t first_row);

    /// [batch x context] each; a target is the token after its input.
    const std::int32_t* inputs() const { return inputs_; }
    const std::int32_t* targets() const { return targets_; }
    const std::uint16_t* tokens() const { return tokens_; }
    std::int64_t length() const { return length_; }
    const topology::NumaBuffer& buffer() const { return buffer_; }

  private:
    std::int64_t length_;
    std::int64_t batch_;
    std::int64_t context_;
    std::uint64_t seed_;
    topology::NumaBuffer buffer_;
    std::uint16_t* tokens_ = nullptr;
    std::int32_t* inputs_ = nullptr;
    std::int32_t* targets_ = nullptr;
};

}  // namespace accelbench::bench::train
