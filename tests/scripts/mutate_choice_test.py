"""Which tests scripts/mutate holds a source to: those that name it, then its room."""
import pathlib
import shutil
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/mutate.d"))

# pylint: disable=wrong-import-position
import choice

LISTS = {
    "topology": 'set(more more_test.cpp)  \naccelbench_test(near_test SOURCES a_test.cpp helper.cpp  # no_test.cpp\n'
                "  sub/deep_test.cpp LIBS x)\naccelbench_test(more_test\n  SOURCES ${more}\n  LIBS y)\n",
    "memory": "accelbench_test(memory_test SOURCES m_test.cpp b_test.cpp ../topology/helper.cpp LIBS x)\n"}
TESTS = {"topology/a_test.cpp": "TEST(Alpha, X) {}\nTEST_F(Beta, X) {}\n",
         "topology/sub/deep_test.cpp": "TEST(Deep, X) {}\n",
         "topology/more_test.cpp": '#include "topology/other.h"\nTEST_P(More, X) {}\n',
         "memory/b_test.cpp": "TEST(OtherB, X) {}\n",
         "memory/m_test.cpp": '#include "bench/memory/m.h"\n#include "topology/a.h"\nTEST(Memory, X) {}\n'}


def write_tests(root):
    for folder, text in LISTS.items():
        (root / "tests/unit" / folder).mkdir(parents=True)
        (root / "tests/unit" / folder / "CMakeLists.txt").write_text(text)
    (root / "tests/unit/topology/sub").mkdir()
    for path, text in TESTS.items():
        (root / "tests/unit" / path).write_text(text)


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mutate test "))
        self.addCleanup(shutil.rmtree, self.folder)
        self.root = self.folder / "check out"
        write_tests(self.root)


class ChoiceTest(InFolder):
    def steps(self, source):
        tests = choice.read_tests(self.root)
        return [(step.program, step.suites, step.inverted) for step in choice.steps_for(tests, source)]

    def test_the_tests_that_name_a_source_come_before_its_room_and_other_rooms(self):
        self.assertEqual(self.steps("topology/a.cpp"),
                         [("near_test", ("Alpha", "Beta"), False), ("more_test", (), True),
                          ("near_test", ("Alpha", "Beta"), True), ("memory_test", ("Memory",), False)])
        self.assertEqual(self.steps("topology/other.cpp")[0], ("more_test", ("More",), False))

    def test_a_source_that_no_test_names_is_held_to_its_room(self):
        self.assertEqual(self.steps("topology/b.cpp"), [("more_test", (), True), ("near_test", (), True)])

    def test_a_folder_of_its_own_is_a_room_and_the_one_above_helps_out(self):
        self.assertEqual(self.steps("topology/sub/b.cpp"), [("near_test", (), True)])
        self.assertEqual(self.steps("topology/sub/none/b.cpp"), [("near_test", (), True)])
        self.assertEqual(self.steps("bench/memory/b.cpp"), [("memory_test", (), True)], "by what tests include")
        self.assertEqual(self.steps("reports/b.cpp"), [])

    def test_the_filter_covers_parameters_and_types(self):
        self.assertEqual(choice.Step("p", ("A",)).filter(), "A.*:*/A.*:A/*")
        self.assertEqual(choice.Step("p", ("A",), inverted=True).filter(["B.x"]), "*-A.*:*/A.*:A/*:B.x")
        self.assertEqual(choice.Step("p", (), inverted=True).filter(), "*")

    def test_every_source_of_ours_has_a_program(self):
        tests = choice.read_tests(ROOT)
        rooms = ("topology", "bench", "reports", "harness")
        sources = [path for room in rooms for path in (ROOT / room).rglob("*.cpp")]
        self.assertGreater(len(sources), 100)
        self.assertEqual([path for path in sources if not choice.steps_for(tests, path.relative_to(ROOT))], [])


if __name__ == "__main__":
    unittest.main()
