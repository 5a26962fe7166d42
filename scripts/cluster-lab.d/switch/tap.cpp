#include "scripts/cluster-lab.d/switch/tap.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace accelbench::clusterlab {
namespace {

// Above the largest frame of a card with jumbo frames (9000 bytes and its Ethernet header).
constexpr std::size_t most_frame_bytes = 10'000;

[[noreturn]] void refuse(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

Tap::Tap(const std::string& name) : descriptor_(open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)) {
    if (descriptor_ < 0) refuse("/dev/net/tun");
    ifreq request{};
    name.copy(request.ifr_name, IFNAMSIZ - 1);
    request.ifr_flags = IFF_TAP | IFF_NO_PI;
    if (ioctl(descriptor_, TUNSETIFF, &request) != 0) {
        const int error = errno;
        close(descriptor_);
        errno = error;
        refuse("TUNSETIFF " + name);
    }
}

Tap::Tap(Tap&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Tap::~Tap() {
    if (descriptor_ >= 0) close(descriptor_);
}

void Tap::close_if_gone(int error) {
    // The namespace of a killed machine takes the device with it. Left open, poll would report it for ever.
    if (error != EBADFD) return;
    close(descriptor_);
    descriptor_ = -1;
}

bool Tap::read(std::vector<char>& frame) {
    if (descriptor_ < 0) return false;
    std::array<char, most_frame_bytes> buffer;
    const auto size = ::read(descriptor_, buffer.data(), buffer.size());
    if (size <= 0) {
        close_if_gone(errno);
        return false;
    }
    frame.assign(buffer.data(), buffer.data() + size);
    return true;
}

bool Tap::write(const std::vector<char>& frame) {
    if (descriptor_ < 0) return false;
    if (::write(descriptor_, frame.data(), frame.size()) >= 0) return true;
    close_if_gone(errno);
    return false;
}

void Tap::set_carrier(bool up) {
    int carrier = up ? 1 : 0;
    if (descriptor_ >= 0 && ioctl(descriptor_, TUNSETCARRIER, &carrier) != 0) close_if_gone(errno);
}

}  // namespace accelbench::clusterlab
