// Keys of GLFW as keys of the workspace, on keyboards of several countries.
#include "window/keys.h"

#include <optional>
#include <ostream>
#include <string>

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

}  // namespace
}  // namespace certdrill::window
