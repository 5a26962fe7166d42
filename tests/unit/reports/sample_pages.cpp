#include "sample_pages.h"

#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports::samples {
namespace {

constexpr std::uint64_t buffer_bytes = std::uint64_t{84} << 20;
constexpr std::size_t cells_of_a_kind = 2;
constexpr double huge_gain = 0.8;

topology::PageKind kind_of(std::size_t cell) {
    return cell < cells_of_a_kind ? topology::PageKind::base : topology::PageKind::transparent_huge;
}

void choose_pages(Cell& cell, topology::PageKind kind) {
    const std::string name(to_string(kind));
    cell.id.insert(cell.id.find("/policy="), "/pages=" + name);
    cell.parameters.emplace_back("pages", name);
    for (auto& rank : cell.placement) rank.memory.use_pages(kind);
}

void tell_pages(Trial& trial, topology::PageKind kind) {
    const bool huge = kind == topology::PageKind::transparent_huge;
    if (huge) *trial.step_seconds *= huge_gain;
    for (RankFacts& rank : trial.ranks) {
        rank.page_sizes =
            topology::PageSizes{"", buffer_bytes, huge ? buffer_bytes : 0, huge ? buffer_bytes : 0};
        rank.resident = topology::Resident{
            "", std::uint64_t{150} << 20, std::uint64_t{120} << 20, std::uint64_t{30} << 20, 0, 0};
        const int node = rank.pages_by_node.begin()->first;
        rank.other_memory =
            topology::OtherMemory{"",
                                  {{node, std::uint64_t{36} << 20}},
                                  {},
                                  {{0, std::uint64_t{24} << 20}, {1, std::uint64_t{6} << 20}}};
        rank.moves =
            topology::Moves{.borders = 7, .page_looks = 448, .thread_looks = 42, .cpu_migrations = 3};
    }
}

}  // namespace

Document paged() {
    SampleShape shape;
    shape.policies = {four_policies()[1], four_policies()[3]};
    shape.processes_and_threads = {{2, 4}, {2, 4}};
    Document document = sample_document(shape);
    for (std::size_t i = 0; i < document.cells.size(); ++i) choose_pages(document.cells[i], kind_of(i));
    for (std::size_t i = 0; i < document.trials.size(); ++i) {  // trials stand in the order of cells
        const auto cell = i % document.cells.size();
        document.trials[i].cell = document.cells[cell].id;
        tell_pages(document.trials[i], kind_of(cell));
    }
    for (RankFacts& rank : document.trials[7].ranks) rank.page_sizes->huge_bytes /= 2;
    derive(document);
    return document;
}

}  // namespace accelbench::reports::samples
