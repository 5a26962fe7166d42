#include "topology/base/visible_text.h"

#include <gtest/gtest.h>

namespace accelbench {
namespace {

TEST(VisibleText, ShowsWhatATerminalWouldObey) {
    EXPECT_EQ(visible_text("\x1b]0;title\x07\x1b[2J"), "\\u001b]0;title\\u0007\\u001b[2J");
    EXPECT_EQ(visible_text("a\rb\x7f\b"), "a\\rb\\u007f\\u0008");
    EXPECT_EQ(visible_text("\xc2\x9b"
                           "31m"),
              "\\u009b31m");  // CSI as one character of C1
    EXPECT_EQ(visible_text(std::string_view("a\0b", 3)), "a\\u0000b");
}

TEST(VisibleText, ShowsWhatTurnsOrHidesText) {
    EXPECT_EQ(visible_text("\u202eRTL\u202c\u2066\u200b\ufeff"), "\\u202eRTL\\u202c\\u2066\\u200b\\ufeff");
    EXPECT_EQ(visible_text("soft\u00adhyphen"), "soft\\u00adhyphen");
    EXPECT_EQ(visible_text("\u2028\u061c\u3164\ufe0f"), "\\u2028\\u061c\\u3164\\ufe0f");
    EXPECT_EQ(visible_text("\U000e0041"), "\\udb40\\udc41");  // a tag, as JSON would write it
}

TEST(VisibleText, ShowsBytesThatAreNoUtf8) {
    EXPECT_EQ(visible_text("host\xff"), "host\\xff");
    EXPECT_EQ(visible_text("\xc0\x9b"), "\\xc0\\x9b");                    // overlong
    EXPECT_EQ(visible_text("\xe2\x80"), "\\xe2\\x80");                    // cut off
    EXPECT_EQ(visible_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
    EXPECT_EQ(visible_text("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond Unicode
    EXPECT_EQ(visible_text("\x9b"
                           "31m"),
              "\\x9b31m");  // C1 of terminals that know no UTF-8
}

TEST(VisibleText, LeavesReadableTextAlone) {
    for (const std::string text : {"✗ bad  Größe 節点 🙂", "line\nline\tfield\n", "C:\\path \\u001b"})
        EXPECT_EQ(visible_text(text), text);
    EXPECT_EQ(visible_line("one\ntwo\tthree"), "one\\ntwo\\tthree");
}

TEST(VisibleText, TellsUtf8FromOtherBytes) {
    EXPECT_TRUE(is_utf8("節点 \x1b"));
    EXPECT_FALSE(is_utf8("a\xff"));
}

TEST(VisibleText, CutsBetweenCharacters) {
    EXPECT_EQ(first_characters("節点a", 2), "節点");
    EXPECT_EQ(first_characters("ab", 5), "ab");
    EXPECT_EQ(first_characters("", 0), "");
}

TEST(MessageLine, KeepsTheCauseOfALongEcho) {
    const std::string word(60000, 'a');
    const auto line = message_line("--hosts '" + word + "': no host name; give --hosts a,b");
    EXPECT_LT(line.size(), 300U);
    EXPECT_TRUE(line.starts_with("--hosts 'aaaa")) << line;
    EXPECT_NE(line.find("(60002 characters)"), std::string::npos) << line;
    EXPECT_TRUE(line.ends_with("aaa': no host name; give --hosts a,b")) << line;
}

TEST(MessageLine, CutsAQuoteOfManyWords) {
    std::string words;
    while (words.size() < 5000) words += "word ";
    EXPECT_LT(message_line("unknown option '" + words + "'; see --help").size(), 250U);
    EXPECT_LT(message_line("line 1: n1" + std::string(60000, ' ') + ": no host").size(), 1700U);
}

TEST(MessageLine, StaysOneLine) {
    EXPECT_EQ(message_line("'a\nb': can't be"), "'a\\nb': can't be");
    EXPECT_EQ(message_line("/a/b: can't read it; it's no document"), "/a/b: can't read it; it's no document");
}

TEST(MessageLine, IsQuickWithManyOpenQuotes) {
    std::string text;
    while (text.size() < 300000) text += " 'a";
    EXPECT_LT(message_line(text).size(), 1700U);
}

}  // namespace
}  // namespace accelbench
