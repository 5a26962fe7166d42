#include "bench/message/across.h"

#include <utility>

#include "bench/message/add.h"

namespace accelbench::bench::message {
namespace {

constexpr std::uint64_t tags = 32768;

template <class T>
std::span<T> cut(std::span<T> values, Range range) {
    return values.subspan(range.begin, range.size());
}

/// The pool of huge pages is counted out for the kernel's buffers: shared memory can't be of it, and so no
/// sums are.
topology::MemoryBinding beside_the_pool(topology::MemoryBinding memory) {
    if (memory.pages == topology::PageKind::huge) memory.pages = topology::PageKind::base;
    return memory;
}

}  // namespace

Exchange::Exchange(Transport& transport, std::span<const int> leaders, int me, int tag,
                   std::span<float> values, std::span<float> scratch)
    : transport_(transport),
      leaders_(leaders),
      tag_(tag),
      values_(values),
      scratch_(scratch),
      steps_(exchange_schedule(static_cast<int>(leaders.size()), me, values.size())) {
    if (!is_over()) begin_step();
}

/// The receive stands first: a message that finds it waiting is not copied once more.
void Exchange::begin_step() {
    const Step& step = steps_[step_];
    const auto rank_of = [&](int machine) { return leaders_[static_cast<std::size_t>(machine)]; };
    if (step.receive_from >= 0) {
        const auto to = cut(step.add ? scratch_ : values_, step.receive);
        receiving_ = transport_.start_receive(rank_of(step.receive_from), tag_, to);
    }
    if (step.send_to >= 0)
        sending_ = transport_.start_send(rank_of(step.send_to), tag_, cut(values_, step.send));
}

bool Exchange::messages_are_over() {
    if (receiving_ >= 0 && transport_.is_over(receiving_)) receiving_ = -1;
    if (sending_ >= 0 && transport_.is_over(sending_)) sending_ = -1;
    return receiving_ < 0 && sending_ < 0;
}

bool Exchange::advance() {
    bool moved = false;
    while (!is_over() && messages_are_over()) {
        const Step& step = steps_[step_];
        if (step.add) add(cut(values_, step.receive), cut(scratch_, step.receive).data());
        moved = true;
        ++step_;
        if (!is_over()) begin_step();
    }
    return moved;
}

Across::Across(Transport& transport, std::vector<int> leaders, int me, std::size_t most_in_flight,
               std::size_t most_floats, const topology::MemoryBinding& memory)
    : transport_(transport),
      leaders_(std::move(leaders)),
      me_(me),
      most_in_flight_(most_in_flight),
      most_floats_(most_floats),
      scratch_("communication/messages received", most_in_flight * most_floats * sizeof(float),
               beside_the_pool(memory)) {
    scratch_.touch(0, scratch_.size_bytes());
}

void Across::start(std::span<float> values) {
    const auto number = over_ + exchanges_.size();
    const auto scratch = scratch_.as<float>().subspan(number % most_in_flight_ * most_floats_, values.size());
    exchanges_.emplace_back(transport_, leaders_, me_, static_cast<int>(number % tags), values, scratch);
}

bool Across::advance() {
    if (exchanges_.empty()) return false;
    transport_.poll();
    bool moved = false;
    for (Exchange& exchange : exchanges_) moved |= exchange.advance();
    for (; !exchanges_.empty() && exchanges_.front().is_over(); ++over_) exchanges_.pop_front();
    return moved;
}

}  // namespace accelbench::bench::message
