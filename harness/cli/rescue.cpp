#include "harness/cli/rescue.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "harness/cli/out_folder.h"
#include "harness/launch/session/journal.h"
#include "reports/formats/formats.h"

namespace accelbench::cli {
namespace {

namespace fs = std::filesystem;

/// Where results go that nobody chose a folder for; where that can't be, among temporary files.
HeldFolder make_new_folder(const std::string& plan_text) {
    try {
        return make_out_folder("", plan_text);
    } catch (const Failure&) {
        std::error_code none;
        auto base = fs::temp_directory_path(none);
        if (none) base = "/tmp";
        return make_out_folder((base / fmt::format("accelbench-results-{}", getpid())).string(), plan_text);
    }
}

std::string save(const reports::Document& document, const std::string& plan_text) {
    const auto held = make_new_folder(plan_text);
    launch::Journal journal(held.folder.journal());
    for (const auto& trial : document.trials) journal.append(trial);
    reports::write_kept_formats(document, [&] { return held.folder.path; });
    return held.folder.path;
}

/// The way through this process ends with it.
bool has_a_name(const std::string& folder) { return folder.rfind("/proc/self/", 0) != 0; }

std::string what_is_kept(const launch::SessionEnd& end, const std::string& plan_text) {
    const auto trials = end.document.trials.size();
    if (!end.folder.empty() && !has_a_name(end.folder))
        return fmt::format(
            "all {} finished trials are kept in it: continue with --resume once it can be reached", trials);
    try {
        const auto folder = end.folder.empty() ? save(end.document, plan_text) : end.folder;
        return fmt::format("all {} finished trials are kept in {}: continue with: accelbench sweep --resume {}",
                           trials, folder, folder);
    } catch (const Failure& failure) {
        return fmt::format("{} finished trials are lost but for the table above: {}", trials, failure.what());
    }
}

}  // namespace

Failure lost_folder(const launch::SessionEnd& end, const launch::OutputFolder& folder,
                    const std::string& plan_text) {
    return Failure(Failure::Kind::environment, fmt::format("{} {} while the session ran; {}", folder.path,
                                                           end.folder_trouble, what_is_kept(end, plan_text)));
}

}  // namespace accelbench::cli
