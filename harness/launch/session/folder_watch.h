#pragma once

#include <string>

#include "harness/launch/session/output_folder.h"

namespace accelbench::launch {

/// Notices that a session's folder is no longer what its path names: removed, moved, replaced, hidden by a
/// mount, or without its journal. Trials would go on into nothing, or into the folder of someone else.
class FolderWatch {
  public:
    explicit FolderWatch(const OutputFolder& folder);
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;
    ~FolderWatch();

    /// What became of the folder, in words that go on after its name ("was removed"); "" while it is where it
    /// was.
    std::string trouble() const;
    /// Where the folder can be written all the same, journal included: its new name, or one through this
    /// process where no name leads to it; "" when there is no such place.
    std::string reachable() const;

  private:
    bool journal_is_there() const;
    std::string new_name() const;

    OutputFolder folder_;
    int place_, journal_;
};

}  // namespace accelbench::launch
