#pragma once

#include <gtest/gtest.h>

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

/// The same of one that must end a program with `exit_code`.
template <class Work>
std::string failure_text(Work work, int exit_code) {
    try {
        work();
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.exit_code(), exit_code);
        return failure.what();
    }
    return "no Failure was thrown";
}

}  // namespace accelbench::test
