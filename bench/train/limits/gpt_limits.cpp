// accelbench-gpt-limits: where the time of gpt's steps goes, operation by operation, beside the rates that
// the library and the memory reach alone. For bench/train/limits/measure, which makes a table of it.
//   accelbench-gpt-limits preset=small precision=bf16 threads=2 rounds=6 steps=3
// First one line with bytes of memory: the least that the model needs, all its buffers, what the process has
// in memory, its own part of that, the files' part, and why the kernel can't tell these three (they are "-"
// then). After it one line per round and operation: round, operation, times a step, flops, bytes, seconds
// (median of the round's steps), limit (flop/s for products, byte/s else; 0: none).
#include <fmt/format.h>

#include <algorithm>

#include "bench/memory/stream_plan.h"
#include "bench/train/data/text.h"
#include "bench/train/gpt/gpt.h"
#include "bench/train/gpt/gpt_model.h"
#include "bench/train/limits/limits_probe.h"
#include "bench/train/limits/step_words.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/cgroup_limits.h"
#include "topology/machine.h"
#include "topology/resident.h"

namespace {

using namespace accelbench;
using namespace accelbench::bench::train;

constexpr std::uint64_t seed = 1;

/// Steps of a model that is watched.
template <class Element>
class WatchedSteps {
  public:
    WatchedSteps(const GptOptions& options, int threads)
        : rule_{.learning_rate = static_cast<float>(options.learning_rate)},
          text_(options.data, options.shape.vocab, options.shape.batch, options.shape.context, seed,
                default_memory()),
          model_(options.shape, threads, seed, default_memory()),
          buckets_(alone_, model_.layout(), model_.gradients()) {}

    OperationClock step() {
        OperationClock clock;
        model_.watch(&clock);
        text_.cut_batch(number_, 0);
        model_.forward(text_.inputs(), text_.targets(), 1.0F / static_cast<float>(model_.shape().tokens()));
        model_.backward(text_.inputs(), buckets_);
        model_.update(rule_, static_cast<std::int64_t>(++number_));
        return clock;
    }

    double buffer_bytes() const {
        double sum = 0;
        for (const auto* buffer : model_.buffers()) sum += static_cast<double>(buffer->size_bytes());
        return sum;
    }

  private:
    bench::SoloGroup alone_;
    AdamwRule rule_;
    Text text_;
    GptModel<Element> model_;
    GradientBuckets buckets_;
    std::uint64_t number_ = 0;
};

double median_seconds(const std::vector<OperationClock>& clocks, Operation operation) {
    std::vector<double> seconds;
    for (const OperationClock& clock : clocks) seconds.push_back(clock.seconds(operation));
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2),
                     seconds.end());
    return seconds[seconds.size() / 2];
}

template <class Element>
void print_round(std::int64_t round, const std::vector<OperationClock>& clocks, const GptOptions& options,
                 LimitsProbe& probe) {
    const double in_place = probe.stream_rate(Writes::in_place), afresh = probe.stream_rate(Writes::afresh);
    for (const OperationWork& work : operation_works(options.shape, options.precision)) {
        const double stream = work.writes == Writes::in_place ? in_place : afresh;
        const double limit = work.rows > 0 ? probe.product_rate<Element>(work) : stream;
        write_output(fmt::format("{}\t{}\t{}\t{}\t{}\t{:.9f}\t{:.0f}\n", round,
                                 operation_names.at(static_cast<std::size_t>(work.operation)), work.times,
                                 work.flops, work.bytes, median_seconds(clocks, work.operation), limit));
    }
}

/// Weights, gradients, two moments, and the activations that the backward pass reads.
double least_bytes(const GptOptions& options) {
    const auto element = operand_bytes(options.precision);
    const ActivationLayout kept(options.shape, element);
    const double copies = options.precision == Precision::bf16 ? 2 : 0;
    return (16 + copies) * static_cast<double>(ParameterLayout(options.shape).parameter_count) +
           4 * static_cast<double>(kept.streams.elements()) +
           static_cast<double>(element * kept.operands.elements());
}

void print_memory(const GptOptions& options, double buffers) {
    const topology::Resident resident = topology::read_resident();
    auto line = fmt::format("memory\t{:.0f}\t{:.0f}", least_bytes(options), buffers);
    for (const auto bytes : {resident.resident_bytes, resident.anonymous_bytes, resident.file_bytes})
        line += "\t" + (resident.reason.empty() ? std::to_string(bytes) : "-");
    write_output(line + "\t" + resident.reason + "\n");
}

/// Of each of the stream's two arrays: beyond the caches, but both together within a quarter of the memory
/// that this process may have.
std::uint64_t stream_bytes() {
    const auto machine = topology::this_machine();
    std::uint64_t room = topology::read_cgroup_limits("").memory_limit_bytes;
    if (room == 0)
        for (const auto& node : machine.nodes) room += node.memory_bytes;
    const auto beyond_caches = bench::default_array_bytes(machine);
    return room == 0 ? beyond_caches : std::min(beyond_caches, room / 8);
}

template <class Element>
void run(const GptOptions& options, const StepWords& words) {
    WatchedSteps<Element> steps(options, words.threads);
    for (int i = 0; i < 2; ++i) steps.step();  // warm up
    print_memory(options, steps.buffer_bytes());
    LimitsProbe probe(words.threads, default_memory(), stream_bytes());
    for (std::int64_t round = 0; round < words.rounds; ++round) {
        std::vector<OperationClock> clocks;
        for (std::int64_t i = 0; i < words.steps; ++i) clocks.push_back(steps.step());
        print_round<Element>(round, clocks, options, probe);
    }
}

}  // namespace

int main(int count, char** arguments) {
    return run_with_words("accelbench-gpt-limits", {"threads", "rounds", "steps"}, count, arguments,
                          [](const StepWords& words) {
                              const GptOptions options = resolve_gpt(words.kernel);
                              if (options.precision == Precision::bf16)
                                  run<bf16>(options, words);
                              else
                                  run<float>(options, words);
                          });
}
