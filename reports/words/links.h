#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What stands out: a link, or a machine with all its links.
struct Outlier {
    enum class What {
        link,
        machine
    } what = What::link;
    std::string name;      // "node-2 to node-3", or "node-3"
    bool latency = false;  // else bandwidth
    double value = 0;      // of the link, or of the machine's best link
    double next = 0;       // of the slowest link among the others
};

/// At least so many times slower than the slowest of the others, and beyond the spread of both.
constexpr double outlier_factor = 1.5;

/// Links and machines that stand out, from two links (a machine: three machines) on. Of an emulated machine
/// none: its times mean nothing.
std::vector<Outlier> link_outliers(const Document& document);

/// One sentence each: "slow link: node-2 to node-3 carries 6.17 MB/s, 3.96 times less than the slowest of
/// the others (24.4 MB/s)"; or that none stands out, or why links were not measured. Empty for one machine.
std::vector<std::string> links_in_words(const Document& document);

/// The links to list: all, or the slowest `most_listed` by bandwidth where there are more.
constexpr std::size_t most_listed = 28;
std::vector<Link> links_to_list(const Document& document);

/// "ping-pong by pairs, one at a time; median and p10 to p90 of n", and how many are listed of how many.
std::string links_caption(const Document& document);

}  // namespace accelbench::reports
