#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// One way to write a document down. Adding a format is adding a row.
struct Format {
    std::string_view name;       // as --format takes it
    std::string_view extension;  // of files that hold it
    std::string_view kept_as;    // a session keeps it in its folder under this name; "": only when it is asked for
    std::string_view help;
    std::string (*render)(const Document& document);  // of a document with all that is derived (words/derive.h)
};

/// In the order of the help; the first is what is printed when nothing else is asked for.
const std::vector<Format>& formats();

/// nullptr when there is none of that name.
const Format* find_format(std::string_view name);

/// Writes those formats that a session keeps, each by a rename. `folder` is asked where to when a text is ready, since
/// it may be moved while it is made; "" leaves it out. Throws as write_file_atomically does.
void write_kept_formats(const Document& document, const std::function<std::string()>& folder);

}  // namespace accelbench::reports
