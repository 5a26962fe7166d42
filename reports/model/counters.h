#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace accelbench::reports {

/// What one counter says of the measured steps of one rank (warm-up not included). A counter that said
/// nothing is here with its reason: absent is never 0.
struct CounterValue {
    std::string name;             // of its row in the catalogue
    std::optional<double> total;  // over all measured steps, in the catalogue's unit; nullopt: see `reason`
    std::vector<double>
        by_phase;                   // over all measured steps, in the cell's phase order; empty: not read there
    std::map<int, double> by_node;  // where the source tells nodes apart
    double counted_share = 1;       // multiplexing: the share of the time that it really counted, above 0 to 1
    std::string reason;             // why there is no total; "" otherwise
};

/// A counter of a machine: what stands behind a name.
struct CounterInfo {
    std::string name;                 // its meaning: "instructions", "dram_reads_remote", "numa_hit"
    std::string unit;                 // "1", "bytes", "seconds", "joules", "pages"
    std::string source;               // "papi", "/proc/vmstat", "getrusage", ...
    std::vector<std::string> events;  // the source's own names
    std::string scope;                // "thread", "process", "socket", "system"
    std::string leaves_out;           // what a reader may miss in it; "" when nothing is known
    std::string reference;            // where the vendor or the kernel documents it
    std::string reason;               // why it can't be read here; "" when it can
};

/// A metric that claims to tell local from remote, held against streams whose answer is known: the share of
/// remote (0..1) that it read of memory on the own node and of memory on another one.
struct Calibration {
    std::string metric;
    std::optional<double> local_stream;
    std::optional<double> remote_stream;
    bool usable = false;  // read under 5 % and over 95 %
    std::string reason;   // why it isn't usable; "" when it is
};

/// What a machine can count, and how far it can be trusted.
struct CounterCatalogue {
    std::string processor;  // the data file that fits it, or why none does
    std::vector<CounterInfo> counters;
    std::vector<Calibration> calibrations;
    /// By node: what all of its cpus together read of its own memory, bytes per second, measured.
    std::map<int, double> roof_bytes_per_second;
    std::string roof_reason;  // why some or all roofs are missing; "" when none is
};

/// A number made from counters of one cell; over its ok launches, the median.
struct DerivedMetric {
    std::string name;  // "ipc", "local_dram_ratio", ...
    std::string unit;
    std::optional<double> value;                  // of the whole step
    std::vector<std::optional<double>> by_phase;  // in the cell's phase order; empty: not told apart
    std::string reason;                           // why there is no value; "" otherwise
};

}  // namespace accelbench::reports
