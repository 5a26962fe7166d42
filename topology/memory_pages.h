#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "topology/huge_page_pool.h"
#include "topology/memory_mode.h"

namespace accelbench::topology {

/// What NumaBuffer asks of the kernel for one mapping: `data` is aligned to huge pages, `bytes` whole ones,
/// none touched yet. Refusals come back as cause and remedy.

/// The kind that a buffer gets: `memory.pages`, but base pages for a small buffer that was to have
/// transparent huge ones on a machine with many nodes (keeps_to_base_pages). The pool's pages are never
/// exchanged: who asks for them gets them, and a small buffer is then dealt over few nodes.
PageKind pages_for(const MemoryBinding& memory, std::size_t bytes, int nodes);

/// Puts pages of the pool where ordinary ones were mapped; the kernel promises as many as the mapping has, of
/// the whole pool, or of the nodes that the process is bound to.
std::optional<std::string> map_from_pool(std::byte* data, std::size_t bytes, const MemoryBinding& memory);

/// Of the whole pages that hold `bytes`; transparent huge ones are asked for where the buffer fills them.
/// After the policy is set. A kernel without transparent huge pages refuses the advice, which then changes
/// nothing: what came of it is asked later (observe_page_sizes).
void advise_pages(std::byte* data, std::size_t bytes, PageKind kind);

/// Why the nodes of a binding don't have the pages of a mapping of `bytes`, once it was promised them; nullopt: they
/// have exactly as many, or more.
std::optional<std::string> why_nodes_lack_pages(HugePagePool pool, std::size_t bytes,
                                                const MemoryBinding& memory);

/// Whether the nodes of a binding have as many of the pool's pages as a mapping has, after the policy is set:
/// the kernel's promise may be of other nodes' pages, and a node that runs out ends the process by SIGBUS at
/// first touch. Bound to one node the pages are taken here, since another process may be about to take them
/// too; where they are is settled, whoever touches them.
std::optional<std::string> secure_pool_pages(std::byte* data, std::size_t bytes, const MemoryBinding& memory);

}  // namespace accelbench::topology
