#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace accelbench::bench::train {

/// What a step consists of, in the order of its first occurrence. `back_` is the backward of an operation; a
/// linear layer's has two products, one for the weight's gradient and one for the input's.
enum class Operation {
    embedding,
    norm,
    qkv,
    attention,
    mix,
    up,
    gelu,
    down,
    head,
    loss,
    head_weight,
    head_input,
    back_norm,
    down_weight,
    down_input,
    back_gelu,
    up_weight,
    up_input,
    mix_weight,
    mix_input,
    back_attention,
    qkv_weight,
    qkv_input,
    back_embedding,
    update
};

inline constexpr std::array<std::string_view, 25> operation_names = {
    "embedding", "norm", "qkv", "attention", "mix", "up", "GELU",
    "down", "head", "loss", "d head W", "d head X", "d norm", "d down W",
    "d down X", "d GELU", "d up W", "d up X", "d mix W", "d mix X", "d attention",
    "d qkv W", "d qkv X", "d embedding", "AdamW"};

/// Where the time of a step goes: each operation's end adds the time since the one before.
class OperationClock {
  public:
    void start() { last_ = std::chrono::steady_clock::now(); }
    void end(Operation operation) {
        const auto now = std::chrono::steady_clock::now();
        seconds_[static_cast<std::size_t>(operation)] += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }
    double seconds(Operation operation) const { return seconds_[static_cast<std::size_t>(operation)]; }

  private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
    std::array<double, operation_names.size()> seconds_{};
};

}  // namespace accelbench::bench::train
