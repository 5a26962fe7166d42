#include "reports/json/document.h"

#include "fuzz.h"
#include "reports/html/html.h"
#include "reports/table/table.h"
#include "reports/words/derive.h"

using namespace accelbench;

/// result.json, as `accelbench report FILE` reads it: everything that is derived is made from it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::refusals_are_fine([&] {
        auto document = reports::document_from_text(fuzz::text_of(data, size), "result.json");
        reports::derive(document);
        reports::render_table(document);
        reports::render_html(document);
        reports::document_from_text(reports::document_to_text(document), "what was written");
    });
    return 0;
}
