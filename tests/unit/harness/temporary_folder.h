#pragma once

#include "topology/base/temporary_folder.h"

namespace accelbench::test {

using accelbench::TemporaryFolder;

}  // namespace accelbench::test
