#pragma once

#include <string>

namespace accelbench::plan {

/// "user@node1:8" in two; `user` is "" where none stands before the host.
struct UserAndHost {
    std::string user;
    std::string host;
};

/// `host` is all of `text` where what stands before '@' is no user. Throws Failure(usage) for an IPv6 address,
/// which no launcher takes; `where` stands before the complaint.
UserAndHost split_user(const std::string& text, const std::string& where);

}  // namespace accelbench::plan
