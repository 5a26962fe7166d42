#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "topology/base/json_fields.h"

namespace accelbench::reports {

using topology::BadField;
using topology::counters;
using topology::each;
using topology::field;
using topology::flag;
using topology::guarded;
using topology::integer;
using topology::Json;
using topology::list;
using topology::node_counts;
using topology::node_counts_to_json;
using topology::node_numbers;
using topology::number;
using topology::numbers;
using topology::object_at;
using topology::optional_number;
using topology::read_if_any;
using topology::record;
using topology::record_if_any;
using topology::signed_counters;
using topology::small_integer;
using topology::text;
using topology::texts;
using topology::unsigned_integer;

/// null for not-a-number and infinity, which JSON can't say.
Json number_or_null(double value);
Json number_or_null(const std::optional<double>& value);
Json numbers_or_null(const std::vector<double>& values);

/// {"0": 1.5, "1": null}
Json node_numbers_to_json(const std::map<int, double>& values);

/// Bytes that are no UTF-8 (a file name, a host name) are replaced, not refused: the document must be
/// written.
std::string dump(const Json& json);

}  // namespace accelbench::reports
