#include "bench/message/variant.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "bench/message/automatic.h"
#include "bench/message/gloo.h"
#include "topology/base/failure.h"
#include "topology/base/rows.h"
#include "topology/base/suggest.h"

namespace accelbench::bench::message {
namespace {

/// Up to here waiting for all neighbours at once costs more than MPI's tree of messages.
constexpr std::size_t tiny_bytes = 2048;

std::string always() { return ""; }
std::size_t nothing(int, int) { return 0; }

constexpr std::array variant_rows{
    Variant{"flat", "MPI's own all-reduce over all ranks", always, nothing},
    Variant{"hierarchical",
            "ranks of a machine sum in shared memory, one rank per machine exchanges with the others", always,
            HierarchicalSums::memory_bytes},
    Variant{"auto", "hierarchical, or flat where that is faster, by the size of each sum", always,
            HierarchicalSums::memory_bytes},
    Variant{"gloo", "the Gloo library, which PyTorch uses on CPUs", gloo_unavailable, nothing},
};

std::unique_ptr<Sums> make_automatic(const SumsRequest& request, Transport& transport) {
    try {
        return std::make_unique<AutomaticSums>(request.flat(),
                                               std::make_unique<HierarchicalSums>(transport, request.memory));
    } catch (const Failure& failure) {  // on all ranks or on none
        return std::make_unique<FallbackSums>(request.flat(), failure.what());
    }
}

}  // namespace

std::span<const Variant> variants() { return variant_rows; }

const Variant* find_variant(std::string_view name) { return find_row(variant_rows, name); }

std::unique_ptr<Sums> make_sums(const SumsRequest& request, Transport& transport) {
    const auto* variant = find_variant(request.variant);
    if (variant == nullptr)
        throw Failure(Failure::Kind::usage, unknown_name("all-reduce", request.variant, names_of(variant_rows)));
    if (const auto why = variant->unavailable(); !why.empty()) throw Failure(Failure::Kind::environment, why);
    if (variant->name == "hierarchical") return std::make_unique<HierarchicalSums>(transport, request.memory);
    if (variant->name == "auto") return make_automatic(request, transport);
    if (variant->name == "gloo") return make_gloo_sums(transport);
    return request.flat();
}

/// Measured with bench/message/allreduce_time, 1 KiB to 64 MiB, on 1, 2 and 4 machines with 1, 2 and 4 ranks
/// each. MPI_Iallreduce was ahead only for the smallest sums of many ranks in one machine, and took twice as
/// long or more for large sums between machines.
bool takes_hierarchical(std::size_t bytes, int machines, int most_on_a_machine) {
    if (machines > 1) return true;
    return most_on_a_machine == 2 || (most_on_a_machine > 2 && bytes > tiny_bytes);
}

}  // namespace accelbench::bench::message
