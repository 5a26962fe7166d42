#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// One function a section of the page, in the order of the page; each gives a whole <section>, or "" when it
/// has nothing to say.
std::string verdict_section(const Document& document);
std::string cells_section(const Document& document);
std::string scaling_section(const Document& document);
std::string slow_host_section(const Document& document);
std::string launches_section(const Document& document);
std::string phases_section(const Document& document);
std::string counters_section(const Document& document);
std::string skips_section(const Document& document);
std::string lost_section(const Document& document);
std::string losses_section(const Document& document);
std::string hosts_section(const Document& document);
std::string links_section(const Document& document);
std::string communication_section(const Document& document);
std::string placement_section(const Document& document);
std::string machine_section(const Document& document);
std::string environment_section(const Document& document);
std::string audit_section(const Document& document);
std::string method_section(const Document& document);
std::string rules_section(const Document& document);

/// Of an emulated machine, else "": the note at the top of the page, and the paragraph in place of a verdict.
std::string emulation_banner(const Document& document);
std::string why_not_judged(const Document& document);

}  // namespace accelbench::reports
