#include "harness/launch/hosts/question.h"

#include <fmt/format.h>

#include <future>

#include "harness/launch/hosts/agent.h"
#include "harness/launch/process/log_words.h"
#include "harness/launch/process/process.h"
#include "harness/launch/process/words.h"
#include "topology/base/clock.h"
#include "topology/base/descriptor.h"
#include "topology/base/list_text.h"

namespace accelbench::launch {
namespace {

/// From stderr alone: stdout may hold half an answer, or those of other nodes.
std::string words_of(const ProcessEnd& end, const std::string& log) {
    if (end.how == ProcessEnd::How::not_started) return end.reason;
    const auto words = words_of_log(log);
    return words.empty() ? "no output" : words;
}

Answer ask(const Question& question, const std::string& folder, double patience_seconds) {
    const auto stem = fmt::format("{}/ask-{}", folder, question.name);
    Answer answer;
    answer.command = join(question.tokens, " ");
    answer.asked_unix_seconds = unix_seconds();
    const auto end = run_process(question.tokens, stem + ".log", patience_seconds, 1, stem + ".out");
    answer.answered_unix_seconds = unix_seconds();
    answer.ended_well = end.how == ProcessEnd::How::exited && end.code == 0;
    if (end.how == ProcessEnd::How::exited) answer.exit_code = end.code;
    answer.output = read_file(stem + ".out").text;
    answer.said = words_of(end, stem + ".log");
    return answer;
}

}  // namespace

std::vector<std::string> words_for_host(const std::string& host, const std::string& rsh,
                                        const std::vector<std::string>& command) {
    if (is_this_host(host)) return command;
    auto words = find_agent(rsh).words;
    words.push_back(host);
    words.push_back(shell_words(command));
    return words;
}

std::vector<Answer> ask_all(const std::vector<Question>& questions, const std::string& folder,
                            double patience_seconds) {
    std::vector<std::future<Answer>> asked;
    for (const auto& question : questions)
        asked.push_back(
            std::async(std::launch::async, ask, std::cref(question), std::cref(folder), patience_seconds));
    std::vector<Answer> answers;
    for (auto& answer : asked) answers.push_back(answer.get());
    return answers;
}

}  // namespace accelbench::launch
