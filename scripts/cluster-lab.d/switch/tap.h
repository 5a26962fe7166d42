#pragma once

#include <string>
#include <vector>

namespace accelbench::clusterlab {

/// The switch's end of one cable: a TAP device in the caller's network namespace. Whoever moves the device
/// into a machine's namespace gives that machine its network card; the device ends with this object or with
/// the namespace.
class Tap {
  public:
    /// Throws std::system_error: no /dev/net/tun, or not allowed to use it.
    explicit Tap(const std::string& name);
    Tap(Tap&& other) noexcept;
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;
    Tap& operator=(Tap&&) = delete;
    ~Tap();

    /// -1 once the device has gone; poll then leaves it out.
    int descriptor() const { return descriptor_; }

    /// The next frame that the machine has sent; false: none waits. Closes itself when the device has gone.
    bool read(std::vector<char>& frame);

    /// Gives the machine a frame. False: it was lost (the card is down or gone).
    bool write(const std::vector<char>& frame);

    /// What a machine sees when a cable is pulled: the card stays, with its addresses and routes, and is
    /// silent.
    void set_carrier(bool up);

  private:
    void close_if_gone(int error);

    int descriptor_ = -1;
};

}  // namespace accelbench::clusterlab
