#pragma once

#include "harness/cli/sweep_request.h"
#include "harness/launch/session.h"

namespace accelbench::cli {

struct StoredSession {
    plan::Plan plan;
    launch::OutputFolder folder;
};

/// The session in request.resume, for going on. Throws Failure(usage) when there is none, or when an option
/// typed beside --resume differs from the stored plan.
StoredSession load_session(const SweepRequest& request);

/// Throws Failure(environment) when the machine that the plan was made for is another one now: the first of
/// the hosts that were asked, else this one.
void check_machine(const SweepRequest& request, const plan::Plan& plan);

/// The plan in a session's folder, for reports of a session that was cut off.
plan::Plan load_plan(const launch::OutputFolder& folder);

}  // namespace accelbench::cli
