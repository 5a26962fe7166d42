#pragma once

#include <string>

#include "harness/launch/session/output_folder.h"

namespace accelbench::launch {

/// One session a folder: two would run the same trials, and each would take the other's for failed. The lock
/// is the kernel's, on the journal, and ends with its owner, however that ends; programs that it starts don't
/// inherit it. Over NFS the server keeps it, between machines too; mounted with nolock or local_lock it holds
/// among the sessions of one machine. Who holds it stands in DIR/running, for the message only.
class FolderLock {
  public:
    /// A session's, which excludes all others. Waits a while for a report that is being written. Throws
    /// Failure(environment) that tells who holds the folder, Failure(usage) when there is no journal to lock.
    /// A file system without locks is a warning.
    static FolderLock for_session(const OutputFolder& folder);
    /// That of a report which writes documents, shared with other reports. Where a session holds the folder
    /// `other()` tells which. Without a journal nothing is locked.
    static FolderLock for_report(const OutputFolder& folder);

    FolderLock(FolderLock&& from) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

    /// "" when no session but this one is at work in the folder, else "pid 4711 on node1, since
    /// 2026-11-27T11:55:40Z".
    const std::string& other() const { return other_; }

  private:
    explicit FolderLock(int file) : file_(file) {}

    int file_ = -1, place_ = -1;
    bool announced_ = false;
    std::string other_;
};

}  // namespace accelbench::launch
