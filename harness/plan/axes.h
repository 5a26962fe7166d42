#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/plan/options.h"

namespace accelbench::plan {

struct Draft;

/// One value of an axis.
struct Level {
    std::string value;                       // as ids and documents have it; "": they say nothing
    std::function<void(Draft&)> apply = {};  // where more depends on it than the value that is noted
};

/// An option of the command line that chooses levels. `choose` throws Failure(usage) with what was typed;
/// chosen twice, the last one counts.
struct AxisOption {
    std::string name;  // without dashes
    std::string value;
    std::string help;
    std::function<void(SweepOptions&, const std::string& text)> choose;
    std::string default_value = {};  // as it would be typed; "" where the help states a rule, or there is none
};

/// One thing in which cells differ. Adding an axis is adding a row: cells, ids, documents, options, help and
/// the dry run follow.
struct Axis {
    std::string name;  // in ids and documents: never changed, ids are keys of histories
    std::vector<AxisOption> options = {};
    /// For a draft that has the levels of all outer loops. Not given: those that SweepOptions::levels has,
    /// else the usual one.
    std::function<std::vector<Level>(const Draft&)> levels = {};
    std::string usual = {};  // the value that no id names, so that ids stay short; documents do
    /// A word before the value in lines of a plan; "": a column has it, or no line.
    std::string shown = {};
    /// Cells are made in nested loops, 0 the outermost; equal ones in the order of rows.
    int loop = 0;
    /// Place of its options in the help, 1 the first; equal ones in the order of rows.
    int listed = 9;
    std::function<std::string()> about = {};  // a section of the help below all options
};

/// The table, in the order in which ids and documents name their values.
const std::vector<Axis>& axes();

/// The same by `loop` or `listed`.
std::vector<const Axis*> axes_by(int Axis::*order);

std::vector<Level> levels_of(const Axis& axis, const Draft& draft);

}  // namespace accelbench::plan
