#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accelbench::reports {

/// Text of users and systems (host names, paths, errors) as HTML text or attribute value: & < > " ' become
/// entities and control characters, which HTML forbids, the replacement character.
std::string escape(std::string_view text);

struct HtmlColumn {
    std::string title;     // plain text
    bool numeric = false;  // right-aligned, digits of equal width
    bool wraps = false;    // long text, broken into lines
};

/// A table in its own scroll box, so that the page itself never scrolls sideways. `caption` and titles are
/// plain text; fields are HTML already. The first field of a row heads it.
std::string html_table(const std::string& caption, const std::vector<HtmlColumn>& columns,
                       const std::vector<std::vector<std::string>>& rows);

/// A list of facts, name -> HTML.
std::string html_facts(const std::vector<std::pair<std::string, std::string>>& facts);

/// <li> elements as a list of sentences; folded under `what` when `count` is above 4. It opens without
/// JavaScript.
std::string html_list(std::size_t count, const std::string& what, const std::string& items);

/// <section> with its heading; "" when the body is "".
std::string html_section(const std::string& id, const std::string& heading, const std::string& body);

/// A class of page.css for a policy's colour, stable per name: "p0" .. "p6".
std::string policy_class(std::string_view policy);

}  // namespace accelbench::reports
