#include "load/fields.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/duration.h"
#include "base/text.h"
#include "model/utf8.h"

namespace certdrill::load {
namespace {

// Beyond this a list of names costs more to compare than the suggestion is worth.
constexpr std::size_t most_names_compared = 10'000;

std::string found(const JsonValue& value) {
  if (value.kind() == JsonKind::number) return "the number " + std::string(value.token().substr(0, 40));
  if (value.kind() == JsonKind::boolean) return std::string(value.token());
  return std::string(words_for(value.kind()));
}

}  // namespace

StringPlaces::Range inside_of(const JsonValue& value) {
  if (value.kind() != JsonKind::string || value.length() <= 2) return {value.offset(), value.length()};
  return {value.offset() + 1, value.length() - 2};
}

void Report::error_at(StringPlaces::Range at, std::string what, std::string help) {
  problems_.add(at.offset, at.length, std::move(what), std::move(help), Severity::error);
}

void Report::warning_at(StringPlaces::Range at, std::string what, std::string help) {
  problems_.add(at.offset, at.length, std::move(what), std::move(help), Severity::warning);
}

void Report::error(const JsonValue& at, std::string what, std::string help) {
  error_at(inside_of(at), std::move(what), std::move(help));
}

void Report::warning(const JsonValue& at, std::string what, std::string help) {
  warning_at(inside_of(at), std::move(what), std::move(help));
}

void Report::wrong_type(const JsonValue& at, std::string_view field, std::string_view expected) {
  error_at({at.offset(), at.length()}, quoted(field) + " has to be " + std::string(expected) + ", found " + found(at));
}

void Report::unknown(StringPlaces::Range at, std::string_view noun, std::string_view name,
                     const std::vector<std::string>& known) {
  const bool worth_it = known.size() <= most_names_compared && !problems_.full(Severity::error);
  error_at(at, "unknown " + std::string(noun) + " " + quoted(name),
           worth_it ? did_you_mean(name, known) : std::string());
}

void Report::unknown(const JsonValue& at, std::string_view noun, const std::vector<std::string>& known) {
  unknown(inside_of(at), noun, at.text(), known);
}

void Report::error_inside(const JsonValue& at, const Problem& problem) {
  StringPlaces::Range where = inside_of(at);
  if (problem.where.column > 0) where = StringPlaces(at).place_of(problem.where.column, problem.where.length);
  error_at(where, problem.what, problem.help);
}

Fields::Fields(Report& report, const JsonValue& object, const FieldTable& table)
    : object_(object), table_(table), slots_(table.fields.size()) {
  if (object.kind() != JsonKind::object) {
    report.error_at({object.offset(), object.length()},
                    std::string(table.noun) + " has to be an object, found " + found(object));
    return;
  }
  object.for_each_member([&](const JsonValue& key, const JsonValue& value) {
    const auto known = std::find(table.fields.begin(), table.fields.end(), key.text());
    if (known == table.fields.end()) {
      const std::vector<std::string> names(table.fields.begin(), table.fields.end());
      report.error(key, "unknown field " + quoted(key.text()) + " in " + std::string(table.noun),
                   did_you_mean(key.text(), names));
      return;
    }
    Slot& slot = slots_[static_cast<std::size_t>(known - table.fields.begin())];
    if (!slot.value) slot = {key, value};
  });
}

const Fields::Slot& Fields::slot(std::string_view field) const {
  const auto known = std::find(table_.fields.begin(), table_.fields.end(), field);
  if (known == table_.fields.end()) std::abort();  // the table and the code that reads by it disagree
  return slots_[static_cast<std::size_t>(known - table_.fields.begin())];
}

std::optional<JsonValue> Fields::get(std::string_view field) const { return slot(field).value; }
std::optional<JsonValue> Fields::key(std::string_view field) const { return slot(field).key; }

std::optional<std::string_view> read_string(Report& report, const JsonValue& value, std::string_view field,
                                            std::string_view expected) {
  if (value.kind() == JsonKind::string) return value.text();
  report.wrong_type(value, field, expected);
  return std::nullopt;
}

std::optional<std::string> read_line(Report& report, const JsonValue& value, std::string_view field, std::size_t most) {
  const std::optional<std::string_view> text = read_string(report, value, field);
  if (!text) return std::nullopt;
  if (text->empty()) {
    report.error(value, quoted(field) + " is empty");
    return std::nullopt;
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text->begin(), text->end(), is_control)) {
    report.error(value, quoted(field) + " has a control character in it", "write it in one line of plain text");
    return std::nullopt;
  }
  if (const std::size_t length = model::count_characters(*text); length > most) {
    report.error(value, quoted(field) + " has " + std::to_string(length) + " characters, at most " +
                            std::to_string(most) + " are allowed");
    return std::nullopt;
  }
  return std::string(*text);
}

std::optional<std::uint64_t> read_count(Report& report, const JsonValue& value, std::string_view field,
                                        std::uint64_t least, std::uint64_t most, std::string_view expected) {
  if (value.kind() != JsonKind::number) {
    report.wrong_type(value, field, expected);
    return std::nullopt;
  }
  const std::string_view token = value.token();
  const std::string range = "from " + std::to_string(least) + " to " + std::to_string(most);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view digits = token[0] == '-' ? token.substr(1) : token;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) {
    report.error(value,
                 quoted(field) + " has to be a whole number in plain digits, found " + std::string(token.substr(0, 40)),
                 "a number " + range);
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
  const bool fits = error == std::errc() && end == token.data() + token.size();
  if (!fits || number < least || number > most) {
    report.error(value, quoted(field) + " is out of range: " + std::string(token.substr(0, 40)), "a number " + range);
    return std::nullopt;
  }
  return number;
}

std::optional<bool> read_flag(Report& report, const JsonValue& value, std::string_view field) {
  if (value.kind() == JsonKind::boolean) return value.is_true();
  report.wrong_type(value, field, "true or false");
  return std::nullopt;
}

std::optional<SimTime> read_time(Report& report, const JsonValue& value, std::string_view field) {
  const std::optional<std::string_view> text = read_string(report, value, field, "a date or time in quotes");
  if (!text) return std::nullopt;
  const Result<SimTime> time = parse_sim_time(*text);
  if (time) return *time;
  report.error(value, time.problem().what, time.problem().help);
  return std::nullopt;
}

std::optional<Duration> read_duration(Report& report, const JsonValue& value, std::string_view field) {
  const std::optional<std::string_view> text =
      read_string(report, value, field, "a duration in quotes, such as \"30s\" or \"12h\"");
  if (!text) return std::nullopt;
  const Result<Duration> length = parse_duration(*text);
  if (length) return *length;
  report.error(value, length.problem().what, length.problem().help);
  return std::nullopt;
}

bool is_list(Report& report, const JsonValue& value, std::string_view field, std::string_view expected,
             bool may_be_empty) {
  if (value.kind() != JsonKind::list) {
    report.wrong_type(value, field, expected);
    return false;
  }
  if (value.size() > 0 || may_be_empty) return true;
  report.error(value, quoted(field) + " is an empty list", "leave it out, or put something in it");
  return false;
}

}  // namespace certdrill::load
