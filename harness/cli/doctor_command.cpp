#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "harness/arguments/values.h"
#include "harness/cli/commands.h"
#include "harness/cli/doctor_view.h"
#include "harness/cli/variables.h"
#include "harness/launch/hosts/mpi_version.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"

namespace accelbench::cli {
namespace {

constexpr const char* doctor_footer = R"(Grades:
  ✗ bad      measurements here are not what was requested, or some are not possible
  ! warn     adds noise, or makes numbers harder to compare with another machine's
  ? unknown  the system does not report it, or not to this user; the value says why
  ✓ good     nothing to fix
Nothing is changed. scripts/prepare-host NAME... applies fixes by name, prints what it changed and how to undo it.
A sweep checks the same facts first, keeps them in result.json, and prints the bad ones.

Examples:
  accelbench doctor
      settings that distort measurements, and the commands that fix them
  sudo accelbench doctor --need-memory 40G
      with the memory modules, which only root may read, and whether each node has 40 GiB free
  accelbench doctor --strict >doctor.txt || exit
      in a job: no measurement on an unfit machine
  scripts/prepare-host $(accelbench doctor --json | jq -r '.rows[] | select(.prepare_host) | .id')
      every fix that a command can apply

Exit codes: 0 whatever is found; 5 with --strict when a row is bad, 2 usage.)";

struct DoctorRequest {
    bool json = false;
    bool strict = false;
    std::string need_memory;
};

std::vector<topology::AuditRow> look(const DoctorRequest& request, const std::uint64_t need_bytes) {
    say_variables_passed_over();
    auto environment = topology::read_environment();  // its load, before ours counts
    auto input =
        topology::read_audit_input(topology::this_machine(), std::move(environment), launch::mpi_version());
    input.needed_on_each_node = need_bytes;
    auto rows = topology::audit(input);
    write_output(request.json ? doctor_json(input.machine.hostname, rows) : doctor_text(rows));
    return rows;
}

void be_strict(const std::vector<topology::AuditRow>& rows) {
    std::string bad;
    for (const auto& row : rows)
        if (row.grade == topology::Grade::bad)
            bad += fmt::format("{}{}: {}", bad.empty() ? "" : "; ", row.name, row.value);
    if (!bad.empty())
        throw Failure(Failure::Kind::environment,
                      fmt::format("--strict: bad for measuring here: {}; the table lists the fixes", bad));
}

int run_doctor(const DoctorRequest& request) {
    const auto need = request.need_memory.empty() ? 0 : arguments::parse_bytes("--need-memory", request.need_memory);
    const auto rows = look(request, need);
    if (request.strict) be_strict(rows);
    return 0;
}

}  // namespace

void add_doctor_command(CLI::App& app, Action& action) {
    auto request = std::make_shared<DoctorRequest>();
    auto* command =
        app.add_subcommand("doctor", "Check for settings that distort measurements, and show how to fix them");
    command->add_flag("--json", request->json, "one JSON document instead of the table");
    command->add_flag("--strict", request->strict, "exit with 5 when a row is bad");
    command
        ->add_option("--need-memory", request->need_memory,
                     "bytes that each node with cpus must have free: 512M, 8G")
        ->type_name("SIZE");
    command->footer(doctor_footer);
    command->callback([request, &action] { action = [request] { return run_doctor(*request); }; });
}

}  // namespace accelbench::cli
