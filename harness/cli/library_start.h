#pragma once

namespace accelbench::cli {

/// Undoes what libraries do to this process while they are loaded, before main; to be called first there.
/// - What they print on stdout went to stderr: stdout is for data. (UCX, which Debian 13's Gloo brings with it, prints
///   its errors there.)
/// - SIGHUP does again what it did when the process started: under nohup it is ignored, and UCX takes that from us to
///   stop for a debugger.
void end_library_start();

}  // namespace accelbench::cli
