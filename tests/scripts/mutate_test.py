"""What scripts/mutate changes in a source: one place of a line, and only in code."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/mutate.d"))

# pylint: disable=wrong-import-position
from masked import masked
from mutations import mutants_of
from sources import lines_by_path


def changes(line, *before):
    """What the last of some lines becomes."""
    text = "\n".join([*before, line])
    return [mutant.after.strip() for mutant in mutants_of("a.cpp", text, {len(before) + 1})]


class MutationsTest(unittest.TestCase):
    def test_each_operator_has_a_counterpart(self):
        for line, changed in (("if (a < b) {", "if (a <= b) {"), ("if (a <= b) {", "if (a < b) {"),
                              ("if (a > b) {", "if (a >= b) {"), ("if (a >= b) {", "if (a > b) {"),
                              ("if (a == b) {", "if (a != b) {"), ("if (a != b) {", "if (a == b) {"),
                              ("const auto x = a + b;", "const auto x = a - b;"), ("foo(a - b,", "foo(a + b,"),
                              ("const auto x = a * b;", "const auto x = a / b;"), ("foo(a / b,", "foo(a * b,"),
                              ("if (a &&", "if (a ||"), ("if (a || b) {", "if (a && b) {"),
                              ("if (!a) {", "if (a) {"), ("bool a = true;", "bool a = false;"),
                              ("foo(false,", "foo(true,"), ("foo(std::min(a, b),", "foo(std::max(a, b),"),
                              ("foo(std::max<int>(a, b),", "foo(std::min<int>(a, b),"),
                              ("foo(std::any_of(a, b, c),", "foo(std::all_of(a, b, c),"),
                              ("foo(std::ranges::all_of(a, b),", "foo(std::ranges::any_of(a, b),")):
            with self.subTest(line):
                self.assertEqual(changes(line), [changed])

    def test_only_integers_grow_by_one(self):
        for line, changed in (("int a = 9;", "int a = 10;"), ("f(1'000u,", "f(1001u,"), ("f(a[0],", "f(a[1],")):
            with self.subTest(line):
                self.assertEqual(changes(line), [changed])
        for line in ("double a = 1.5;", "double a = 1e-6;", "int a = 0x1f;", "int a1 = b2;", "virtual int f() = 0;"):
            with self.subTest(line):
                self.assertEqual(changes(line), [])

    def test_brackets_pointers_and_references_are_no_operators(self):
        for line in ("std::map<int, std::vector<int>> a;", "template <class... T>", "const char* a = b->c;",
                     "auto&& a = std::forward<T>(b);", "stream << a >> b,", "auto operator<=>(const A&) const;"):
            with self.subTest(line):
                self.assertEqual(changes(line), [])

    def test_a_value_is_returned_by_default(self):
        self.assertEqual(changes("    return name;"), ["return {};"])
        self.assertEqual(changes("if (a) return b(c);", "{"), [";", "if (a) return {};"])
        for line in ("return;", "return {};", 'return "";', "return std::nullopt;"):
            with self.subTest(line):
                self.assertEqual(changes(line), [])

    def test_a_whole_statement_is_deleted(self):
        for line in ("a.b = c;", "foo(a);", "throw a;", "++a;", "*a = b;", "if (a) foo();", "break;"):
            with self.subTest(line):
                self.assertIn(";", changes(line, "{"))

    def test_a_declaration_or_a_part_of_a_statement_stays(self):
        for line in ("const auto a = b;", "std::vector<int> a;", "Plan plan(a);", "int f(int a) const;",
                     "using topology::Json;", "foo(a,", "a);", "}", "static int a = b;"):
            with self.subTest(line):
                self.assertEqual(changes(line, "{"), [])
        self.assertEqual(changes("b(c);", "const auto a ="), [], "the end of a statement")

    def test_strings_comments_and_what_the_compiler_checks_stay(self):
        for line in ("// a < b", "foo('<',", "/* a < 1 */", 'foo("a < 1",', 'foo(R"(a " < 1)",', "# define A 1 < 2",
                     '#include "a < 1.h"', "static_assert(1 < 2);", 'talk("{}", 1 + f(2));',
                     "if (a) talk_text(b + c(1));", "[[assume(a < 1)]] int b();", "int a;  ///< 1 < 2"):
            with self.subTest(line):
                self.assertEqual(changes(line), [])
        self.assertEqual(mutants_of("a.cpp", '/* one\n a < 1\n*/\n#define A \\\n  1 < 2\nfoo(R"(\na < 1\n)",'), [])

    def test_code_beside_a_string_or_comment_is_changed(self):
        self.assertEqual(changes('if (a < b) foo("//",  // c < 1'), ['if (a <= b) foo("//",  // c < 1'])
        self.assertEqual(changes("f(1'000 < a'000,"), ["f(1001 < a'000,", "f(1'000 <= a'000,"])
        self.assertEqual(changes("""if (c == '"' && d) {"""), ["""if (c != '"' && d) {""", """if (c == '"' || d) {"""])

    def test_the_masked_text_has_the_same_places(self):
        text = 'int a = 1\'000;  // "x"\nconst char* b = "\\"//"; /* c\n d */ int e;\n'
        self.assertEqual(masked(text), 'int a = 1\'000;        \nconst char* b = "____";     \n      int e;\n')

    def test_only_the_lines_wanted_are_changed(self):
        text = "if (a < b) {\nif (a > b) {\n"
        self.assertEqual([str(mutant) for mutant in mutants_of("x.cpp", text, {2})],
                         ["x.cpp:2: if (a > b) { -> if (a >= b) {"])

    def test_a_diff_names_the_lines_that_it_wrote(self):
        diff = "+++ a.cpp\n@@ -1 +1,2 @@ f\n+x\n+y\n@@ -7,2 +8,0 @@\n-z\n@@ -9,0 +9 @@\n+z\n+++ b.h\n@@ -1 +4 @@\n"
        self.assertEqual(lines_by_path(diff), {"a.cpp": {1, 2, 9}, "b.h": {4}})


if __name__ == "__main__":
    unittest.main()
