#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "topology/base/json_fields.h"
#include "topology/base/json_input.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t deepest = 64;  // documents need 8
constexpr std::size_t most_keys =
    4096;  // Linux has at most 1024 nodes; keys are looked for one after the other
constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;

/// Builds the tree itself, so that each bound is checked before anything grows beyond it. RapidJSON calls it.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
  public:
    explicit TreeBuilder(const KeepObject& keep) : keep_(keep) {}

    Json take() { return std::move(root_); }

    [[noreturn]] void refuse_number(std::string_view token) const {
        throw BadField(path() + fmt::format("{} is beyond what a number can be", token.substr(0, 40)));
    }

    bool Null() { return add(nullptr); }
    bool Bool(bool value) { return add(value); }
    /// RapidJSON hands numbers over as they stand: which are whole, and what is beyond them, is decided here.
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return add(number_of({text, size})); }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        IndexBudget::earn(size);
        return add(std::string(text, size));
    }
    bool StartObject() {
        if (!open(Json::object())) return false;
        auto& object = frames_.back().value.get_ref<Json::object_t&>();
        object.reserve(sizes_[frames_.size()]);
        return true;
    }
    bool StartArray() { return open(Json::array()); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    bool Key(const char* text, rapidjson::SizeType size, bool) {
        auto& frame = frames_.back();
        if (frame.value.size() >= most_keys)
            throw BadField(path() + fmt::format("more than {} keys in one object", most_keys));
        frame.key.assign(text, size);
        IndexBudget::earn(frame.key.size() + 4);
        return true;
    }

    bool EndObject(rapidjson::SizeType) {
        const auto depth = static_cast<int>(frames_.size()) - 1;
        sizes_[frames_.size()] = frames_.back().value.size();
        if (keep_ && depth > 0 && !keep_(depth, frames_.front().key, frames_.back().value)) {
            frames_.pop_back();
            return true;
        }
        return close();
    }

  private:
    struct Frame {
        Json value;
        std::string key;
    };

    /// Whole where it has no fraction and fits, else the nearest double.
    Json number_of(std::string_view token) const {
        const auto read = [&](auto value) -> std::optional<Json> {
            const auto [end, error] = std::from_chars(token.begin(), token.end(), value);
            if (error == std::errc() && end == token.end()) return Json(value);
            return std::nullopt;
        };
        const auto whole = token.front() == '-' ? read(std::int64_t{}) : read(std::uint64_t{});
        if (whole) return *whole;
        if (const auto fraction = read(double{})) return *fraction;
        const double edge = std::strtod(std::string(token).c_str(), nullptr);  // too small for from_chars, or too large
        if (std::isinf(edge)) refuse_number(token);
        return edge;
    }

    bool open(Json&& empty) {
        if (frames_.size() >= deepest)
            throw BadField(path() + fmt::format("nested deeper than {} levels", deepest));
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
    std::array<std::size_t, deepest + 1> sizes_{};
};

[[noreturn]] void refuse(const rapidjson::ParseResult& result, const JsonInput& input, const TreeBuilder& builder) {
    if (result.Code() == rapidjson::kParseErrorNumberTooBig) builder.refuse_number(input.number_at(result.Offset()));
    throw Json::parse_error::create(101, result.Offset() + 1, rapidjson::GetParseError_En(result.Code()), nullptr);
}

}  // namespace

Json parse_json(std::istream& text, const KeepObject& keep) {
    TreeBuilder builder(keep);
    JsonInput input(text);
    const auto result = rapidjson::Reader().Parse<flags>(input, builder);
    if (!result) {
        const bool truncated = input.ended();
        text.clear(truncated ? std::ios::eofbit : std::ios::goodbit);
        refuse(result, input, builder);
    }
    return builder.take();
}

Json parse_json(std::string_view text) {
    const KeepObject keep;
    TreeBuilder builder(keep);
    JsonInput input(text);
    const auto result = rapidjson::Reader().Parse<flags>(input, builder);
    if (!result) refuse(result, input, builder);
    return builder.take();
}

}  // namespace accelbench::topology
