#include "harness/arguments/names.h"

#include <algorithm>

#include "topology/base/failure.h"
#include "topology/base/suggest.h"

namespace accelbench::arguments {

const std::string& one_of(const std::vector<std::string>& known, const std::string& option,
                          const std::string& what, const std::string& text) {
    if (std::find(known.begin(), known.end(), text) == known.end())
        throw Failure(Failure::Kind::usage, option + ": " + unknown_name(what, text, known));
    return text;
}

}  // namespace accelbench::arguments
