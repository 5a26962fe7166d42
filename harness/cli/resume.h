#pragma once

#include "harness/cli/sweep_request.h"
#include "harness/launch/session.h"

namespace accelbench::cli {

struct StoredSession {
    plan::Plan plan;
    launch::OutputFolder folder;
};

/// The session in request.resume, for going on. Throws Failure(usage) when there is none, when an option
/// typed beside
/// --resume differs from the stored plan, Failure(environment) when this is another machine.
StoredSession load_session(const SweepRequest& request);

/// The plan in a session's folder, for reports of a session that was cut off.
plan::Plan load_plan(const launch::OutputFolder& folder);

}  // namespace accelbench::cli
