#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "fuzz.h"

namespace {

using Json = nlohmann::ordered_json;

/// Every value of a tree, the tree itself first.
void collect(Json& json, std::vector<Json*>& all) {
    all.push_back(&json);
    if (json.is_structured())
        for (Json& child : json) collect(child, all);
}

/// What readers stumble over: bounds, other kinds, names of nothing, values that no arithmetic survives.
Json surprise(std::mt19937& random) {
    static const std::vector<Json> values{nullptr,
                                          true,
                                          0,
                                          -1,
                                          1,
                                          2147483647,
                                          2147483648U,
                                          -2147483648LL,
                                          4294967296,
                                          9223372036854775807LL,
                                          18446744073709551615ULL,
                                          1.5,
                                          -0.0,
                                          1e300,
                                          -1e300,
                                          1e-320,
                                          0.1,
                                          "",
                                          "x",
                                          "0-65535",
                                          "0-3,8",
                                          "local",
                                          "remote",
                                          "gpt",
                                          "no cell",
                                          "\x1b[2J",
                                          Json::array(),
                                          Json::object(),
                                          Json::array({Json::array()}),
                                          Json{{"0", 1}},
                                          std::string(300, 'a')};
    return values[random() % values.size()];
}

void change(Json& json, std::mt19937& random) {
    std::vector<Json*> all;
    collect(json, all);
    Json& one = *all[random() % all.size()];
    Json& other = *all[random() % all.size()];
    switch (random() % 7) {
        case 0:
            if (one.is_structured() && !one.empty())
                one.erase(std::next(one.begin(), static_cast<long>(random() % one.size())));
            return;
        case 1: {
            Json copy = other;  // it may stand inside of `one`
            one = std::move(copy);
            return;
        }
        case 2:
            if (one.is_array() && !one.empty()) {
                Json copy = one[random() % one.size()];
                one.push_back(std::move(copy));
            }
            return;
        case 3:
            if (one.is_number_integer()) one = one.get<std::int64_t>() ^ (std::int64_t{1} << (random() % 63));
            return;
        case 4:
            if (one.is_number()) one = one.get<double>() * (random() % 2 ? -1 : 1e30);
            return;
        default:
            one = surprise(random);
    }
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
    std::mt19937 random(seed);
    Json json = Json::parse(data, data + size, nullptr, false);
    if (json.is_discarded()) json = Json::object();
    for (unsigned changes = 1 + random() % 3; changes > 0; --changes) change(json, random);
    auto text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (random() % 50 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(random());
    if (text.size() > most) return size;
    std::memcpy(data, text.data(), text.size());
    return text.size();
}
