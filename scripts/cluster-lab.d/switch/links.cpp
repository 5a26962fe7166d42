#include "scripts/cluster-lab.d/switch/links.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scripts/cluster-lab.d/switch/units.h"

namespace accelbench::clusterlab {
namespace {

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream text(line.substr(0, line.find('#')));
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    return words;
}

Link parse_link(const std::string& word, const std::string& place) {
    const auto slash = word.find('/');
    const auto delay = parse_delay_ns(std::string_view(word).substr(0, slash));
    const auto rate =
        slash == std::string::npos ? 0 : parse_rate_bits(std::string_view(word).substr(slash + 1));
    if (!delay || !rate)
        throw std::runtime_error(place + ": '" + word +
                                 "' is no link; write a delay such as 50us or 2ms, or a " +
                                 "delay and a rate such as 2ms/100Mbit");
    return {*delay, *rate};
}

void fill_row(Links& links, std::size_t from, const std::vector<std::string>& words,
              const std::string& place) {
    if (words.size() != links.machines())
        throw std::runtime_error(place + ": " + std::to_string(words.size()) + " words for " +
                                 std::to_string(links.machines()) + " machines; write one word per machine");
    for (std::size_t to = 0; to < words.size(); ++to)
        if (from != to)
            links.at(from, to) = parse_link(words[to], place);
        else if (words[to] != "-")
            throw std::runtime_error(place + ": '" + words[to] +
                                     "' on the diagonal; a machine has no link to " + "itself, write -");
}

}  // namespace

Links read_matrix(const std::string& path, std::size_t machines) {
    std::ifstream file(path);
    if (!file)
        throw std::runtime_error("--matrix " + path + ": " + std::strerror(errno) + "; give a readable file");
    Links links(machines, {});
    std::size_t rows = 0;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        const auto place = "--matrix " + path + ", line " + std::to_string(++number);
        const auto words = words_of(line);
        if (words.empty()) continue;
        if (rows == machines)
            throw std::runtime_error(place + ": more lines than the " + std::to_string(machines) +
                                     " machines");
        fill_row(links, rows++, words, place);
    }
    if (rows != machines)
        throw std::runtime_error("--matrix " + path + ": " + std::to_string(rows) + " lines for " +
                                 std::to_string(machines) + " machines; write one line per machine");
    return links;
}

}  // namespace accelbench::clusterlab
