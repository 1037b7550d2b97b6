// Reads the fields of a JSON object: which there may be, of which type, and every deviation as a located problem.
//
// Each read_ function returns nothing after it has added a problem; the caller goes on with the field's default, so
// that all problems of a file are found in one pass.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "load/json_tree.h"
#include "load/problem_list.h"

namespace certdrill::load {

// The fields that one kind of object may have.
struct FieldTable {
  std::string_view definition;  // its name among the definitions of docs/scenario.schema.json
  std::string_view noun;        // as messages call it: "a certificate"
  std::span<const std::string_view> fields;
};

// Adds problems at places of the file.
class Report {
 public:
  explicit Report(ProblemList& problems) : problems_(problems) {}

  void error(const JsonValue& at, std::string what, std::string help = {});
  void warning(const JsonValue& at, std::string what, std::string help = {});
  void error_at(StringPlaces::Range at, std::string what, std::string help = {});
  void warning_at(StringPlaces::Range at, std::string what, std::string help = {});

  // `"nodes" has to be a number, found a string`
  void wrong_type(const JsonValue& at, std::string_view field, std::string_view expected);

  // `unknown certificate "Bx"`, with the nearest of the known names.
  void unknown(StringPlaces::Range at, std::string_view noun, std::string_view name,
               const std::vector<std::string>& known);
  void unknown(const JsonValue& at, std::string_view noun, const std::vector<std::string>& known);

  // A problem of a text inside the string `at`: its column and length become places of the file; without a column the
  // whole string is meant.
  void error_inside(const JsonValue& at, const Problem& problem);

 private:
  ProblemList& problems_;
};

// What stands between the quotes of a string; the token itself of anything else.
[[nodiscard]] StringPlaces::Range inside_of(const JsonValue& value);

class Fields {
 public:
  // Reports a value that is no object, and every field that the table does not know.
  Fields(Report& report, const JsonValue& object, const FieldTable& table);

  [[nodiscard]] const JsonValue& object() const { return object_; }
  [[nodiscard]] std::optional<JsonValue> get(std::string_view field) const;
  [[nodiscard]] std::optional<JsonValue> key(std::string_view field) const;  // the name itself, to point at
  [[nodiscard]] bool has(std::string_view field) const { return get(field).has_value(); }

 private:
  struct Slot {
    std::optional<JsonValue> key;
    std::optional<JsonValue> value;
  };
  [[nodiscard]] const Slot& slot(std::string_view field) const;

  JsonValue object_;
  const FieldTable& table_;
  std::vector<Slot> slots_;
};

[[nodiscard]] std::optional<std::string_view> read_string(Report& report, const JsonValue& value,
                                                          std::string_view field,
                                                          std::string_view expected = "a string");

// A string of one line: 1 to `most` characters, none of them a control character.
[[nodiscard]] std::optional<std::string> read_line(Report& report, const JsonValue& value, std::string_view field,
                                                   std::size_t most);

[[nodiscard]] std::optional<std::uint64_t> read_count(Report& report, const JsonValue& value, std::string_view field,
                                                      std::uint64_t least, std::uint64_t most,
                                                      std::string_view expected = "a whole number");
[[nodiscard]] std::optional<bool> read_flag(Report& report, const JsonValue& value, std::string_view field);
[[nodiscard]] std::optional<SimTime> read_time(Report& report, const JsonValue& value, std::string_view field);
[[nodiscard]] std::optional<Duration> read_duration(Report& report, const JsonValue& value, std::string_view field);

// A list, or nothing. An empty one is refused where it would mean nothing.
[[nodiscard]] bool is_list(Report& report, const JsonValue& value, std::string_view field, std::string_view expected,
                           bool may_be_empty);

// One of a few words.
template <typename T, std::size_t N>
std::optional<T> read_choice(Report& report, const JsonValue& value, std::string_view field, std::string_view noun,
                             const std::pair<std::string_view, T> (&choices)[N]) {
  std::vector<std::string> known;
  for (const auto& [word, meaning] : choices) {
    if (value.kind() == JsonKind::string && value.text() == word) return meaning;
    known.emplace_back(word);
  }
  if (value.kind() != JsonKind::string) {
    report.wrong_type(value, field, "a string");
  } else {
    report.unknown(value, noun, known);
  }
  return std::nullopt;
}

}  // namespace certdrill::load
