#include "harness/launch/session/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>

#include "harness/launch/hosts/question.h"
#include "harness/launch/process/load.h"
#include "harness/launch/process/signals.h"
#include "harness/launch/session/attempts.h"
#include "harness/launch/session/folder_watch.h"
#include "harness/launch/session/journal.h"
#include "harness/launch/session/links.h"
#include "harness/launch/session/progress.h"
#include "harness/launch/session/stopping.h"
#include "harness/launch/session/trial.h"
#include "harness/plan/order.h"
#include "reports/analysis/summarise.h"
#include "reports/analysis/verdict.h"
#include "reports/formats/formats.h"
#include "reports/json/document.h"
#include "reports/words/derive.h"
#include "topology/base/exec.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/machine_watch.h"

namespace accelbench::launch {
namespace {

/// A session that goes on keeps what it found: the numbers then stand beside the trials that they belong to.
Links earlier_links(const OutputFolder& folder) {
    if (access(folder.document().c_str(), F_OK) != 0) return {};
    try {
        auto written = reports::read_document(folder.document());
        return {std::move(written.links), std::move(written.links_reason)};
    } catch (const Failure&) {  // cut off while it was copied, say: it is written anew
        return {};
    }
}

/// The session's state between trials. Everything that matters is in the journal; this can be made again from
/// it.
class Session {
  public:
    Session(const plan::Plan& plan, const LauncherRow& launcher, const OutputFolder& folder)
        : plan_(plan),
          launcher_(launcher),
          folder_(folder),
          journal_(folder.journal()),
          watch_(folder),
          launcher_version_(launcher_version(launcher)),
          runnable_(plan.runnable()),
          attempts_(plan.least_launches()),
          progress_(static_cast<int>(journal_.trials().size()), planned_trials(plan.least_launches()),
                    time_left()) {
        for (const auto& trial : journal_.trials()) attempts_.count(trial);
    }

    SessionEnd run() {
        const SignalGuard guard;
        std::string ended;
        links_ = earlier_links(folder_);
        document_ = make_document(plan_, journal_.trials());
        write(ended);  // a folder that can't hold a document is found before the first trial
        survey_links();
        for (int block = 0; ended.empty(); ++block) {
            const double start = progress_.elapsed_seconds();
            in_folder([&] { run_block(block); });
            if (has_grown()) in_folder([&] { write(ended); });
            reports::summarise_steps(document_);
            if (!folder_trouble_.empty())
                ended = fmt::format("interrupted (its folder {})", folder_trouble_);
            else if (noted_signal())
                ended = fmt::format("interrupted (SIG{})", sigabbrev_np(noted_signal()));
            else if (!lost_.empty())
                ended = fmt::format("interrupted ({})", lost_);
            else
                ended = with_failures(why_over(block + 1, progress_.elapsed_seconds() - start), document_);
            progress_.plan_more(planned_trials(block + 2));
        }
        in_folder([&] { write(ended); });
        rmdir(folder_.trials().c_str());  // empty unless a failed trial left its log
        return {document_, noted_signal(), lost_, folder_trouble_, watch_.reachable(), remedy_};
    }

  private:
    /// Pairs are counted anew where that may decide: after each block they would cost more with each.
    std::string why_over(int blocks, double block_seconds) {
        const auto& options = plan_.options;
        const bool may_be_over = options.time_budget_seconds == 0 && blocks >= plan_.least_launches();
        const auto why = [&] {
            return why_stop(plan_, document_, blocks, progress_.elapsed_seconds(), block_seconds);
        };
        if (!may_be_over && why().empty()) return "";
        document_.comparisons = reports::compare_with_local(document_);
        return why();
    }

    bool folder_is_lost() {
        if (folder_trouble_.empty()) folder_trouble_ = watch_.trouble();
        return !folder_trouble_.empty();
    }

    /// What fails in a folder that is gone fails because of that.
    template <class Work>
    void in_folder(Work work) {
        try {
            work();
        } catch (const Failure&) {
            if (!folder_is_lost()) throw;
        }
        folder_is_lost();
    }

    void survey_links() {
        const int machines = plan_.most_machines();
        if (machines == 1 || !links_.links.empty()) return;
        talk("measuring the links between {} machines\n", machines);
        links_ = measure_links(plan_, launcher_, folder_.trials());
        if (!links_.reason.empty() && noted_signal() == 0)
            talk("warning: links between machines: {}; the sweep continues\n", links_.reason);
        write("");
    }

    int planned_trials(int blocks) const { return blocks * static_cast<int>(runnable_.size()); }

    TimeLeft time_left() const {
        TimeLeft left(plan_, slowdown());
        for (const auto& trial : journal_.trials()) left.ran(trial);
        return left;
    }

    /// Misplaced launches are repeated behind the others of their block, in its order.
    void run_block(int block) {
        while (run_round(block)) continue;
    }

    /// Each launch of the block that is still to do, once. False: there was none, or the session ends.
    bool run_round(int block) {
        bool any = false;
        for (const int index :
             plan::block_order(static_cast<int>(runnable_.size()), plan_.options.seed, block)) {
            const auto& cell =
                plan_.cells[static_cast<std::size_t>(runnable_[static_cast<std::size_t>(index)])];
            if (!attempts_.to_do(block, cell.id)) continue;
            if (noted_signal() || folder_is_lost()) return false;
            any = true;
            progress_.starting(cell.id);
            auto trial = run_trial(plan_, launcher_, cell, folder_.trials(),
                                   static_cast<int>(journal_.trials().size()));
            if (trial.status == reports::TrialStatus::interrupted) {  // resume runs it again
                if (noted_signal() == 0) lost_ = trial.reason;
                return false;
            }
            // Ranks that find no folder to report in are none of the cell's failures.
            if (trial.status != reports::TrialStatus::ok && folder_is_lost()) return false;
            trial.block = block;
            journal_.append(trial);
            attempts_.count(trial);
            if (attempts_.to_do(block, cell.id)) progress_.plan_one_more();
            progress_.finished(trial);
            if (attempts_.ended_as_misplaced(cell.id))
                talk("{} ends as misplaced: three launches in a row were\n", cell.id);
            document_.elapsed_seconds += trial.wall_seconds;
            document_.trials.push_back(std::move(trial));
            if (look_at_machine(); !lost_.empty()) return false;
        }
        return any;
    }

    /// Whole documents after each block would cost more with each: the journal holds every trial meanwhile, and
    /// `accelbench report` makes the document of it.
    bool has_grown() const {
        constexpr double growth = 1.25;
        return static_cast<double>(document_.trials.size()) >= growth * static_cast<double>(written_trials_);
    }

    /// A machine that is not as the plan has it any more ends the session; what was measured on it stays.
    void look_at_machine() {
        if (!is_this_host(plan_.surroundings.machine.hostname)) return;
        const auto change = topology::machine_change(machine_, topology::read_machine_state());
        if (change.empty()) return;
        lost_ = "the machine changed: " + change;
        remedy_ = "continue when it is as before";
    }

    void write(const std::string& ended) {
        reports::derive(document_);
        written_trials_ = document_.trials.size();
        document_.links = links_.links;
        document_.links_reason = links_.reason;
        document_.launcher = launcher_.name;
        document_.launcher_version = launcher_version_;
        document_.ended = ended.empty() ? "still running, or killed" : ended;
        for (auto& cell : document_.cells)
            if (cell.skip.empty() && cell.command.empty())
                cell.command = cell_command(plan_, launcher_, cell, "trial.json");
        try {
            reports::write_kept_formats(document_,
                                        [&] { return folder_is_lost() ? watch_.reachable() : folder_.path; });
        } catch (const Failure& failure) {
            throw Failure(failure.kind(),
                          fmt::format("{}; all {} finished trials are kept: continue with --resume {}",
                                      failure.what(), journal_.trials().size(), folder_.path));
        }
    }

    const plan::Plan& plan_;
    const LauncherRow& launcher_;
    OutputFolder folder_;
    Journal journal_;
    FolderWatch watch_;
    std::string launcher_version_, lost_, folder_trouble_, remedy_ = SessionEnd{}.remedy;
    topology::MachineState machine_ = topology::read_machine_state();
    Links links_;
    std::vector<int> runnable_;
    Attempts attempts_;
    Progress progress_;
    reports::Document document_;
    std::size_t written_trials_ = 0;
};

}  // namespace

SessionEnd run_session(const plan::Plan& plan, const LauncherRow& launcher, const OutputFolder& folder) {
    return Session(plan, launcher, folder).run();
}

}  // namespace accelbench::launch
