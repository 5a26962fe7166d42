#pragma once

#include <span>
#include <string>
#include <vector>

namespace accelbench::bench::message {

/// Which ranks can share memory with this one, and who speaks for each machine.
struct Neighbours {
    std::vector<int> here;     // ranks of this machine, ascending; the first one speaks for it
    int me = 0;                // this rank's place in `here`
    std::vector<int> leaders;  // the first rank of each machine, ascending
    int machine = 0;           // this machine's place in `leaders`
    int most_on_a_machine = 1;
    bool is_leader() const { return me == 0; }
    bool alone_here() const { return here.size() == 1; }
};

/// What is the same for two processes that can share memory, and for no others: host name, boot, process-id
/// namespace (a container has its own). "" when the system does not say: then a rank shares with nobody.
std::string machine_word();

/// Groups ranks by their words, given by rank.
Neighbours find_neighbours(std::span<const std::string> words, int rank);

}  // namespace accelbench::bench::message
