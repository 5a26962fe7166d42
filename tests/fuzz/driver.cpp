// A small fuzzer for compilers without libFuzzer: replays the files it is given, then changes them for a
// while, and keeps what reaches code that no text reached before (GCC's -fsanitize-coverage=trace-pc).
//   fuzz_NAME [--seconds N] [--seed N] [--failure FILE] FILE|FOLDER...
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fuzz.h"

extern "C" __attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t*, std::size_t, std::size_t,
                                                                     unsigned);

namespace {

using Text = std::vector<std::uint8_t>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t most_bytes = 256 << 10;
constexpr double most_seconds_of_a_text = 10;

std::array<std::uint8_t, 1 << 16> reached;
std::array<std::uint8_t, 1 << 16> reached_ever;
std::string failure_file = "failure";

struct Wish {
    double seconds = 0;
    unsigned seed = 1;
    std::vector<std::filesystem::path> files;
};

void add_files(const std::filesystem::path& path, Wish& wish) {
    if (!std::filesystem::is_directory(path)) return wish.files.push_back(path);
    for (const auto& entry : std::filesystem::directory_iterator(path))
        if (entry.is_regular_file()) wish.files.push_back(entry.path());
}

Wish wish_of(int argc, char** argv) {
    Wish wish;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--seconds" && i + 1 < argc)
            wish.seconds = std::stod(argv[++i]);
        else if (word == "--seed" && i + 1 < argc)
            wish.seed = static_cast<unsigned>(std::stoul(argv[++i]));
        else if (word == "--failure" && i + 1 < argc)
            failure_file = argv[++i];
        else
            add_files(word, wish);
    }
    std::sort(wish.files.begin(), wish.files.end());
    return wish;
}

Text read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The text lies on disk while it is read, so that a crash leaves it there.
void keep_for_a_crash(const Text& text) {
    std::ofstream(failure_file, std::ios::binary)
        .write(reinterpret_cast<const char*>(text.data()), static_cast<std::streamsize>(text.size()));
}

/// True: it reached what none before it did.
bool run(const Text& text) {
    keep_for_a_crash(text);
    reached.fill(0);
    const auto start = Clock::now();
    LLVMFuzzerTestOneInput(text.data(), text.size());
    const std::chrono::duration<double> took = Clock::now() - start;
    if (took.count() > most_seconds_of_a_text) {
        std::fprintf(stderr, "%zu bytes took %.1f s; they are in %s\n", text.size(), took.count(),
                     failure_file.c_str());
        std::exit(1);
    }
    bool is_new = false;
    for (std::size_t i = 0; i < reached.size(); ++i) {
        is_new = is_new || (reached[i] != 0 && reached_ever[i] == 0);
        reached_ever[i] = static_cast<std::uint8_t>(reached_ever[i] | reached[i]);
    }
    return is_new;
}

/// One small change: a letter, a piece doubled, cut out or moved in from another text, or a word that readers
/// stumble over.
void change(Text& text, const std::vector<Text>& all, std::mt19937& random) {
    static const std::vector<std::string> words{
        "-", ",", "0-65535", "99999999999999999999", "1e400", "nan", "[",
        "]", "\n", "\xEF\xBB\xBF", std::string(1, '\0'), "=", " ", "slots=",
        "\x1b"};
    const auto at = [&](const Text& in) { return in.empty() ? 0 : random() % in.size(); };
    const auto spot = [&](Text& in) { return in.begin() + static_cast<long>(at(in)); };
    switch (random() % 6) {
        case 0:
            if (!text.empty()) text[at(text)] = static_cast<std::uint8_t>(random());
            return;
        case 1:
            if (!text.empty()) text[at(text)] ^= static_cast<std::uint8_t>(1 << (random() % 8));
            return;
        case 2: {
            const auto from = at(text), length = std::min<std::size_t>(text.size() - from, random() % 64);
            text.erase(text.begin() + static_cast<long>(from),
                       text.begin() + static_cast<long>(from + length));
            return;
        }
        case 3:
        case 4: {
            const Text& other = random() % 2 ? text : all[random() % all.size()];
            const auto from = at(other),
                       length = std::min<std::size_t>(other.size() - from, 1 + random() % 256);
            const Text piece(other.begin() + static_cast<long>(from),
                             other.begin() + static_cast<long>(from + length));
            for (unsigned times = random() % 20 ? 1 : 100; times > 0; --times)
                text.insert(spot(text), piece.begin(), piece.end());
            return;
        }
        default: {
            const auto& word = words[random() % words.size()];
            text.insert(spot(text), word.begin(), word.end());
        }
    }
}

Text changed(Text text, const std::vector<Text>& all, std::mt19937& random) {
    if (LLVMFuzzerCustomMutator != nullptr && random() % 8 != 0) {
        const auto size = text.size();
        text.resize(std::max(most_bytes, size));
        text.resize(LLVMFuzzerCustomMutator(text.data(), size, text.size(), static_cast<unsigned>(random())));
        return text;
    }
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) change(text, all, random);
    if (text.size() > most_bytes) text.resize(most_bytes);
    return text;
}

}  // namespace

/// Called at each branch of the code under test.
extern "C" void __sanitizer_cov_trace_pc() {
    const auto place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
    reached[(place ^ (place >> 16)) % reached.size()] = 1;
}

int main(int argc, char** argv) {
    const Wish wish = wish_of(argc, argv);
    std::mt19937 random(wish.seed);
    std::vector<Text> kept{{}};
    for (const auto& file : wish.files) {
        kept.push_back(read(file));
        run(kept.back());
    }
    const auto replayed = kept.size() - 1;
    long runs = 0;
    const auto end = Clock::now() + std::chrono::duration<double>(wish.seconds);
    for (; Clock::now() < end; ++runs) {
        auto text = changed(kept[random() % kept.size()], kept, random);
        if (run(text)) kept.push_back(std::move(text));
    }
    std::filesystem::remove(failure_file);
    std::printf("%zu files replayed, %ld texts tried, %zu kept\n", replayed, runs, kept.size() - 1);
    return replayed > 0 ? 0 : 2;
}
