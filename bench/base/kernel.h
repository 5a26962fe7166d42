#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/base/group.h"
#include "topology/memory.h"

namespace accelbench::bench {

/// Ordered name -> value, as a cell's id spells them: preset=small, batch=8, ...
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What a phase of one step must do on one rank: bytes that have to move between memory and cores,
/// floating-point operations, and bytes sent to other ranks. Declared from the arithmetic, never measured;
/// rates are computed elsewhere.
struct PhaseWork {
    std::string phase;  // "data", "forward", "backward", "all-reduce", "optimizer"
    double bytes = 0;
    double flops = 0;
    double message_bytes = 0;
};

/// What a kernel will do and need, known before it runs.
struct KernelPlan {
    Parameters parameters;          // complete: defaults and presets resolved, in the order of the cell id
    std::vector<PhaseWork> phases;  // per rank and step
    double items_per_step = 0;      // per rank: tokens
    std::string item = "tokens";
    std::vector<std::pair<std::string, double>> memory_bytes;  // per rank: class and size of each buffer
    double parameter_count = 0;                                // trainable parameters; 0 where that means nothing
    /// Known beforehand (null kernel); 0 when it must be estimated from flops.
    double seconds_per_step = 0;
};

/// One step: its loss (the same number on every rank), and the seconds of each phase in the plan's order. A
/// phase that overlaps another shows its exposed part only: the phases add up to the step.
struct Step {
    double loss = 0;
    std::vector<double> phase_seconds;
};

/// Is told where a step and its phases begin and end, on the thread that runs the step. What it does at an
/// end counts as time of the phase that ends, so that phases still add up to the step.
class PhaseListener {
  public:
    virtual ~PhaseListener() = default;
    virtual void step_begins() = 0;
    /// `phase`: place in the plan's phases. Each phase of each step ends once, in order.
    virtual void phase_ends(std::size_t phase) = 0;
};

struct KernelSetup {
    Group* group = nullptr;
    topology::MemoryPlan memory;
    int threads = 1;
    std::uint64_t seed = 0;
    Parameters parameters;              // a plan's parameters
    PhaseListener* listener = nullptr;  // nullptr: nobody listens
};

class Kernel {
  public:
    virtual ~Kernel() = default;
    virtual Step step() = 0;
    /// All memory that the timed region touches. A buffer's name starts with its class of allocation.
    virtual std::vector<const topology::NumaBuffer*> buffers() const = 0;
    /// A quick answer check on the kernel itself before anything is timed; "" when right, else what is wrong.
    virtual std::string check() { return ""; }
    /// Peak of the arithmetic that the kernel leans on, in flop/s of this rank, measured now with all ranks
    /// at once on cache-sized operands; 0 where that means nothing.
    virtual double measure_peak_flops() { return 0; }
};

/// What the user may choose, before it is resolved.
struct KernelRequest {
    int processes = 1;  // ranks in all
    int threads = 1;
    bool strong_scaling =
        false;              // true: the batch is the whole job's and is divided; false: it is each rank's
    Parameters parameters;  // only what was given: preset=..., batch=..., data=...
};

/// A name that a request may give, and what it means, for --help.
struct KernelParameter {
    std::string_view name;
    std::string_view value;  // "N", "FILE", ...
    std::string help;        // with the default in brackets
};

/// One row of the kernel table. Adding a kernel is adding a row.
struct KernelRow {
    std::string_view name;
    std::string_view help;
    std::vector<KernelParameter> parameters;
    std::vector<std::string_view> presets;         // values of `preset`; empty when there is none
    std::vector<std::string_view> memory_classes;  // of its buffers, for --place
    std::string (*unavailable)();                  // "" here; else why this build or machine can't run it
    /// Throws Failure(usage) naming the bound for an impossible value, Failure(usage) for an unreadable data
    /// file. Throws Skip when this number of processes can't run what others can (a batch that doesn't
    /// divide).
    KernelPlan (*plan)(const KernelRequest&);
    std::unique_ptr<Kernel> (*make)(const KernelSetup&);
};

/// A cell that can't be expressed; its message is the skip's reason.
struct Skip {
    std::string reason;
};

}  // namespace accelbench::bench
