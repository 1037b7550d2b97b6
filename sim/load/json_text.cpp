#include "load/json_text.h"

#include <array>

namespace certdrill::load {

std::optional<JsonValue> member_of(const JsonValue& object, std::string_view name) {
  std::optional<JsonValue> found;
  if (object.kind() != JsonKind::object) return found;
  object.for_each_member([&](const JsonValue& key, const JsonValue& value) {
    if (!found && key.text() == name) found = value;
  });
  return found;
}

std::string escaped_part(std::string_view name) {
  std::string part;
  for (const char c : name) {
    if (c == '~' || c == '/') {
      part += c == '~' ? "~0" : "~1";
    } else {
      part += c;
    }
  }
  return part;
}

std::string unescaped_part(std::string_view part) {
  std::string name;
  for (std::size_t at = 0; at < part.size(); ++at) {
    const std::string_view pair = part.substr(at, 2);
    if (pair == "~0" || pair == "~1") {
      name += pair == "~0" ? '~' : '/';
      ++at;
    } else {
      name += part[at];
    }
  }
  return name;
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {
      static constexpr std::string_view digits = "0123456789abcdef";
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace certdrill::load
