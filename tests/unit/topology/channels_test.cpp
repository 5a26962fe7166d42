#include "topology/channels.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "topology/memory_shared.h"

namespace accelbench::topology {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// As a rank of Open MPI 4.1 has them.
constexpr const char* maps =
    "7f00-7f10 rw-s 00000000 00:17 12 /dev/shm/vader_segment.node-1.0.f7a10001.1\n"
    "7f10-7f20 rw-s 00000000 00:17 13 /dev/shm/vader_segment.node-1.0.f7a10001.0 (deleted)\n"
    "7f20-7f30 rw-s 00000000 00:01 14 /memfd:communication/shared segment (deleted)\n"
    "7f30-7f40 rw-s 00000000 00:22 15 /tmp/ompi.node-1.0/pid.7/pmix_dstor_ds21_7/smlockseg-0\n"
    "7f40-7f50 r--s 00000000 00:22 16 /dev/shm/read_only.1\n"
    "7f50-7f60 rw-p 00000000 08:01 17 /dev/shm/private_copy\n"
    "7f60-7f70 rw-s 00000000 00:06 18 /dev/infiniband/uverbs0\n"
    "7f70-7f80 rw-p 00000000 00:00 0 \n";

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
// 10.77.0.1 to .2 and to itself, loopback, one that is only listening, one of another process; then IPv6.
constexpr const char* tcp =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 01004D0A:0400 02004D0A:0400 01 00000000:00000000 00:00000000 00000000 0 0 101 1\n"
    "   1: 01004D0A:0401 01004D0A:0402 01 00000000:00000000 00:00000000 00000000 0 0 102 1\n"
    "   2: 0100007F:0401 0100007F:0402 01 00000000:00000000 00:00000000 00000000 0 0 103 1\n"
    "   3: 00000000:0401 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 104 1\n"
    "   4: 01004D0A:0400 03004D0A:0400 01 00000000:00000000 00:00000000 00000000 0 0 999 1\n";
constexpr const char* tcp6 =
    "   0: 0000000000000000FFFF000001004D0A:0400 0000000000000000FFFF000004004D0A:0400 01 0:0 0:0 0 0 0 105 "
    "1\n"
    "   1: 000080FE000000000000000001000000:0400 000080FE000000000000000002000000:0400 01 0:0 0:0 0 0 0 106 "
    "1\n";

TEST(Channels, TellOtherMachinesFromThisOneAndLeaveStrangersOut) {
    Channels channels;
    const std::set<std::string> inodes{"101", "102", "103", "104", "105", "106"};
    add_connections(channels, tcp, inodes);
    add_connections(channels, tcp6, inodes);
    EXPECT_THAT(channels.tcp_to_machines, ElementsAre("10.77.0.2", "10.77.0.4", "fe80::2"));
    EXPECT_THAT(channels.tcp_to_itself, ElementsAre("10.77.0.1"));
}
#endif

TEST(Channels, NameSharedMemoryWithoutWhatDiffersByLaunch) {
    Channels channels;
    add_mappings(channels, maps);
    EXPECT_THAT(channels.shared_memory, ElementsAre("memfd:communication/shared segment", "vader_segment"));
    EXPECT_THAT(channels.devices, ElementsAre("/dev/infiniband/uverbs0"));
}

TEST(Channels, OfThisProcessAreSeen) {
    EXPECT_THAT(observe_channels().shared_memory, IsEmpty());
    const SharedMemory memory("a segment of this test", 4096, {});
    EXPECT_THAT(observe_channels().shared_memory, ElementsAre("memfd:a segment of this test"));
}

}  // namespace
}  // namespace accelbench::topology
