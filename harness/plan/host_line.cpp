#include "harness/plan/host_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "harness/plan/host_user.h"
#include "topology/base/failure.h"
#include "topology/base/numbers.h"

namespace accelbench::plan {
namespace {

constexpr std::string_view blank = " \t\r\v\f\n";
constexpr std::size_t most_digits = 6;
constexpr std::size_t longest_name = 253;  // of a name in the DNS (RFC 1035)
constexpr std::size_t most_shown = 60;     // letters of a wrong line in a message

/// What was typed, so that it fits a line and no letter of it acts on the terminal.
std::string shown(std::string_view text) {
    std::string words;
    for (const char letter : text.substr(0, most_shown)) {
        const auto byte = static_cast<unsigned char>(letter);
        words += byte < 0x20 || byte > 0x7E ? fmt::format("\\x{:02x}", byte) : std::string(1, letter);
    }
    return text.size() > most_shown ? words + fmt::format("' (and {} more characters)", text.size() - most_shown)
                                    : words + "'";
}

Failure bad_host(const std::string& where, std::string_view typed) {
    return Failure(Failure::Kind::usage, fmt::format("{}: '{} is not a host; write a name or address, alone "
                                                     "or with slots: node1, node1:8 or node1 slots=8",
                                                     where, shown(typed)));
}

bool is_letter_or_digit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9');
}

/// Takes words off the front of a line.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : left_(text) {}

    bool at_end() const { return left_.empty(); }
    bool skip_blanks() {
        const auto end = std::min(left_.find_first_not_of(blank), left_.size());
        left_.remove_prefix(end);
        return end > 0;
    }
    bool skip(std::string_view word) {
        if (!left_.starts_with(word)) return false;
        left_.remove_prefix(word.size());
        return true;
    }
    /// Letters, digits, dots, dashes and lines below; a dash in front would be an option of the launcher's.
    std::string_view name() {
        std::size_t length = 0;
        while (length < left_.size() &&
               (is_letter_or_digit(left_[length]) ||
                (length > 0 && std::string_view("._-").find(left_[length]) != std::string_view::npos)))
            ++length;
        return take(length);
    }
    std::optional<int> count() {
        const auto digits = take(std::min(left_.find_first_not_of("0123456789"), left_.size()));
        if (digits.empty() || digits.size() > most_digits) return std::nullopt;
        return number_from<int>(digits);
    }

  private:
    std::string_view take(std::size_t length) {
        const auto taken = left_.substr(0, length);
        left_.remove_prefix(length);
        return taken;
    }

    std::string_view left_;
};

/// "slots = 8", of which only the key "slots" counts here; nullopt where there is no such pair.
struct Attribute {
    bool is_slots = false;
    int value = 0;
};

std::optional<Attribute> attribute_of(Scanner& scanner) {
    constexpr std::array<std::string_view, 3> keys{"slots", "max_slots", "max-slots"};
    const auto key = std::find_if(keys.begin(), keys.end(), [&](auto word) { return scanner.skip(word); });
    if (key == keys.end()) return std::nullopt;
    scanner.skip_blanks();
    if (!scanner.skip("=")) return std::nullopt;
    scanner.skip_blanks();
    const auto value = scanner.count();
    if (!value) return std::nullopt;
    return Attribute{key == keys.begin(), *value};
}

/// The first slots= of a line counts, and before it what stood behind the colon.
std::optional<int> slots_of(Scanner& scanner, std::optional<int> slots, bool& good) {
    for (bool said = false; scanner.skip_blanks() && !scanner.at_end();) {
        const auto attribute = attribute_of(scanner);
        if (!attribute) break;
        if (!attribute->is_slots || said) continue;
        slots = attribute->value;
        said = true;
    }
    good = scanner.at_end();
    return slots;
}

}  // namespace

HostLine read_host(const std::string& typed, const std::string& where) {
    const auto [user, text] = split_user(typed, where);
    Scanner scanner(text);
    scanner.skip_blanks();
    const auto name = scanner.name();
    std::optional<int> slots;
    if (scanner.skip(":") && !(slots = scanner.count())) throw bad_host(where, text);
    bool good = false;
    slots = slots_of(scanner, slots, good);
    if (!good || name.empty() || name.size() > longest_name) throw bad_host(where, text);
    if (slots == 0)
        throw Failure(Failure::Kind::usage,
                      fmt::format("{}: '{} has no slots; give at least one, or omit the host", where,
                                  shown(text)));
    return {std::string(name), slots.value_or(0), user};
}

}  // namespace accelbench::plan
