// The one file that knows MPI.
#include <fmt/format.h>
#include <mpi.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "harness/rank/group.h"
#include "topology/failure.h"

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

class MpiGroup : public bench::Group {
  public:
    MpiGroup() {
        int provided = 0;
        // One thread of a rank talks: the OpenMP master.
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
        if (provided < MPI_THREAD_FUNNELED)
            throw Failure(Failure::Kind::environment,
                          "this MPI can't be used from a program with threads (MPI_THREAD_FUNNELED)");
        MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
        MPI_Comm_size(MPI_COMM_WORLD, &size_);
    }
    ~MpiGroup() override { MPI_Finalize(); }

    int rank() const override { return rank_; }
    int size() const override { return size_; }
    std::string description() const override { return fmt::format("{}, {} ranks", library_version(), size_); }
    void barrier() override { MPI_Barrier(MPI_COMM_WORLD); }
    void broadcast(std::span<std::byte> data) override {
        MPI_Bcast(data.data(), as_count(data.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
    }
    double max(double value) override { return reduced(value, MPI_MAX); }
    double sum(double value) override { return reduced(value, MPI_SUM); }

    void start_sum(std::span<float> values) override {
        if (size_ == 1) return;
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
    void finish_sums() override {
        MPI_Waitall(as_count(pending_.size()), pending_.data(), MPI_STATUSES_IGNORE);
        pending_.clear();
    }

  private:
    static double reduced(double value, MPI_Op operation) {
        MPI_Allreduce(MPI_IN_PLACE, &value, 1, MPI_DOUBLE, operation, MPI_COMM_WORLD);
        return value;
    }

    int rank_ = 0;
    int size_ = 1;
    std::vector<MPI_Request> pending_;
};

}  // namespace

std::unique_ptr<bench::Group> make_mpi_group() { return std::make_unique<MpiGroup>(); }

void abort_mpi(int exit_code) {
    MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

}  // namespace accelbench::rank
