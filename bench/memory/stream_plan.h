#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/memory/stream.h"
#include "bench/memory/stream_request.h"
#include "topology/machine.h"
#include "topology/policy.h"

namespace accelbench::bench {

struct StreamWish {
    std::vector<const topology::Policy*> policies;
    std::vector<int> threads;              // empty: one, and all cores of a node
    std::uint64_t array_bytes = 0;         // each of the three arrays; 0: default_array_bytes
    std::uint64_t memory_limit_bytes = 0;  // of the cgroup; 0: none
};

struct StreamCase {
    std::string name;  // stream/policy=local/threads=2/kernel=triad
    const StreamKernel* kernel = nullptr;
    StreamRequest request;
};

struct StreamPlan {
    std::vector<StreamCase> cases;     // cases of one worker stand next to each other
    std::vector<std::string> skipped;  // what this machine can't express, each with its reason
};

/// Four times the sum of the last-level caches (STREAM's rule: smaller arrays measure the caches), a multiple
/// of 2 MiB, at least 32 MiB; 128 MiB when the machine names no caches.
std::uint64_t default_array_bytes(const topology::Machine& machine);

/// Pure; the machine need not be this one.
StreamPlan plan_stream(const topology::Machine& machine, const StreamWish& wish);

}  // namespace accelbench::bench
