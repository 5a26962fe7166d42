#pragma once

#include "bench/message/hierarchical.h"

namespace accelbench::bench::message {

/// `auto`: each sum goes the way that takes_hierarchical() says for its size.
class AutomaticSums : public Sums {
  public:
    AutomaticSums(std::unique_ptr<Sums> flat, std::unique_ptr<HierarchicalSums> hierarchical);
    std::string description() const override;
    std::string_view way(std::size_t bytes) const override;
    void start(std::span<float> values) override;
    void progress() override;
    void finish() override;
    std::vector<const topology::NumaBuffer*> buffers() const override { return hierarchical_->buffers(); }

  private:
    Sums& taken_for(std::size_t bytes) const;

    std::unique_ptr<Sums> flat_;
    std::unique_ptr<HierarchicalSums> hierarchical_;
};

/// `auto` where ranks can't share memory: flat, and its description says why.
class FallbackSums : public Sums {
  public:
    FallbackSums(std::unique_ptr<Sums> flat, std::string reason);
    std::string description() const override;
    std::string_view way(std::size_t bytes) const override { return flat_->way(bytes); }
    void start(std::span<float> values) override { flat_->start(values); }
    void progress() override { flat_->progress(); }
    void finish() override { flat_->finish(); }

  private:
    std::unique_ptr<Sums> flat_;
    std::string reason_;
};

}  // namespace accelbench::bench::message
