#pragma once

#include <cstddef>
#include <istream>
#include <string_view>
#include <vector>

namespace accelbench::topology {

/// Text from a stream or from memory, as RapidJSON takes it: a NUL where it ends.
class JsonInput {
  public:
    using Ch = char;

    explicit JsonInput(std::istream& stream) : stream_(&stream), window_(1 << 16) { skip_mark(); }
    explicit JsonInput(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) { skip_mark(); }

    Ch Peek() {
        if (at_ == end_) refill();
        return at_ == end_ ? '\0' : *at_;
    }
    Ch Take() {
        const Ch next = Peek();
        if (at_ != end_) ++at_, ++taken_;
        return next;
    }
    std::size_t Tell() const { return taken_; }
    bool ended() {
        Peek();
        return at_ == end_;
    }

    /// A number that stands at `offset`, as far as it is still in the window.
    std::string_view number_at(std::size_t offset) const {
        const bool kept = stream_ == nullptr || taken_ - offset <= static_cast<std::size_t>(at_ - window_.data());
        if (offset > taken_ || !kept) return "a number";
        const std::string_view text(at_ - (taken_ - offset), end_);
        return text.substr(0, text.find_first_not_of("+-.0123456789eE"));
    }

    // Of a text that is parsed in its own place; this one is not.
    Ch* PutBegin() { return nullptr; }
    void Put(Ch) {}
    std::size_t PutEnd(Ch*) { return 0; }

  private:
    void refill() {
        if (stream_ == nullptr || !stream_->good()) return;
        stream_->read(window_.data(), static_cast<std::streamsize>(window_.size()));
        at_ = window_.data();
        end_ = at_ + stream_->gcount();
    }

    void skip_mark() {
        Peek();
        if (std::string_view(at_, end_).starts_with("\xEF\xBB\xBF")) at_ += 3, taken_ += 3;
    }

    std::istream* stream_ = nullptr;
    std::vector<char> window_;
    const char* at_ = nullptr;
    const char* end_ = nullptr;
    std::size_t taken_ = 0;
};

}  // namespace accelbench::topology
