#include "topology/memory_shared.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <numaif.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "topology/base/failure.h"
#include "topology/base/sizes.h"
#include "topology/mempolicy.h"

namespace accelbench::topology {
namespace {

[[noreturn]] void fail(const std::string& name, std::size_t bytes, const std::string& why) {
    throw Failure(Failure::Kind::environment,
                  fmt::format("shared memory \"{}\" of {} bytes: {}", name, bytes, why));
}

std::string failed(std::string_view call, std::string_view remedy) {
    return fmt::format("{} failed ({}): {}", call, std::strerror(errno), remedy);
}

std::size_t whole_pages(std::size_t bytes) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return round_up(bytes, page);
}

NumaBuffer map_file(const std::string& name, int file, std::size_t bytes) {
    void* pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (pages == MAP_FAILED) fail(name, bytes, failed("mmap", "raise `ulimit -v`"));
    // Where shmem_enabled is `always` they would be huge. A kernel that has no such pages refuses the advice.
    static_cast<void>(madvise(pages, bytes, MADV_NOHUGEPAGE));
    return NumaBuffer::adopt(name, static_cast<std::byte*>(pages), bytes);
}

int make_file(const std::string& name, std::size_t bytes) {
    const int file = memfd_create(name.c_str(), MFD_CLOEXEC);
    if (file < 0) fail(name, bytes, failed("memfd_create", "raise `ulimit -n`, or choose --allreduce flat"));
    if (ftruncate(file, static_cast<off_t>(bytes)) == 0) return file;
    const auto why = failed("ftruncate", "choose --allreduce flat");
    close(file);
    fail(name, bytes, why);
}

void bind_pages(NumaBuffer& pages, const MemoryBinding& memory) {
    if (memory.mode == MemoryMode::system_default) return;
    const auto policy = to_kernel_policy(memory);
    if (mbind(pages.data(), pages.size_bytes(), policy.mode, policy.mask_or_null(), policy.max_node(), 0) !=
        0)
        fail(pages.name(), pages.size_bytes(), explain_mempolicy_error("mbind", errno));
}

}  // namespace

SharedMemory::SharedMemory(const std::string& name, std::size_t bytes, const MemoryBinding& memory) {
    bytes = whole_pages(bytes);
    file_ = make_file(name, bytes);
    try {
        pages_ = map_file(name, file_, bytes);
        bind_pages(pages_, memory);
    } catch (...) {
        close_door();  // the destructor does not run when a constructor throws
        throw;
    }
    pages_.touch(0, bytes);
}

SharedMemory::~SharedMemory() { close_door(); }

std::string SharedMemory::door() const { return fmt::format("/proc/{}/fd/{}", getpid(), file_); }

void SharedMemory::close_door() {
    if (file_ >= 0) close(file_);
    file_ = -1;
}

NumaBuffer attach_shared(const std::string& name, const std::string& door, std::size_t bytes) {
    bytes = whole_pages(bytes);
    const int file = open(door.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) {
        fail(name, bytes,
             failed("opening " + door,
                    "ranks that share memory need one user and one process-id "
                    "namespace; or choose --allreduce flat"));
    }
    try {
        auto pages = map_file(name, file, bytes);
        close(file);
        return pages;
    } catch (...) {
        close(file);
        throw;
    }
}

}  // namespace accelbench::topology
