#include "harness/launch/process/log_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string_view>
#include <vector>

#include "topology/base/split.h"

namespace accelbench::launch {
namespace {

constexpr std::size_t longest_line = 4096;    // of a line that is kept
constexpr std::size_t most_paragraphs = 400;  // the cause stands at the beginning

/// Said behind any failure, whatever its cause.
constexpr std::array<std::string_view, 13> closing = {"primary job terminated normally",
                                                      "mpirun noticed that",
                                                      "prterun noticed that",
                                                      "mpirun detected that",
                                                      "prterun detected that",
                                                      "mpiexec noticed that",
                                                      "mpiexec detected that",
                                                      "bad termination of one of your application",
                                                      "your application terminated with the exit",
                                                      "mpi_abort was invoked",
                                                      "job step aborted",
                                                      "exited with exit code",
                                                      "*** step"};
constexpr std::array<std::string_view, 4> chatter = {"warning", "permanently added", "hwloc/linux:",
                                                     "deprecated"};

std::string lower_case(std::string_view text) {
    std::string lower;
    for (const char letter : text) {
        const auto low = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        if (low != ' ' || lower.empty() || lower.back() != ' ') lower += low;
    }
    return lower;
}

template <class Phrases>
bool holds_one_of(const std::string& lower, const Phrases& phrases) {
    return std::any_of(phrases.begin(), phrases.end(),
                       [&](auto phrase) { return lower.find(phrase) != std::string::npos; });
}

/// A rule of dashes or the like: at least three letters, none of which says anything.
bool is_rule(std::string_view line) {
    return line.size() >= 3 && line.find_first_not_of("-=*_#~+ ") == std::string_view::npos;
}

struct Paragraph {
    std::string text;
    bool is_chatter = false;
};

/// Takes a log apart. A message between two rules is wrapped text; outside of them each line is its own.
class Log {
  public:
    explicit Log(const std::string& path) {
        std::ifstream file(path);
        const auto goes_on = [&] { return own_.empty() && paragraphs_.size() < most_paragraphs; };
        for (std::string line; goes_on() && std::getline(file, line);) take(line);
        end_message();
    }
    const std::string& own() const { return own_; }
    const std::vector<Paragraph>& paragraphs() const { return paragraphs_; }

  private:
    void take(const std::string& whole) {
        const auto line = trimmed(std::string_view(whole).substr(0, longest_line));
        if (line.starts_with("accelbench")) own_ = line;
        if (is_rule(line)) {
            end_message();
            framed_ = !framed_;
        } else if (line.empty()) {
            goes_on_ = false;
        } else {
            add(line);
        }
    }
    void add(std::string_view line) {
        if (framed_ && goes_on_)
            paragraphs_.back().text += " " + std::string(line);
        else
            paragraphs_.push_back({std::string(line), false});
        goes_on_ = framed_;
        if (!framed_) end_message();
    }
    /// A message is judged as a whole: what a warning goes on to say is no cause either.
    void end_message() {
        for (auto at = judged_; at < paragraphs_.size(); ++at) {
            const auto lower = lower_case(paragraphs_[at].text);
            const bool behind_chatter = at > judged_ && paragraphs_[at - 1].is_chatter;
            const bool opens_as_chatter = at == judged_ && holds_one_of(lower, chatter);
            paragraphs_[at].is_chatter = behind_chatter || opens_as_chatter || holds_one_of(lower, closing);
        }
        judged_ = paragraphs_.size();
        goes_on_ = false;
    }

    std::string own_;
    std::vector<Paragraph> paragraphs_;
    std::size_t judged_ = 0;
    bool framed_ = false;   // between two rules
    bool goes_on_ = false;  // the next line belongs to the paragraph before it
};

std::string first_words(const std::vector<Paragraph>& paragraphs, bool with_chatter, std::size_t limit) {
    std::string text;
    for (const auto& paragraph : paragraphs) {
        if (paragraph.is_chatter && !with_chatter) continue;
        text += (text.empty() ? "" : " | ") + paragraph.text;
        if (text.size() > limit) break;
    }
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;  // inside a letter
    return text.substr(0, limit) + "...";
}

}  // namespace

std::string cause_in_log(const std::string& log, std::size_t limit) {
    const Log words(log);
    return words.own().empty() ? first_words(words.paragraphs(), false, limit) : words.own();
}

std::string words_of_log(const std::string& log, std::size_t limit) {
    const auto cause = cause_in_log(log, limit);
    return cause.empty() ? first_words(Log(log).paragraphs(), true, limit) : cause;
}

}  // namespace accelbench::launch
