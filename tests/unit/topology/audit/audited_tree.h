#pragma once

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>

#include "../file_tree.h"
#include "topology/audit/audit.h"
#include "topology/base/system_files.h"
#include "topology/free_memory.h"

namespace accelbench::topology {

/// A machine of tests/fixtures/audit, laid out as a tree of files (its README tells the format).
class AuditedTree {
  public:
    explicit AuditedTree(const std::string& name) {
        std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/audit/" + name + ".tree");
        if (!file) throw std::runtime_error("no fixture " + name);
        std::string path, text;
        for (std::string line; std::getline(file, line);) {
            if (path.empty() && line.rfind("# ", 0) == 0) {
                take_header(line);
            } else if (line.rfind("@ ", 0) == 0) {
                write(path, text);
                path = line.substr(2);
                text.clear();
            } else {
                text += line + "\n";
            }
        }
        write(path, text);
    }

    AuditInput input() const {
        AuditInput input;
        input.root = tree_.root();
        input.machine = machine_from(machine_);
        input.environment = read_environment(tree_.root());
        input.environment.mempolicy = mempolicy_;
        input.mpi = mpi_;
        input.no_dmi = no_dmi_;
        input.dmi_memory = dmi_memory_;
        input.free_bytes = read_free_memory(tree_.root());
        return input;
    }

    const FileTree& files() const { return tree_; }

  private:
    void take_header(const std::string& line) {
        const auto colon = line.find(": ");
        const auto key = line.substr(2, colon - 2), value = line.substr(colon + 2);
        const bool is_xml = value.ends_with(".xml");
        if (key == "machine")
            machine_ = (is_xml ? ACCELBENCH_SOURCE_DIR "/tests/fixtures/topology/" : "") + value;
        if (key == "mempolicy") mempolicy_ = value;
        if (key == "mpi") mpi_ = value;
        if (key == "no_dmi") no_dmi_ = value;
    }

    /// "cpu{0-3}" stands for four files.
    void write(const std::string& path, const std::string& text) {
        static const std::regex range("(.*)\\{([0-9]+)-([0-9]+)\\}(.*)");
        std::smatch found;
        if (path == "/dmidecode") {
            dmi_memory_ = text;
        } else if (std::regex_match(path, found, range)) {
            for (int i = std::stoi(found[2]); i <= std::stoi(found[3]); ++i)
                tree_.write(found[1].str() + std::to_string(i) + found[4].str(), text);
        } else if (!path.empty()) {
            tree_.write(path, text);
        }
    }

    FileTree tree_;
    std::string machine_, mempolicy_, mpi_, no_dmi_, dmi_memory_;
};

/// The row of one fact; throws when there is none of that id.
inline AuditRow row(const AuditInput& input, const std::string& id) {
    const auto rows = audit(input);
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.id == id; });
    if (found == rows.end()) throw std::runtime_error("no fact " + id);
    return *found;
}

/// "warn: on": what most tests compare.
inline std::string said(const AuditInput& input, const std::string& id) {
    const auto found = row(input, id);
    return std::string(to_string(found.grade)) + ": " + found.value;
}

/// A machine of `description` of which the files say nothing yet.
inline AuditInput bare(const FileTree& tree,
                       const std::string& description = "pack:2 [numa(memory=1073741824)] core:2 pu:1") {
    AuditInput input;
    input.root = tree.root();
    input.machine = machine_from(description);
    input.environment.virtualisation = "none";
    return input;
}

}  // namespace accelbench::topology
