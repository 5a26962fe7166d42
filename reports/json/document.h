#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "reports/model/document.h"

namespace accelbench::reports {

/// The only reader and writer of documents. Not-a-number and infinity become null, absent optionals are null.
/// Files that contain the same records (harness/handover, plan.json) read and write them by records.h.
nlohmann::ordered_json catalogue_to_json(const CounterCatalogue& catalogue);
/// Throws Failure(usage) when it isn't a whole catalogue.
CounterCatalogue catalogue_from_json(const nlohmann::ordered_json& json);

/// One line of trials.jsonl, without the newline.
std::string trial_to_line(const Trial& trial);
/// Throws Failure(usage) when the line isn't a whole trial.
Trial trial_from_line(std::string_view line);

nlohmann::ordered_json cell_to_json(const Cell& cell);
Cell cell_from_json(const nlohmann::ordered_json& json);

std::string document_to_text(const Document& document);
/// `source` names the text in messages. Throws Failure(usage): empty, truncated, not JSON, not an accelbench
/// document, a schema of another version; each with its remedy.
Document document_from_stream(std::istream& stream, const std::string& source);
Document document_from_text(std::string_view text, const std::string& source);

Document read_document(const std::string& path);

}  // namespace accelbench::reports
