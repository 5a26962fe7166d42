#include "topology/base/program.h"

#include <csignal>
#include <filesystem>
#include <new>
#include <system_error>

#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/visible_text.h"

namespace accelbench {
namespace {

constexpr int environment_code = static_cast<int>(Failure::Kind::environment);
constexpr int defect_code = 70;  // EX_SOFTWARE: none of the codes that a script may act on
constexpr int first_signal_code = 128;

int end_with(std::string_view name, std::string_view message, int code) {
    talk("{}: {}\n", name, message_line(message));
    return code;
}

std::string words_of(const std::filesystem::filesystem_error& error) {
    const auto path = error.path1().string();
    return fmt::format("{}{}; give a path that can be used", path.empty() ? "" : path + ": ",
                       error.code().message());
}

int guarded(std::string_view name, const std::function<int()>& body) {
    try {
        return body();
    } catch (const Failure& failure) {
        return end_with(name, failure.what(), failure.exit_code());
    } catch (const std::filesystem::filesystem_error& error) {
        return end_with(name, words_of(error), environment_code);
    } catch (const std::system_error& error) {  // a thread or a stream that the system refuses
        return end_with(name, error.what() + std::string("; check the limits (ulimit -a) and the disks"),
                        environment_code);
    } catch (const std::bad_alloc&) {
        return end_with(name, "out of memory; free some, or raise the limit (ulimit -v, a cgroup's)",
                        environment_code);
    } catch (const std::exception& error) {
        return end_with(name,
                        fmt::format("{}; this is a defect of accelbench: please report it with the command "
                                    "line",
                                    error.what()),
                        defect_code);
    }
}

}  // namespace

int run_program(std::string_view name, const std::function<int()>& body) {
    open_standard_streams();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGTTOU, SIG_IGN);
    const int code = guarded(name, body);
    const auto lost = output_error();
    if (lost.empty()) return code;
    const bool keeps = code >= first_signal_code;
    return end_with(name, fmt::format("standard output: {}; free some space, or send it elsewhere", lost),
                    keeps ? code : environment_code);
}

void restore_signals() {
    std::signal(SIGPIPE, SIG_DFL);
    std::signal(SIGTTOU, SIG_DFL);
}

}  // namespace accelbench
