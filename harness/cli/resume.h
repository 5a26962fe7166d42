#pragma once

#include "harness/cli/out_folder.h"
#include "harness/cli/sweep_request.h"
#include "harness/launch/session/session.h"

namespace accelbench::cli {

struct StoredSession {
    plan::Plan plan;
    launch::OutputFolder folder;
    std::string foreign;  // who else could have written the plan, in words; "" when only the user could
};

/// The session in request.resume, for going on. Throws Failure(usage) when there is none, or when an option
/// typed beside --resume differs from the stored plan.
StoredSession load_session(const SweepRequest& request);

/// Throws Failure(usage) when the plan names a command that others could have put there and that nobody typed
/// again.
void check_commands(const SweepRequest& request, const StoredSession& session);

/// The session's folder, held for going on. Throws Failure(usage) when its journal can't be read or lacks
/// trials that its document holds: these would be measured again, and written over.
HeldFolder hold_session(const SweepRequest& request, const launch::OutputFolder& folder);

/// Throws Failure(environment) when the machine that the plan was made for is another one now, or an emulated
/// one: the first of the hosts that were asked, else this one.
void check_machine(const SweepRequest& request, const plan::Plan& plan);

/// The plan in a session's folder, for reports of a session that was cut off.
plan::Plan load_plan(const launch::OutputFolder& folder);

}  // namespace accelbench::cli
