#pragma once

#include <functional>
#include <istream>
#include <string>

#include "reports/json/fields.h"

namespace accelbench::reports {

/// Looks at a member of the top level when it is whole: `list` is the key, `record` an object of that list.
/// True: it was taken, and is left out of what `parse_records` returns.
using TakeRecord = std::function<bool(const std::string& list, const Json& record)>;

/// JSON text record by record: one record at a time is held as a tree, which is ten times as large as the
/// record. Returns what was not taken; lists whose records were all taken are empty. `seen` is called with
/// each whole object of the top level, before what follows it. Throws what the JSON library throws.
Json parse_records(std::istream& text,
                   const std::function<void(const std::string& key, const Json& object)>& seen,
                   const TakeRecord& take);

/// Lays out a document with one record a line: readable in an editor and in a diff, without one line per step
/// time.
class Layout {
  public:
    void value(const char* key, const Json& json);
    template <class Record>
    void records(const char* key, const std::vector<Record>& all, Json (*write)(const Record&)) {
        begin(key);
        const char* before = "[\n";
        for (const Record& record : all) {
            text_ += before + dump(write(record));
            before = ",\n";
        }
        text_ += all.empty() ? "[]" : "\n]";
    }
    std::string text() && { return std::move(text_) + "\n}\n"; }

  private:
    void begin(const char* key);

    std::string text_ = "{\n";
    bool first_ = true;
};

}  // namespace accelbench::reports
