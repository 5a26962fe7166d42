#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "topology/base/json_fields.h"
#include "topology/base/json_input.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t deepest = 64;  // documents need 8
constexpr std::size_t most_keys =
    4096;  // Linux has at most 1024 nodes; keys are looked for one after the other
constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;

/// Builds the tree itself, so that each bound is checked before anything grows beyond it. RapidJSON calls it. A record
/// that was taken stays until the next one is written over it: records are alike, and their keys, texts and lists are
/// then there already.
class TreeBuilder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TreeBuilder> {
  public:
    explicit TreeBuilder(const KeepObject& keep) : keep_(keep) {}

    Json take() { return std::move(root_); }

    [[noreturn]] void refuse_number(std::string_view token) const {
        throw BadField(path() + fmt::format("{} is beyond what a number can be", token.substr(0, 40)));
    }

    bool Null() { return set(nullptr); }
    bool Bool(bool value) { return set(value); }
    /// RapidJSON hands numbers over as they stand: which are whole, and what is beyond them, is decided here.
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view token(text, size);
        const auto read = [&](auto value) {
            const auto [end, error] = std::from_chars(token.begin(), token.end(), value);
            return error == std::errc() && end == token.end() && set(value);
        };
        const bool whole = token.front() == '-' ? read(std::int64_t{}) : read(std::uint64_t{});
        return whole || read(double{}) || set(at_the_edge(token));
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        IndexBudget::earn(size);
        auto& place = next();
        if (!place.is_string()) place = std::string();
        place.get_ref<std::string&>().assign(text, size);
        return true;
    }
    bool StartObject() { return open(Json::value_t::object); }
    bool StartArray() { return open(Json::value_t::array); }
    bool EndArray(rapidjson::SizeType) {
        auto& elements = frames_.back().value->get_ref<Json::array_t&>();
        elements.resize(frames_.back().used);
        frames_.pop_back();
        return true;
    }

    bool Key(const char* text, rapidjson::SizeType size, bool) {
        auto& frame = frames_.back();
        frame.key.clear();
        if (frame.used >= most_keys)
            throw BadField(path() + fmt::format("more than {} keys in one object", most_keys));
        frame.key.assign(text, size);
        IndexBudget::earn(frame.key.size() + 4);
        return true;
    }

    bool EndObject(rapidjson::SizeType) {
        shorten(frames_.back());
        auto& object = *frames_.back().value;
        frames_.pop_back();
        const auto depth = static_cast<int>(frames_.size());
        if (keep_ && depth > 0 && !keep_(depth, frames_.front().key, object)) --frames_.back().used;
        return true;
    }

  private:
    /// An object or array that is being written, over an older one or a new one.
    struct Frame {
        Json* value;
        std::size_t used = 0;  // members or elements that are written; behind them may be older ones
        std::size_t seen = 0;  // with those that were taken
        std::string key = {};  // of the member that comes next
    };

    /// What is too small or too large for from_chars.
    double at_the_edge(std::string_view token) const {
        const double edge = std::strtod(std::string(token).c_str(), nullptr);
        if (std::isinf(edge)) refuse_number(token);
        return edge;
    }

    bool open(Json::value_t kind) {
        if (frames_.size() >= deepest)
            throw BadField(path() + fmt::format("nested deeper than {} levels", deepest));
        auto& place = next();
        if (place.type() != kind) place = Json(kind);
        frames_.push_back({&place});
        return true;
    }

    template <class Value>
    bool set(Value value) {
        next() = value;
        return true;
    }

    /// Where the next value belongs.
    Json& next() {
        if (frames_.empty()) return root_;
        auto& frame = frames_.back();
        ++frame.seen;
        if (frame.value->is_object()) return member(frame);
        auto& elements = frame.value->get_ref<Json::array_t&>();
        if (frame.used == elements.size()) elements.emplace_back();
        return elements[frame.used++];
    }

    Json& member(Frame& frame) {
        auto& members = frame.value->get_ref<Json::object_t&>();
        const bool older = frame.used < members.size();
        if (older && members.begin()[frame.used].first == frame.key)
            return members.begin()[frame.used++].second;
        shorten(frame);
        if (members.find(frame.key) != members.end()) {
            const auto name = std::exchange(frame.key, "");
            throw BadField(path() + fmt::format("\"{}\" appears twice", name));
        }
        ++frame.used;
        return members.emplace_back(frame.key, nullptr).second;
    }

    /// Drops the older members behind those that are written.
    static void shorten(Frame& frame) {
        auto& members = frame.value->get_ref<Json::object_t&>();
        while (members.size() > frame.used) members.pop_back();
    }

    /// "trials[3].ranks[0].host: ", as far as it was read; "" at the top level.
    std::string path() const {
        std::string words;
        for (const auto& frame : frames_) {
            const bool inside = &frame != &frames_.back();  // an element that is counted already
            if (frame.value->is_array())
                words += fmt::format("[{}]", frame.seen - inside);
            else if (!frame.key.empty())
                words += (words.empty() ? "" : ".") + frame.key.substr(0, 60);
        }
        return words.empty() ? words : words + ": ";
    }

    const KeepObject& keep_;
    std::vector<Frame> frames_;
    Json root_;
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
