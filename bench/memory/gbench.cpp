// The one file that knows Google Benchmark: its flags, its registration and its reports.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <streambuf>
#include <string>
#include <vector>

#include "bench/memory/options.h"
#include "bench/memory/stream_plan.h"
#include "bench/memory/stream_worker.h"
#include "topology/base/failure.h"
#include "topology/base/program.h"
#include "topology/base/standard_streams.h"
#include "topology/environment.h"
#include "topology/openmp_variables.h"

namespace accelbench::bench {
namespace {

constexpr int nothing_selected = 2;
constexpr int benchmark_failed = 3;

/// One worker lives at a time: arrays of two would share the memory that is measured.
StreamWorker& worker_for(const StreamRequest& request) {
    static std::unique_ptr<StreamWorker> worker;
    if (!worker || !(worker->request() == request)) {
        worker.reset();
        worker = std::make_unique<StreamWorker>(request);
    }
    return *worker;
}

bool something_failed = false;

void fail(benchmark::State& state, const std::string& error) {
    something_failed = true;
    state.SkipWithError(error.c_str());
}

void time_passes(benchmark::State& state, StreamWorker& worker) {
    for (auto _ : state) {
        const auto reply = worker.run();
        if (!reply.error.empty()) return fail(state, reply.error);
        state.SetIterationTime(reply.seconds);
    }
    if (const auto reply = worker.verify(); !reply.error.empty()) fail(state, reply.error);
}

void run_case(benchmark::State& state, const StreamCase& one) {
    auto& worker = worker_for(one.request);
    if (const auto reply = worker.prepare(std::string(one.kernel->name)); !reply.error.empty()) {
        return fail(state, reply.error);
    }
    time_passes(state, worker);
    const auto elements = static_cast<double>(state.iterations()) * static_cast<double>(one.request.elements);
    state.SetBytesProcessed(static_cast<std::int64_t>(elements * one.kernel->counted_bytes));
    state.counters["with_write_allocate"] = benchmark::Counter(
        elements * one.kernel->moved_bytes, benchmark::Counter::kIsRate, benchmark::Counter::kIs1024);
    state.SetLabel(describe(one.request.placement));
}

void print_help() {
    write_output(memory_options_help());
    benchmark::PrintDefaultHelp();
}

void register_cases(const StreamPlan& plan) {
    for (const auto& reason : plan.skipped) talk("accelbench-memory: skipped {}\n", reason);
    for (const StreamCase& one : plan.cases) {
        benchmark::RegisterBenchmark(one.name.c_str(),
                                     [one](benchmark::State& state) { run_case(state, one); })
            ->UseManualTime()
            ->Unit(benchmark::kMillisecond);
    }
}

/// Into the numbers' own document too: it may be read by those who did not see the warning.
void say_emulation(const std::string& emulation) {
    if (emulation.empty()) return;
    benchmark::AddCustomContext("emulated", emulation);
    talk(
        "accelbench-memory: warning: this machine is emulated ({}): placement is verified here, bandwidths "
        "mean nothing\n",
        emulation);
}

/// Google Benchmark's words on their way to stderr, without the warning of a library built for debugging:
/// Debian's package is, and what it slows down is not timed here, where workers take their own time.
class WithoutDebugWarning : public std::streambuf {
    std::string line_;

    int overflow(int letter) override {
        if (letter == traits_type::eof()) return letter;
        line_ += static_cast<char>(letter);
        if (letter != '\n') return letter;
        if (line_.find("Library was built as DEBUG") == std::string::npos) talk_text(line_);
        line_.clear();
        return letter;
    }
};

std::size_t run_registered() {
    WithoutDebugWarning words;
    std::ostream stream(&words);
    benchmark::BenchmarkReporter* reporter = benchmark::CreateDefaultDisplayReporter();
    reporter->SetErrorStream(&stream);
    const std::size_t count = benchmark::RunSpecifiedBenchmarks(reporter);
    reporter->SetErrorStream(&std::cerr);
    return count;
}

int run(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && words[0] == stream_worker_word) {
        const auto request = stream_request_from(std::span(words).subspan(1));
        if (!request)
            throw Failure(Failure::Kind::usage, "a worker is started by accelbench-memory itself only");
        return serve_stream(*request);
    }
    benchmark::Initialize(&argc, argv, print_help);
    words.assign(argv + 1, argv + argc);
    auto wish = parse_memory_options(words);
    const auto environment = topology::read_environment();
    wish.memory_limit_bytes = environment.memory_limit_bytes;
    say_emulation(environment.emulation);
    register_cases(plan_stream(topology::this_machine(), wish));
    if (run_registered() == 0) return nothing_selected;
    return something_failed ? benchmark_failed : 0;
}

}  // namespace
}  // namespace accelbench::bench

int main(int argc, char** argv) {
    accelbench::topology::restore_openmp_variables();
    using namespace accelbench;
    return run_program("accelbench-memory", [&] { return bench::run(argc, argv); });
}
