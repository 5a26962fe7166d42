#include <fmt/format.h>

#include <array>
#include <utility>

#include "topology/base/json_fields.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t kDeepest = 64;  // documents need 8
constexpr std::size_t kMostKeys =
    4096;  // Linux has at most 1024 nodes; keys are looked for one after the other

/// Builds the tree itself, so that each bound is checked before anything grows beyond it.
class TreeBuilder : public nlohmann::json_sax<Json> {
  public:
    explicit TreeBuilder(const KeepObject& keep) : keep_(keep) {}

    Json take() { return std::move(root_); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override {
        IndexBudget::earn(value.size());
        return add(std::move(value));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override {
        if (!open(Json::object())) return false;
        auto& object = frames_.back().value.get_ref<Json::object_t&>();
        object.reserve(sizes_[frames_.size()]);
        return true;
    }
    bool start_array(std::size_t) override { return open(Json::array()); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        auto& frame = frames_.back();
        if (frame.value.size() >= kMostKeys)
            throw BadField(path() + fmt::format("more than {} keys in one object", kMostKeys));
        frame.key = std::move(name);
        IndexBudget::earn(frame.key.size() + 4);
        return true;
    }

    bool end_object() override {
        const auto depth = static_cast<int>(frames_.size()) - 1;
        sizes_[frames_.size()] = frames_.back().value.size();
        if (keep_ && depth > 0 && !keep_(depth, frames_.front().key, frames_.back().value)) {
            frames_.pop_back();
            return true;
        }
        return close();
    }

    bool parse_error(std::size_t, const std::string& token,
                     const nlohmann::detail::exception& error) override {
        if (const auto* bad = dynamic_cast<const Json::parse_error*>(&error)) throw Json::parse_error(*bad);
        throw BadField(path() + fmt::format("{} is beyond what a number can be", token.substr(0, 40)));
    }

  private:
    struct Frame {
        Json value;
        std::string key;
    };

    bool open(Json&& empty) {
        if (frames_.size() >= kDeepest)
            throw BadField(path() + fmt::format("nested deeper than {} levels", kDeepest));
        frames_.push_back({std::move(empty), ""});
        return true;
    }

    bool close() {
        Json whole = std::move(frames_.back().value);
        frames_.pop_back();
        return add(std::move(whole));
    }

    bool add(Json&& value) {
        if (frames_.empty()) {
            root_ = std::move(value);
        } else if (auto& frame = frames_.back(); frame.value.is_array()) {
            frame.value.push_back(std::move(value));
        } else {
            add_member(frame, std::move(value));
        }
        return true;
    }

    void add_member(Frame& frame, Json&& value) {
        if (frame.value.emplace(std::move(frame.key), std::move(value)).second) return;
        const std::string name = std::exchange(frame.key, "");  // of an element that was there, so not moved from
        throw BadField(path() + fmt::format("\"{}\" appears twice", name));
    }

    /// "trials[3].ranks[0].host: ", as far as it was read; "" at the top level.
    std::string path() const {
        std::string words;
        for (const auto& frame : frames_) {
            if (frame.value.is_array())
                words += fmt::format("[{}]", frame.value.size());
            else if (!frame.key.empty())
                words += (words.empty() ? "" : ".") + frame.key.substr(0, 60);
        }
        return words.empty() ? words : words + ": ";
    }

    const KeepObject& keep_;
    std::vector<Frame> frames_;
    Json root_;
    /// Keys of the last object at each depth, room for the next: records are alike, and growing copies every key.
    std::array<std::size_t, kDeepest + 1> sizes_{};
};

}  // namespace

Json parse_json(std::istream& text, const KeepObject& keep) {
    TreeBuilder builder(keep);
    Json::sax_parse(text, &builder);
    return builder.take();
}

Json parse_json(std::string_view text) {
    const KeepObject keep;
    TreeBuilder builder(keep);
    Json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

}  // namespace accelbench::topology
