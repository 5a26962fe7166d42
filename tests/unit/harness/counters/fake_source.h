#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Says what it was told to say, one list of readings a look, and the last one for ever; counts its looks and
/// turns.
class FakeSource : public Source {
  public:
    struct Calls {
        int reads = 0;
        int turns = 0;
    };
    FakeSource(std::vector<std::string> names, std::vector<std::vector<Reading>> looks,
               bool at_borders = true)
        : looks_(std::move(looks)), at_borders_(at_borders) {
        for (auto& name : names) infos_.push_back({std::move(name), "1", "fake", {}, "process", "", "", ""});
    }
    const std::vector<reports::CounterInfo>& counters() const override { return infos_; }
    bool at_borders() const override { return at_borders_; }
    bool is_gauge() const override { return gauge; }
    void next_turn() override { ++calls->turns; }
    std::vector<Reading> read() override {
        const auto at = std::min<std::size_t>(static_cast<std::size_t>(calls->reads++), looks_.size() - 1);
        return looks_.at(at);
    }
    void refuse(std::size_t index, const std::string& reason) { infos_.at(index).reason = reason; }

    bool gauge = false;
    std::shared_ptr<Calls> calls = std::make_shared<Calls>();  // outlives the source

  private:
    std::vector<reports::CounterInfo> infos_;
    std::vector<std::vector<Reading>> looks_;
    bool at_borders_;
};

}  // namespace accelbench::counters
