#include "window/keys.h"

#include <array>
#include <utility>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace certdrill::window {
namespace {

using workspace::Key;

// Signs that are typed with shift on a US keyboard, and the keys that they are on: the way in which commands name them.
constexpr std::string_view shifted = R"(~!@#$%^&*()_+{}|:"<>?)";
constexpr std::string_view unshifted = R"(`1234567890-=[]\;',./)";

constexpr std::array<std::pair<int, Key::Name>, 17> named = {{{GLFW_KEY_ENTER, Key::Name::enter},
                                                              {GLFW_KEY_KP_ENTER, Key::Name::enter},
                                                              {GLFW_KEY_ESCAPE, Key::Name::escape},
                                                              {GLFW_KEY_TAB, Key::Name::tab},
                                                              {GLFW_KEY_SPACE, Key::Name::space},
                                                              {GLFW_KEY_LEFT, Key::Name::left},
                                                              {GLFW_KEY_RIGHT, Key::Name::right},
                                                              {GLFW_KEY_UP, Key::Name::up},
                                                              {GLFW_KEY_DOWN, Key::Name::down},
                                                              {GLFW_KEY_HOME, Key::Name::home},
                                                              {GLFW_KEY_END, Key::Name::end},
                                                              {GLFW_KEY_PAGE_UP, Key::Name::page_up},
                                                              {GLFW_KEY_PAGE_DOWN, Key::Name::page_down},
                                                              {GLFW_KEY_BACKSPACE, Key::Name::backspace},
                                                              {GLFW_KEY_DELETE, Key::Name::del},
                                                              {GLFW_KEY_F1, Key::Name::f1},
                                                              {GLFW_KEY_F5, Key::Name::f5}}};

bool is_modifier(int code) { return code >= GLFW_KEY_LEFT_SHIFT && code <= GLFW_KEY_RIGHT_SUPER; }
// A key that does something by itself, in contrast to one that types a character.
bool edits(const KeyEvent& event) {
  constexpr int commanding = GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER;
  return !is_modifier(event.code) && (event.code >= GLFW_KEY_ESCAPE || (event.modifiers & commanding) != 0);
}

}  // namespace

std::optional<Key> key_of_character(unsigned code_point) {
  if (code_point <= ' ' || code_point > '~') return std::nullopt;
  Key key;
  key.character = static_cast<char>(code_point);
  if (key.character >= 'A' && key.character <= 'Z') {
    key.character = static_cast<char>(key.character - 'A' + 'a');
    key.shift = true;
  } else if (const std::size_t at = shifted.find(key.character); at != std::string_view::npos) {
    key.character = unshifted[at];
    key.shift = true;
  }
  return key;
}

std::optional<Key> key_of_press(int code, int modifiers, std::string_view name) {
  Key key;
  key.control = (modifiers & GLFW_MOD_CONTROL) != 0;
  key.shift = (modifiers & GLFW_MOD_SHIFT) != 0;
  if ((modifiers & (GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0) return std::nullopt;  // the desktop's
  for (const auto& [named_code, named_name] : named) {
    if (named_code != code) continue;
    key.name = named_name;
    return key;
  }
  if (!key.control) return std::nullopt;
  if (code == GLFW_KEY_KP_ADD) name = "=";
  if (code == GLFW_KEY_KP_SUBTRACT) name = "-";
  if (name.size() != 1) {
    // A layout without Latin letters: where they are on a US keyboard.
    if (code < GLFW_KEY_A || code > GLFW_KEY_Z) return std::nullopt;
    key.character = static_cast<char>(code - GLFW_KEY_A + 'a');
    return key;
  }
  const std::optional<Key> sign = key_of_character(static_cast<unsigned char>(name.front()));
  if (!sign) return std::nullopt;
  key.character = sign->character;
  key.shift = key.shift || sign->shift;
  return key;
}

std::size_t events_of_one_frame(std::span<const KeyEvent> events) {
  bool typed = false;
  bool edited = false;
  for (std::size_t at = 0; at < events.size(); ++at) {
    const KeyEvent& event = events[at];
    switch (event.kind) {
      case KeyEvent::Kind::character:
        if (edited) return at;
        typed = true;
        break;
      case KeyEvent::Kind::press:
        if (edited || (typed && edits(event))) return at;
        edited = edits(event);
        break;
      case KeyEvent::Kind::release:
        if (edited) return at;  // of it, or of control that is held with it
        break;
    }
  }
  return events.size();
}

}  // namespace certdrill::window
