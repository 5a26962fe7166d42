#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace accelbench::clusterlab {

/// What lies between two machines, in one direction.
struct Link {
    std::int64_t delay_ns = 0;
    std::int64_t rate_bits = 0;  // per second, besides the rate of both ports; 0: no limit of its own
};

/// The links of n machines: one per ordered pair, numbered from 0.
class Links {
  public:
    Links(std::size_t machines, Link everywhere)
        : machines_(machines), links_(machines * machines, everywhere) {}

    std::size_t machines() const { return machines_; }
    Link& at(std::size_t from, std::size_t to) { return links_[from * machines_ + to]; }
    const Link& at(std::size_t from, std::size_t to) const { return links_[from * machines_ + to]; }

  private:
    std::size_t machines_;
    std::vector<Link> links_;
};

/// Reads a matrix: one line per machine (from), one word per machine (to), such as "50us" or "2ms/100Mbit";
/// what stands on the diagonal is "-". '#' starts a comment. Throws std::runtime_error that names file, line
/// and remedy.
Links read_matrix(const std::string& path, std::size_t machines);

}  // namespace accelbench::clusterlab
