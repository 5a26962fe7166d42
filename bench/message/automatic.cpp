#include "bench/message/automatic.h"

#include <utility>

#include "bench/message/variant.h"

namespace accelbench::bench::message {

AutomaticSums::AutomaticSums(std::unique_ptr<Sums> flat, std::unique_ptr<HierarchicalSums> hierarchical)
    : flat_(std::move(flat)), hierarchical_(std::move(hierarchical)) {}

std::string AutomaticSums::description() const { return "auto: " + hierarchical_->description(); }

Sums& AutomaticSums::taken_for(std::size_t bytes) const {
    const auto& neighbours = hierarchical_->neighbours();
    const bool hierarchical =
        takes_hierarchical(bytes, static_cast<int>(neighbours.leaders.size()), neighbours.most_on_a_machine);
    return hierarchical ? static_cast<Sums&>(*hierarchical_) : *flat_;
}

std::string_view AutomaticSums::way(std::size_t bytes) const { return taken_for(bytes).way(bytes); }

void AutomaticSums::start(std::span<float> values) { taken_for(values.size_bytes()).start(values); }

void AutomaticSums::progress() {
    hierarchical_->progress();
    flat_->progress();
}

/// One after the other is enough: each rank waits in the same order.
void AutomaticSums::finish() {
    hierarchical_->finish();
    flat_->finish();
}

FallbackSums::FallbackSums(std::unique_ptr<Sums> flat, std::string reason)
    : flat_(std::move(flat)), reason_(std::move(reason)) {}

std::string FallbackSums::description() const {
    return "auto: " + flat_->description() + ", because ranks can't share memory here: " + reason_;
}

}  // namespace accelbench::bench::message
