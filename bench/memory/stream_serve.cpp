#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <string>

#include "bench/memory/stream.h"
#include "bench/memory/stream_worker.h"
#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/verify.h"

namespace accelbench::bench {
namespace {

std::string misplacement(const Stream& stream, const topology::RankPlacement& asked) {
    const auto buffers = stream.buffers();
    const auto check = topology::check_placement(topology::observe(buffers), asked);
    return check.ok() ? "" : "misplaced: " + check.reason;
}

double timed_run(Stream& stream, const StreamKernel& kernel) {
    const auto start = std::chrono::steady_clock::now();
    stream.run(kernel);
    return seconds_since(start);
}

void reply(double seconds, const std::string& error) {
    std::cout << (error.empty() ? fmt::format("ok {:.9g}", seconds) : "error " + error) << std::endl;
}

void answer(const std::string& command, Stream& stream, const StreamKernel*& kernel,
            const topology::RankPlacement& asked) {
    if (command == "run" && kernel != nullptr) return reply(timed_run(stream, *kernel), "");
    if (command == "verify") return reply(0, misplacement(stream, asked));
    if (command.starts_with("prepare ")) kernel = find_stream_kernel(command.substr(8));
    if (!command.starts_with("prepare ") || kernel == nullptr) return reply(0, "unknown command: " + command);
    const auto wrong = stream.check(*kernel);
    reply(0, wrong.empty() ? misplacement(stream, asked) : "wrong answer: " + wrong);
}

}  // namespace

int serve_stream(const StreamRequest& request) {
    try {
        Stream stream(request.elements, request.placement.threads, request.placement.memory);
        const StreamKernel* kernel = nullptr;
        reply(0, "");
        for (std::string command; std::getline(std::cin, command);) {
            answer(command, stream, kernel, request.placement);
        }
        return 0;
    } catch (const Failure& failure) {
        reply(0, failure.what());
        return failure.exit_code();
    }
}

}  // namespace accelbench::bench
