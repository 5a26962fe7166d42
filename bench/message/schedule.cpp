#include "bench/message/schedule.h"

#include <algorithm>

namespace accelbench::bench::message {
namespace {

constexpr std::size_t line_floats = 16;
/// Below it two more steps cost more than the bytes that they save (a step: about 0.1 ms and 12 KB at 1
/// Gbit/s).
constexpr std::size_t large_floats = 8192;
/// A machine's share from which a ring is faster, in which each talks to one neighbour and no message is
/// longer than a share: measured with 4 machines at 1 Gbit/s. A ring has two steps for each machine, so a
/// smaller share would be all waiting.
constexpr std::size_t ring_share_floats = 6 << 10;
constexpr std::size_t message_floats = 12 << 10;

bool is_power_of_two(int number) { return (number & (number - 1)) == 0; }

int largest_power_of_two(int most) {
    int power = 1;
    while (power * 2 <= most) power *= 2;
    return power;
}

/// Recursive doubling. a + b and b + a are the same bits, so after each step all machines of a block agree.
/// Of a number that is no power of two, the first `extra` odd machines hand their values to the even one
/// below and get the sum back at the end.
std::vector<Step> doubling(int machines, int me, Range all) {
    const int power = largest_power_of_two(machines);
    const int extra = machines - power;
    std::vector<Step> steps;
    const bool paired = me < 2 * extra;
    if (paired && me % 2 == 1) return {{me - 1, all, -1, {}, false}, {-1, {}, me - 1, all, false}};
    if (paired) steps.push_back({-1, {}, me + 1, all, true});
    const int place = paired ? me / 2 : me - extra;
    for (int distance = 1; distance < power; distance *= 2) {
        const int other = place ^ distance;
        const int peer = other < extra ? 2 * other : other + extra;
        steps.push_back({peer, all, peer, all, true});
    }
    if (paired) steps.push_back({me + 1, all, -1, {}, false});
    return steps;
}

/// Recursive halving, then the same way back.
std::vector<Step> halving(int machines, int me, Range all) {
    std::vector<Step> steps;
    std::vector<Step> back;
    for (int distance = machines / 2; distance >= 1; distance /= 2) {
        const int peer = me ^ distance;
        const bool lower = me < peer;
        const Range keep = share(all, 2, lower ? 0 : 1);
        const Range give = share(all, 2, lower ? 1 : 0);
        steps.push_back({peer, give, peer, keep, true});
        back.push_back({peer, keep, peer, give, false});
        all = keep;
    }
    steps.insert(steps.end(), back.rbegin(), back.rend());
    return steps;
}

std::vector<Step> ring(int machines, int me, Range all) {
    const auto part = [&](int index) {
        return share(all, static_cast<std::size_t>(machines),
                     static_cast<std::size_t>((index % machines + machines) % machines));
    };
    const int next = (me + 1) % machines;
    const int before = (me + machines - 1) % machines;
    std::vector<Step> steps;
    for (int i = 0; i + 1 < machines; ++i)
        steps.push_back({next, part(me - i), before, part(me - i - 1), true});
    for (int i = 0; i + 1 < machines; ++i)
        steps.push_back({next, part(me + 1 - i), before, part(me - i), false});
    return steps;
}

}  // namespace

std::size_t most_sent_at_once(int machines) {
    const bool in_shares = machines > 2;
    return message_floats * (in_shares ? static_cast<std::size_t>(machines) : 1);
}

Range share(Range whole, std::size_t parts, std::size_t part) {
    const auto lines = (whole.size() + line_floats - 1) / line_floats;
    const auto cut = [&](std::size_t index) {
        return whole.begin + std::min(whole.size(), lines * index / parts * line_floats);
    };
    return {cut(part), cut(part + 1)};
}

std::vector<Step> exchange_schedule(int machines, int me, std::size_t count) {
    const Range all{0, count};
    if (machines <= 1 || count == 0) return {};
    if (machines == 2 || count <= large_floats) return doubling(machines, me, all);
    const bool few_steps =
        is_power_of_two(machines) && count / static_cast<std::size_t>(machines) < ring_share_floats;
    return few_steps ? halving(machines, me, all) : ring(machines, me, all);
}

}  // namespace accelbench::bench::message
