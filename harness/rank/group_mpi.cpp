// The one file that knows MPI.
#include <fmt/format.h>
#include <mpi.h>

#include <chrono>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "bench/message/variant.h"
#include "harness/rank/group.h"
#include "topology/base/clock.h"
#include "topology/base/failure.h"

namespace accelbench::rank {
namespace {

int as_count(std::size_t count) {
    if (count > static_cast<std::size_t>(INT32_MAX))
        throw Failure(
            Failure::Kind::usage,
            fmt::format("a message of {} elements is more than MPI counts; use smaller buckets", count));
    return static_cast<int>(count);
}

std::string library_version() {
    char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
    int length = 0;
    MPI_Get_library_version(text, &length);
    const std::string whole(text, static_cast<std::size_t>(length));
    return whole.substr(0, whole.find_first_of(",\n"));
}

/// Point-to-point messages. A ticket is the index of its request; indices of spent tickets are used again.
class MpiTransport : public bench::message::Transport {
  public:
    int rank() const override { return number(MPI_Comm_rank); }
    int size() const override { return number(MPI_Comm_size); }

    std::vector<std::string> all_gather(const std::string& word) override {
        const auto ranks = static_cast<std::size_t>(size());
        int length = as_count(word.size());
        std::vector<int> lengths(ranks);
        MPI_Allgather(&length, 1, MPI_INT, lengths.data(), 1, MPI_INT, MPI_COMM_WORLD);
        std::vector<int> offsets(ranks);
        std::exclusive_scan(lengths.begin(), lengths.end(), offsets.begin(), 0);
        std::string all(static_cast<std::size_t>(offsets.back() + lengths.back()), ' ');
        MPI_Allgatherv(word.data(), length, MPI_CHAR, all.data(), lengths.data(), offsets.data(), MPI_CHAR,
                       MPI_COMM_WORLD);
        std::vector<std::string> words;
        for (std::size_t i = 0; i < ranks; ++i)
            words.push_back(
                all.substr(static_cast<std::size_t>(offsets[i]), static_cast<std::size_t>(lengths[i])));
        return words;
    }
    Ticket start_send(int to, int tag, std::span<const float> values) override {
        const auto ticket = next_ticket();
        MPI_Isend(values.data(), as_count(values.size()), MPI_FLOAT, to, tag, MPI_COMM_WORLD,
                  &request(ticket));
        return ticket;
    }
    Ticket start_receive(int from, int tag, std::span<float> values) override {
        const auto ticket = next_ticket();
        MPI_Irecv(values.data(), as_count(values.size()), MPI_FLOAT, from, tag, MPI_COMM_WORLD,
                  &request(ticket));
        return ticket;
    }
    /// A request that is over becomes MPI_REQUEST_NULL.
    void poll() override {
        int done = 0;
        indices_.resize(requests_.size());
        MPI_Testsome(as_count(requests_.size()), requests_.data(), &done, indices_.data(),
                     MPI_STATUSES_IGNORE);
    }
    bool is_over(Ticket ticket) override {
        if (request(ticket) != MPI_REQUEST_NULL) return false;
        free_.push_back(ticket);
        return true;
    }

  private:
    static int number(int (*ask)(MPI_Comm, int*)) {
        int answer = 0;
        ask(MPI_COMM_WORLD, &answer);
        return answer;
    }
    MPI_Request& request(Ticket ticket) { return requests_[static_cast<std::size_t>(ticket)]; }
    Ticket next_ticket() {
        if (free_.empty()) {
            requests_.push_back(MPI_REQUEST_NULL);
            return as_count(requests_.size()) - 1;
        }
        const auto ticket = free_.back();
        free_.pop_back();
        return ticket;
    }

    std::vector<MPI_Request> requests_;
    std::vector<Ticket> free_;
    std::vector<int> indices_;
};

/// MPI's own all-reduce, in the background.
class FlatSums : public bench::message::Sums {
  public:
    explicit FlatSums(int ranks) : ranks_(ranks) {}
    std::string description() const override { return "MPI's own all-reduce"; }
    std::string_view way(std::size_t) const override { return "flat"; }
    void start(std::span<float> values) override {
        if (ranks_ == 1) return;
        MPI_Request request = MPI_REQUEST_NULL;
        MPI_Iallreduce(MPI_IN_PLACE, values.data(), as_count(values.size()), MPI_FLOAT, MPI_SUM,
                       MPI_COMM_WORLD, &request);
        pending_.push_back(request);
    }
    void progress() override {
        if (pending_.empty()) return;
        int all_done = 0;
        MPI_Testall(as_count(pending_.size()), pending_.data(), &all_done, MPI_STATUSES_IGNORE);
        if (all_done) pending_.clear();
    }
    void finish() override {
        MPI_Waitall(as_count(pending_.size()), pending_.data(), MPI_STATUSES_IGNORE);
        pending_.clear();
    }

  private:
    int ranks_;
    std::vector<MPI_Request> pending_;
};

/// The call that returns with the sum: the yardstick of bench/message/allreduce_time.
class BlockingSums : public bench::message::Sums {
  public:
    std::string description() const override { return "MPI_Allreduce"; }
    std::string_view way(std::size_t) const override { return blocking_allreduce; }
    void start(std::span<float> values) override {
        MPI_Allreduce(MPI_IN_PLACE, values.data(), as_count(values.size()), MPI_FLOAT, MPI_SUM,
                      MPI_COMM_WORLD);
    }
    void progress() override {}
    void finish() override {}
};

/// MPI's life: it can begin only once in a process, so all groups share one session, and the last one ends
/// it.
class MpiSession {
  public:
    static std::shared_ptr<MpiSession> join() {
        static std::weak_ptr<MpiSession> running;
        auto session = running.lock();
        if (!session) running = session = std::make_shared<MpiSession>();
        return session;
    }
    MpiSession() {
        int provided = 0;
        // One thread of a rank talks: the OpenMP master.
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
        if (provided < MPI_THREAD_FUNNELED)
            throw Failure(Failure::Kind::environment,
                          "this MPI can't be used from a program with threads (MPI_THREAD_FUNNELED)");
    }
    MpiSession(const MpiSession&) = delete;
    MpiSession& operator=(const MpiSession&) = delete;
    ~MpiSession() { MPI_Finalize(); }
};

class MpiGroup : public bench::Group {
  public:
    explicit MpiGroup(const GroupChoice& choice)
        : rank_(transport_.rank()), size_(transport_.size()), sums_(make_sums(choice)) {}

    int rank() const override { return rank_; }
    int size() const override { return size_; }
    std::string description() const override {
        return fmt::format("{}, {} ranks, {}", library_version(), size_, sums_->description());
    }
    void barrier() override { MPI_Barrier(MPI_COMM_WORLD); }
    void broadcast(std::span<std::byte> data) override {
        MPI_Bcast(data.data(), as_count(data.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
    }
    double max(double value) override { return reduced(value, MPI_MAX); }
    double sum(double value) override { return reduced(value, MPI_SUM); }
    void start_sum(std::span<float> values) override {
        bench::count_sum(taken_, sums_->way(values.size_bytes()), values.size_bytes());
        other_work_followed();
        starting_ = seconds_of([&] { sums_->start(values); });
    }
    std::vector<bench::SumsTaken> sums_taken() const override { return taken_; }
    bench::SumSeconds sum_seconds() const override { return seconds_; }
    void progress() override {
        other_work_followed();
        seconds_.between += seconds_of([&] { sums_->progress(); });
    }
    void finish_sums() override {
        seconds_.exposed += std::exchange(starting_, 0) + seconds_of([&] { sums_->finish(); });
    }
    std::vector<const topology::NumaBuffer*> buffers() const override { return sums_->buffers(); }

  private:
    static double seconds_of(const auto& work) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        return seconds_since(begin);
    }
    void other_work_followed() { seconds_.between += std::exchange(starting_, 0); }
    static double reduced(double value, MPI_Op operation) {
        MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_DOUBLE, operation, MPI_COMM_WORLD);
        return value;
    }
    std::unique_ptr<bench::message::Sums> make_sums(const GroupChoice& choice) {
        if (choice.allreduce == blocking_allreduce) return std::make_unique<BlockingSums>();
        bench::message::SumsRequest request;
        request.variant = choice.allreduce;
        if (!choice.memory.empty())
            request.memory = choice.memory[static_cast<std::size_t>(rank_) % choice.memory.size()];
        request.flat = [this] { return std::make_unique<FlatSums>(size_); };
        return bench::message::make_sums(request, transport_);
    }

    std::shared_ptr<MpiSession> session_ =
        MpiSession::join();  // the first member: the others talk through it to their end
    MpiTransport transport_;
    int rank_;
    int size_;
    std::unique_ptr<bench::message::Sums> sums_;
    std::vector<bench::SumsTaken> taken_;
    bench::SumSeconds seconds_;
    double starting_ = 0;  // of the last start_sum, until it shows what follows it
};

/// Messages that keep MPI open.
class OpenTransport : public MpiTransport {
  private:
    std::shared_ptr<MpiSession> session_ = MpiSession::join();
};

}  // namespace

std::unique_ptr<bench::message::Transport> make_mpi_transport() { return std::make_unique<OpenTransport>(); }

std::unique_ptr<bench::Group> make_mpi_group(const GroupChoice& choice) {
    return std::make_unique<MpiGroup>(choice);
}

std::string mpi_library() { return library_version(); }

void abort_mpi(int exit_code) {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

}  // namespace accelbench::rank
