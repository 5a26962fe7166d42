#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bench/message/sums.h"
#include "bench/message/transport.h"

namespace accelbench::bench::message {

/// The class of allocation of all memory that sums keep, as --place names it.
constexpr std::string_view memory_class = "communication";

/// One way to sum, as --allreduce names it.
struct Variant {
    std::string_view name;
    std::string_view help;
    std::string (*unavailable)();  // "" here; else why this build does without it, and the remedy
    /// Most bytes that sums keep on one rank, in memory under the policy; 0: none.
    std::size_t (*memory_bytes)(int machines, int ranks_on_a_machine);
};

std::span<const Variant> variants();
const Variant* find_variant(std::string_view name);

/// What a variant is made of. `flat` makes the sums of the transport's own library.
struct SumsRequest {
    std::string variant = "flat";
    topology::MemoryBinding memory;
    std::function<std::unique_ptr<Sums>()> flat;
};

/// All ranks call it with the same variant. Throws Failure(usage) for a name that is not in the table,
/// Failure(environment) when the variant can't work here; `auto` then takes `flat` and says so.
std::unique_ptr<Sums> make_sums(const SumsRequest& request, Transport& transport);

/// The rule of `auto`: hierarchical, but flat for sums of at most 2 KiB of three and more ranks on a single
/// machine; true for hierarchical.
bool takes_hierarchical(std::size_t bytes, int machines, int most_on_a_machine);

}  // namespace accelbench::bench::message
