// Keys of GLFW as keys of the workspace, on keyboards of several countries.
#include "window/keys.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

namespace certdrill::window {
namespace {

using workspace::Key;

Key typed(char character, bool shift = false, bool control = false) {
  Key key;
  key.character = character;
  key.shift = shift;
  key.control = control;
  return key;
}
Key named(Key::Name name, bool shift = false, bool control = false) {
  Key key = typed(0, shift, control);
  key.name = name;
  return key;
}

struct Typed {
  const char* name;
  unsigned code_point;
  std::optional<Key> expected;
};
void PrintTo(const Typed& row, std::ostream* out) { *out << row.name; }
class Characters : public testing::TestWithParam<Typed> {};
TEST_P(Characters, AreTheKeysOfCommands) { EXPECT_EQ(key_of_character(GetParam().code_point), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Signs, Characters,
                         testing::Values(Typed{"small_letter", 'd', typed('d')},
                                         Typed{"capital_letter", 'D', typed('d', true)},
                                         Typed{"question_mark_is_slash_with_shift", '?', typed('/', true)},
                                         Typed{"slash_wherever_it_is_typed", '/', typed('/')},
                                         Typed{"less_is_comma_with_shift", '<', typed(',', true)},
                                         Typed{"plus_is_equals_with_shift", '+', typed('=', true)},
                                         Typed{"dot", '.', typed('.')}, Typed{"digit", '7', typed('7')},
                                         Typed{"space_comes_by_its_name", ' ', std::nullopt},
                                         Typed{"umlaut_has_no_command", 0xE4, std::nullopt},
                                         Typed{"beyond_a_byte_that_looks_like_a_letter", 0x4164, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

struct Pressed {
  const char* name;
  int code;
  int modifiers;
  const char* layout_says;
  std::optional<Key> expected;
};
void PrintTo(const Pressed& row, std::ostream* out) { *out << row.name; }
class Presses : public testing::TestWithParam<Pressed> {};
TEST_P(Presses, AreTheKeysOfCommands) {
  EXPECT_EQ(key_of_press(GetParam().code, GetParam().modifiers, GetParam().layout_says), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Keys, Presses,
    testing::Values(
        Pressed{"arrow", GLFW_KEY_RIGHT, 0, "", named(Key::Name::right)},
        Pressed{"arrow_with_shift", GLFW_KEY_LEFT, GLFW_MOD_SHIFT, "", named(Key::Name::left, true)},
        Pressed{"arrow_with_control", GLFW_KEY_LEFT, GLFW_MOD_CONTROL, "", named(Key::Name::left, false, true)},
        Pressed{"space", GLFW_KEY_SPACE, 0, " ", named(Key::Name::space)},
        Pressed{"enter_of_the_number_block", GLFW_KEY_KP_ENTER, 0, "", named(Key::Name::enter)},
        Pressed{"letter_comes_as_a_character", GLFW_KEY_D, 0, "d", std::nullopt},
        Pressed{"letter_with_control", GLFW_KEY_P, GLFW_MOD_CONTROL, "p", typed('p', false, true)},
        Pressed{"letter_with_control_and_shift", GLFW_KEY_S, GLFW_MOD_CONTROL | GLFW_MOD_SHIFT, "s",
                typed('s', true, true)},
        Pressed{"french_layout_moves_letters", GLFW_KEY_Q, GLFW_MOD_CONTROL, "a", typed('a', false, true)},
        Pressed{"greek_layout_has_no_latin_letters", GLFW_KEY_P, GLFW_MOD_CONTROL, "\xCF\x80", typed('p', false, true)},
        Pressed{"plus_of_the_number_block", GLFW_KEY_KP_ADD, GLFW_MOD_CONTROL, "+", typed('=', false, true)},
        Pressed{"plus_of_a_german_keyboard", GLFW_KEY_RIGHT_BRACKET, GLFW_MOD_CONTROL, "+", typed('=', true, true)},
        Pressed{"alt_belongs_to_the_desktop", GLFW_KEY_RIGHT, GLFW_MOD_ALT, "", std::nullopt},
        Pressed{"function_key", GLFW_KEY_F5, 0, "", named(Key::Name::f5)},
        Pressed{"key_without_a_command", GLFW_KEY_PRINT_SCREEN, GLFW_MOD_CONTROL, "", std::nullopt}),
    [](const auto& row) { return std::string(row.param.name); });

// p press, r release, c character; a capital letter: with control; E: Escape; ^: control itself. One letter of `keys`
// an event.
struct Frames {
  const char* name;
  const char* kinds;
  const char* keys;
  std::size_t in_first_frame;
};
void PrintTo(const Frames& row, std::ostream* out) { *out << row.name; }
class KeysOfOneFrame : public testing::TestWithParam<Frames> {};
TEST_P(KeysOfOneFrame, AreNeitherLostNorOutOfOrder) {
  std::vector<KeyEvent> events;
  const std::string kinds = GetParam().kinds;
  for (std::size_t at = 0; at < kinds.size(); ++at) {
    const char key = GetParam().keys[at];
    KeyEvent event;
    event.kind = kinds[at] == 'p'   ? KeyEvent::Kind::press
                 : kinds[at] == 'r' ? KeyEvent::Kind::release
                                    : KeyEvent::Kind::character;
    event.code = key == '^' ? GLFW_KEY_LEFT_CONTROL : key == 'E' ? GLFW_KEY_ESCAPE : key;
    event.modifiers = key >= 'A' && key <= 'Z' && key != 'E' ? GLFW_MOD_CONTROL : 0;
    events.push_back(event);
  }
  EXPECT_EQ(events_of_one_frame(events), GetParam().in_first_frame);
}
INSTANTIATE_TEST_SUITE_P(Orders, KeysOfOneFrame,
                         testing::Values(Frames{"nothing", "", "", 0}, Frames{"plain_typing", "pcrpcr", "aaabbb", 6},
                                         Frames{"control_is_held_for_a_frame", "pprr", "^AA^", 2},
                                         Frames{"control_released_first", "pprr", "^A^A", 2},
                                         Frames{"text_after_select_all_waits", "ppc", "^Ax", 2},
                                         Frames{"escape_after_text_waits", "pcrpr", "aaaEE", 3},
                                         Frames{"one_key_that_edits_at_a_time", "pp", "EE", 1},
                                         Frames{"release_of_the_last_frame", "rrp", "A^a", 3}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill::window
