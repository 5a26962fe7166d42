#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Counters that the kernel keeps in files or tells by a system call: rows, and how all of them are read at
/// once. Each kind is a function `open_...(root)` that fills the rows; `root` = "" is the real /proc and
/// /sys, tests give a captured tree.
class FileSource final : public Source {
  public:
    struct Kind {
        bool at_borders = false;
        bool is_gauge = false;
    };
    /// `read`: one reading a row, in the order of the rows.
    FileSource(std::vector<reports::CounterInfo> rows, Kind kind, std::function<std::vector<Reading>()> read)
        : rows_(std::move(rows)), kind_(kind), read_(std::move(read)) {}

    const std::vector<reports::CounterInfo>& counters() const override { return rows_; }
    bool at_borders() const override { return kind_.at_borders; }
    bool is_gauge() const override { return kind_.is_gauge; }
    std::vector<Reading> read() override {
        // What was refused when it was opened has no value, whatever a file says later.
        auto readings = read_();
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (!rows_[i].reason.empty()) readings.at(i) = {};
        }
        return readings;
    }

  private:
    std::vector<reports::CounterInfo> rows_;
    Kind kind_;
    std::function<std::vector<Reading>()> read_;
};

}  // namespace accelbench::counters
