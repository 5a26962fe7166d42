#include "bench/null/null.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "bench/base/counter_random.h"
#include "bench/base/parameters.h"
#include "topology/base/failure.h"

namespace accelbench::bench {
namespace {

struct Known {
    std::string_view name, value, help, default_value;
};
constexpr std::array known = {
    Known{"step", "SECONDS", "simulated time of a step", "0.001"},
    Known{"noise", "SHARE", "spread of the step times, seeded", "0"},
    Known{"memory", "BYTES", "memory to map and touch, such as 64M", "1M"},
    Known{"fail", "HOW:RANK", "crash, hang, exit, check or loss, at a rank", "never"},
};

Parameters with_defaults(const Parameters& given) {
    Parameters all;
    for (const auto& parameter : known)
        all.emplace_back(parameter.name,
                         find_value(given, parameter.name).value_or(std::string(parameter.default_value)));
    return all;
}

struct NullOptions {
    double step_seconds = 0;
    double noise = 0;  // half width of a uniform disturbance of each step, relative
    std::int64_t memory_bytes = 0;
    std::string failure = "never";  // the part before the colon
    int failing_rank = -1;
};

constexpr std::array failure_names = {"crash", "hang", "exit", "check", "loss"};

void read_failure(const std::string& text, NullOptions& options) {
    if (text == "never") return;
    const auto colon = text.find(':');
    options.failure = text.substr(0, colon);
    const bool named =
        std::find(failure_names.begin(), failure_names.end(), options.failure) != failure_names.end();
    if (colon == std::string::npos || !named) {
        throw Failure(
            Failure::Kind::usage,
            fmt::format("null: fail={} is not never, or crash, hang, exit, check or loss with a rank, as in "
                        "crash:1",
                        text));
    }
    options.failing_rank = static_cast<int>(read_count("null", "fail", text.substr(colon + 1), 0, 1 << 20));
}

NullOptions read_options(const Parameters& given) {
    const auto all = with_defaults(given);
    NullOptions options;
    options.step_seconds = read_number("null", "step", *find_value(all, "step"), 0, 3600);
    options.noise = read_number("null", "noise", *find_value(all, "noise"), 0, 1);
    options.memory_bytes = read_bytes("null", "memory", *find_value(all, "memory"), 4096, std::int64_t{1} << 40);
    read_failure(*find_value(all, "fail"), options);
    return options;
}

class NullKernel : public Kernel {
  public:
    explicit NullKernel(const KernelSetup& setup)
        : group_(*setup.group),
          listener_(setup.listener),
          seed_(setup.seed),
          options_(read_options(setup.parameters)),
          buffer_("buffer", static_cast<std::size_t>(options_.memory_bytes), setup.memory.of("buffer")) {
        buffer_.touch(0, buffer_.size_bytes());
    }

    Step step() override {
        const std::uint64_t index = steps_++;
        group_
            .barrier();  // as a training step's all-reduce would: a rank that died or hangs stops the others
        if (index >= 1) strike();
        if (listener_ != nullptr) listener_->step_begins();
        const double seconds = options_.step_seconds * (1 + options_.noise * disturbance(index));
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        if (listener_ != nullptr) listener_->phase_ends(0);
        return {.loss = loss(index), .phase_seconds = {seconds}};
    }

    std::vector<const topology::NumaBuffer*> buffers() const override { return {&buffer_}; }

    std::string check() override {
        return fails("check") ? "null: wrong answer, as fail=check requested" : "";
    }

  private:
    bool fails(std::string_view how) const {
        return options_.failure == how && options_.failing_rank == group_.rank();
    }

    void strike() const {
        if (fails("crash")) std::raise(SIGSEGV);
        if (fails("exit")) std::_Exit(7);
        while (fails("hang")) std::this_thread::sleep_for(std::chrono::seconds(1));
    }

    /// Uniform in [-1, 1), of (seed, rank, step).
    double disturbance(std::uint64_t index) const {
        return 2 * unit_double(counter_random(seed_, static_cast<std::uint64_t>(group_.rank()), index)) - 1;
    }

    /// Falls like 1 / step. With fail=loss it also depends on the process id: it differs from launch to
    /// launch, as a racy sum would.
    double loss(std::uint64_t index) const {
        const double wrong = fails("loss") ? 1e-9 * static_cast<double>(getpid()) : 0;
        return 1 + 1 / static_cast<double>(index + 1) + wrong;
    }

    Group& group_;
    PhaseListener* listener_;
    std::uint64_t seed_;
    NullOptions options_;
    topology::NumaBuffer buffer_;
    std::uint64_t steps_ = 0;
};

}  // namespace

std::vector<KernelParameter> null_parameters() {
    std::vector<KernelParameter> parameters;
    for (const auto& [name, value, help, default_value] : known)
        parameters.push_back({name, value, fmt::format("{} [{}]", help, default_value)});
    return parameters;
}

KernelPlan plan_null(const KernelRequest& request) {
    const NullOptions options = read_options(request.parameters);
    if (options.failing_rank >= request.processes) {
        throw Skip{fmt::format("rank {} is to fail, and there are {} processes", options.failing_rank,
                               request.processes)};
    }
    KernelPlan plan;
    plan.parameters = with_defaults(request.parameters);
    plan.phases = {{.phase = "compute"}};
    plan.items_per_step = 1;
    plan.item = "steps";
    plan.memory_bytes = {{"buffer", static_cast<double>(options.memory_bytes)}};
    plan.seconds_per_step = options.step_seconds;
    return plan;
}

std::unique_ptr<Kernel> make_null(const KernelSetup& setup) { return std::make_unique<NullKernel>(setup); }

}  // namespace accelbench::bench
