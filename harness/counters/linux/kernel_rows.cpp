#include "harness/counters/linux/kernel_rows.h"

#include <array>
#include <utility>

#include "harness/counters/linux/kernel_sources.h"
#include "topology/base/rows.h"

namespace accelbench::counters {
namespace {

/// Those of a source's counters that are wanted.
class SelectedSource final : public Source {
  public:
    SelectedSource(std::unique_ptr<Source> source, const Wanted& wanted) : source_(std::move(source)) {
        const auto& all = source_->counters();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!wanted.wants(all[i].name)) continue;
            counters_.push_back(all[i]);
            places_.push_back(i);
        }
    }
    const std::vector<reports::CounterInfo>& counters() const override { return counters_; }
    bool at_borders() const override { return source_->at_borders(); }
    bool is_gauge() const override { return source_->is_gauge(); }
    std::vector<Reading> read() override {
        auto all = source_->read();
        std::vector<Reading> readings;
        for (const auto place : places_) readings.push_back(std::move(all.at(place)));
        return readings;
    }

  private:
    std::unique_ptr<Source> source_;
    std::vector<reports::CounterInfo> counters_;
    std::vector<std::size_t> places_;
};

/// No file lies below it. A source's rows are the same on every machine, so their names need none.
constexpr auto nowhere = "/dev/null";

std::vector<std::string> counters_of(const KernelSource& kind) {
    return names_of(kind.open(nowhere)->counters());
}

std::unique_ptr<Source> open_wanted(const KernelSource& kind, const Wanted& wanted) {
    if (kind.of_machine && !wanted.first_on_machine) return nullptr;
    // What nobody asked for is not opened: probing costs, too.
    const auto names = counters_of(kind);
    bool any = false;
    for (const auto& name : names) any |= wanted.wants(name);
    if (!any) return nullptr;
    return std::make_unique<SelectedSource>(kind.open(wanted.root), wanted);
}

template <std::size_t Place>
SourceRow row() {
    return {kernel_sources()[Place].name, [] { return counters_of(kernel_sources()[Place]); },
            [](const Wanted& wanted) { return open_wanted(kernel_sources()[Place], wanted); }};
}

template <std::size_t... Places>
std::vector<SourceRow> rows(std::index_sequence<Places...>) {
    return {row<Places>()...};
}

}  // namespace

std::vector<SourceRow> kernel_rows() { return rows(std::make_index_sequence<kernel_source_count>()); }

}  // namespace accelbench::counters
