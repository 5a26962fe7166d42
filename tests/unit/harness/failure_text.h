#pragma once

#include <string>

#include "topology/base/failure.h"

namespace accelbench::test {

/// The message of the Failure that `work` throws; "" when it throws none.
template <class Work>
std::string failure_text(Work work) {
    try {
        work();
    } catch (const Failure& failure) {
        return failure.what();
    }
    return "";
}

}  // namespace accelbench::test
