// The one file that knows Gloo.
#include "bench/message/gloo.h"

#include <fmt/format.h>
#include <gloo/allreduce.h>
#include <gloo/config.h>
#include <gloo/context.h>
#include <gloo/math.h>
#include <gloo/transport/context.h>
#include <gloo/transport/tcp/device.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "bench/message/neighbours.h"
#include "topology/base/failure.h"

namespace accelbench::bench::message {
namespace {

constexpr std::size_t most_address_bytes = 1024;

[[noreturn]] void fail(const std::string& why) {
    throw Failure(Failure::Kind::environment, fmt::format("gloo: {}", why));
}

std::string first_interface() {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) fail("getifaddrs failed: set GLOO_SOCKET_IFNAME to the interface to use");
    std::string name;
    for (const ifaddrs* one = list; one != nullptr && name.empty(); one = one->ifa_next) {
        const bool usable = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET;
        if (usable && (one->ifa_flags & IFF_UP) && !(one->ifa_flags & IFF_LOOPBACK)) name = one->ifa_name;
    }
    freeifaddrs(list);
    if (name.empty())
        fail("no interface is up with an IPv4 address: set GLOO_SOCKET_IFNAME to the one to use");
    return name;
}

std::shared_ptr<gloo::transport::Device> open_device(bool one_machine) {
    gloo::transport::tcp::attr attributes;
    attributes.ai_family = AF_UNSPEC;
    const char* asked = std::getenv("GLOO_SOCKET_IFNAME");
    if (asked != nullptr && *asked != '\0')
        attributes.iface = asked;
    else if (one_machine)
        attributes.hostname = "127.0.0.1";
    else
        attributes.iface = first_interface();
    return gloo::transport::tcp::CreateDevice(attributes);
}

/// Gloo's own rendezvous needs a store that all ranks reach; our transport hands the addresses around
/// instead.
class Connected : public gloo::Context {
  public:
    Connected(Transport& transport, bool one_machine) : gloo::Context(transport.rank(), transport.size()) {
        device_ = open_device(one_machine);
        transportContext_ = device_->createContext(rank, size);
        transportContext_->setTimeout(getTimeout());
        connect(transport.all_gather(addresses()));
    }

  private:
    /// This rank's address for each other one, each in a field of the same width.
    std::string addresses() {
        std::string all;
        for (int other = 0; other < size; ++other) {
            std::string field;
            if (other != rank) {
                const auto bytes = transportContext_->createPair(other)->address().bytes();
                field = fmt::format("{:8}", bytes.size()) + std::string(bytes.begin(), bytes.end());
            }
            field.resize(most_address_bytes);
            all += field;
        }
        return all;
    }
    void connect(const std::vector<std::string>& of_all) {
        for (int other = 0; other < size; ++other) {
            if (other == rank) continue;
            const auto field = of_all[static_cast<std::size_t>(other)].substr(static_cast<std::size_t>(rank) *
                                                                              most_address_bytes);
            const auto bytes = field.substr(8, std::stoul(field.substr(0, 8)));
            transportContext_->getPair(other)->connect({bytes.begin(), bytes.end()});
        }
    }
};

class GlooSums : public Sums {
  public:
    GlooSums(Transport& transport, bool one_machine)
        : context_(std::make_shared<Connected>(transport, one_machine)), worker_([this] { work(); }) {}
    ~GlooSums() override {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        changed_.notify_all();
        worker_.join();
    }
    std::string_view way(std::size_t) const override { return "gloo"; }
    std::string description() const override {
        return fmt::format("Gloo {}.{}.{} over {}", GLOO_VERSION_MAJOR, GLOO_VERSION_MINOR,
                           GLOO_VERSION_PATCH, context_->getDevice()->str());
    }
    void start(std::span<float> values) override {
        if (values.empty() || context_->size == 1) return;
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(values);
        }
        changed_.notify_all();
    }
    void progress() override {}
    void finish() override {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.empty() || error_; });
        if (error_) std::rethrow_exception(error_);
    }

  private:
    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return ending_ || (!waiting_.empty() && !error_); });
            if (ending_) return;
            const auto values = waiting_.front();
            lock.unlock();
            const auto error = sum(values);
            lock.lock();
            waiting_.pop_front();
            error_ = error;
            changed_.notify_all();
        }
    }
    std::exception_ptr sum(std::span<float> values) {
        try {
            gloo::AllreduceOptions options(context_);
            options.setOutput(values.data(), values.size());
            options.setReduceFunction(
                static_cast<void (*)(void*, const void*, const void*, std::size_t)>(gloo::sum<float>));
            options.setTag(tag_++);
            gloo::allreduce(options);
            return nullptr;
        } catch (const std::exception& error) {  // a peer that is gone, or a timeout
            return std::make_exception_ptr(
                Failure(Failure::Kind::environment, fmt::format("gloo: {}", error.what())));
        }
    }

    std::shared_ptr<Connected> context_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::span<float>> waiting_;  // the first one is being summed
    std::exception_ptr error_;
    std::uint32_t tag_ = 0;
    bool ending_ = false;
    std::thread worker_;  // the last member: it uses the others
};

}  // namespace

std::string gloo_unavailable() { return ""; }

std::unique_ptr<Sums> make_gloo_sums(Transport& transport) {
    const auto words = transport.all_gather(machine_word());
    const bool one_machine = find_neighbours(words, transport.rank()).leaders.size() == 1;
    try {
        return std::make_unique<GlooSums>(transport, one_machine);
    } catch (const Failure&) {
        throw;
    } catch (const std::exception& error) {
        fail(error.what());
    }
}

}  // namespace accelbench::bench::message
