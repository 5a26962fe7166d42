// Each rank sends one message to each other, so that Open MPI picks a transport for every pair; prints "RANK
// HOST".
#include <mpi.h>

#include <array>
#include <cstdio>

int main(int count, char** words) {
    MPI_Init(&count, &words);
    int rank = 0;
    int ranks = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    for (int shift = 1; shift < ranks; ++shift) {
        const int to = (rank + shift) % ranks;
        const int from = (rank + ranks - shift) % ranks;
        int seen = -1;
        MPI_Sendrecv(&rank, 1, MPI_INT, to, 0, &seen, 1, MPI_INT, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        if (seen != from) MPI_Abort(MPI_COMM_WORLD, 1);
    }
    std::array<char, MPI_MAX_PROCESSOR_NAME> host{};
    int length = 0;
    MPI_Get_processor_name(host.data(), &length);
    std::printf("%d %s\n", rank, host.data());
    std::fflush(stdout);
    MPI_Finalize();
}
