#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "../../temporary_folder.h"
#include "harness/handover/trial_file.h"
#include "harness/launch/launchers/launcher.h"

namespace accelbench::test {

/// A folder of rank reports that a launch "writes": the rows of launchers are plain functions.
inline std::string& prepared_reports() {
    static std::string folder;
    return folder;
}

/// Stands in for a launcher whose ranks all report: copies what they would have written.
inline std::vector<std::string> reporting(const launch::LaunchRequest& request) {
    return {"sh", "-c", "cp \"$0\"/* \"$1\"", prepared_reports(),
            std::filesystem::path(request.trial_file).parent_path().string()};
}

inline launch::LauncherRow launcher_of(std::vector<std::string> (*tokens)(const launch::LaunchRequest&)) {
    return {"fake", "", "", "", true, true, launch::RankZero::first_named, tokens};
}

/// Reports of `ranks` ranks, for `reporting`.
class PreparedReports {
  public:
    explicit PreparedReports(int ranks) {
        for (int rank = 0; rank < ranks; ++rank) {
            harness::RankReport report;
            report.facts.rank = rank;
            report.facts.step_seconds = {0.25, 0.25};
            report.phase_seconds = {{0.25}, {0.25}};
            write_rank_report(report, harness::rank_report_path(folder_.path(), rank));
        }
        prepared_reports() = folder_.path();
    }

  private:
    TemporaryFolder folder_;
};

}  // namespace accelbench::test
