#include "bench/train/data/text.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "bench/base/counter_random.h"
#include "bench/train/data/synthetic_text.h"
#include "topology/base/failure.h"

namespace accelbench::bench::train {
namespace {

constexpr std::uint64_t batch_stream = 0x62617463;  // apart from the streams that draw weights

[[noreturn]] void refuse(const std::string& path, const std::string& cause) {
    throw Failure(
        Failure::Kind::usage,
        fmt::format("gpt: data {} can't be read: {}; name any readable text with --data FILE, or use --data "
                    "synthetic",
                    path, cause));
}

void read_bytes(const std::string& path, std::uint16_t* tokens, std::int64_t length) {
    std::ifstream file(path, std::ios::binary);
    std::vector<char> chunk(1 << 20);
    std::int64_t done = 0;
    while (done < length && file) {
        file.read(chunk.data(), std::min(static_cast<std::int64_t>(chunk.size()), length - done));
        for (std::int64_t i = 0; i < file.gcount(); ++i) {
            tokens[done + i] = static_cast<unsigned char>(chunk[static_cast<std::size_t>(i)]);
        }
        done += file.gcount();
    }
    if (done < length) refuse(path, fmt::format("it ended after {} of {} bytes", done, length));
}

std::int64_t round_up(std::int64_t bytes) { return (bytes + 63) / 64 * 64; }

}  // namespace

std::int64_t text_length(const std::string& data) {
    if (data == synthetic_data) return synthetic_length;
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(data, error);
    if (error) refuse(data, error.message());
    if (!regular) refuse(data, "it is not a regular file");
    const std::ifstream file(data, std::ios::binary);
    if (!file) refuse(data, std::strerror(errno));
    const auto bytes = std::filesystem::file_size(data, error);
    if (error) refuse(data, error.message());
    return static_cast<std::int64_t>(bytes);
}

std::int64_t text_bytes(std::int64_t length, std::int64_t tokens) {
    return round_up(length * 2) + 2 * round_up(tokens * 4);
}

Text::Text(const std::string& data, std::int64_t vocab, std::int64_t batch, std::int64_t context,
           std::uint64_t seed, const topology::MemoryPlan& memory)
    : length_(text_length(data)),
      batch_(batch),
      context_(context),
      seed_(seed),
      buffer_("staging", static_cast<std::size_t>(text_bytes(length_, batch * context)),
              memory.of("staging")) {
    buffer_.touch(0, buffer_.size_bytes());
    std::byte* start = buffer_.data();
    tokens_ = reinterpret_cast<std::uint16_t*>(start);
    inputs_ = reinterpret_cast<std::int32_t*>(start + round_up(length_ * 2));
    targets_ = reinterpret_cast<std::int32_t*>(start + round_up(length_ * 2) + round_up(batch * context * 4));
    if (data == synthetic_data) {
        fill_synthetic(tokens_, vocab, seed);
    } else {
        read_bytes(data, tokens_, length_);
    }
}

void Text::cut_batch(std::uint64_t step, std::int64_t first_row) {
    const auto starts = static_cast<std::uint64_t>(length_ - context_);
    for (std::int64_t row = 0; row < batch_; ++row) {
        const auto global_row = static_cast<std::uint64_t>(first_row + row);
        const std::uint64_t word = counter_random(mix64(seed_) + batch_stream, step, global_row);
        const std::uint16_t* from = tokens_ + word % starts;
        for (std::int64_t i = 0; i < context_; ++i) {
            inputs_[row * context_ + i] = from[i];
            targets_[row * context_ + i] = from[i + 1];
        }
    }
}

}  // namespace accelbench::bench::train
