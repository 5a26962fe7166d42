#include "topology/base/list_text.h"

namespace accelbench {

std::string join(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) {
        if (&word != &words.front()) text += between;
        text += word;
    }
    return text;
}

std::string first_few(const std::vector<std::string>& members, std::size_t limit) {
    if (members.size() <= limit + 1) return join(members);
    const std::vector<std::string> first(members.begin(),
                                         members.begin() + static_cast<std::ptrdiff_t>(limit));
    return fmt::format("{} and {} more", join(first), members.size() - limit);
}

}  // namespace accelbench
