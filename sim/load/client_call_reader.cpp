#include "load/client_call_reader.h"

#include <algorithm>

#include "base/text.h"
#include "load/scenario_fields.h"

namespace certdrill::load {
namespace {

constexpr std::size_t longest_name = 64;
constexpr Duration least_every = std::chrono::seconds(1);
constexpr std::uint64_t most_attempts = 100;

// It stands in single quotes in the sentences of checks.
bool is_call_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && name.find_first_of("'\"\\") == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

bool ClientCallReader::read_schedule(const Fields& fields, model::ClientCall& call) {
  bool good = true;
  call.first = scenario_.start;
  if (const auto value = fields.get("every")) {
    const std::optional<Duration> every = read_duration(report_, *value, "every");
    good = every.has_value();
    call.every = every.value_or(call.every);
    if (every && *every < least_every) {
      report_.error(*value, "\"every\" has to be a second or more", "leave it out for one call alone");
      good = false;
    }
  }
  if (const auto value = fields.get("first")) {
    const std::optional<SimTime> first = read_time(report_, *value, "first");
    good = good && first.has_value();
    call.first = first.value_or(call.first);
    if (first && *first < scenario_.start) {
      report_.error(*value, "\"first\" is before the start of the scenario, " + date_to_string(scenario_.start));
      good = false;
    }
  }
  return good;
}

std::optional<model::ClientCall> ClientCallReader::read_call(const JsonValue& key, const JsonValue& value,
                                                             const model::Client& client,
                                                             const HeldCertificates& held) {
  model::ClientCall call;
  call.name = key.text();
  bool good = true;
  if (!is_call_name(call.name)) {
    report_.error(key, "not the name of a call: " + quoted(call.name),
                  "up to " + std::to_string(longest_name) + " characters, no quotes and no backslash");
    good = false;
  }
  const Fields fields(report_, value, client_call_fields);
  if (value.kind() != JsonKind::object) return std::nullopt;
  good = read_schedule(fields, call) && good;
  call.needs = model::NeededRole::user;
  if (const auto needs = fields.get("needs")) {
    static constexpr std::pair<std::string_view, model::NeededRole> roles[] = {{"user", model::NeededRole::user},
                                                                               {"admin", model::NeededRole::admin}};
    const auto role = read_choice(report_, *needs, "needs", "role", roles);
    good = good && role.has_value();
    call.needs = role.value_or(call.needs);
  }
  if (const auto attempts = fields.get("attempts")) {
    const auto count = read_count(report_, *attempts, "attempts", 1, most_attempts);
    good = good && count.has_value();
    call.attempts = static_cast<std::uint32_t>(count.value_or(call.attempts));
  }
  if (const auto pause = fields.get("pause")) {
    const auto length = read_duration(report_, *pause, "pause");
    good = good && length.has_value();
    call.pause = length.value_or(call.pause);
    if (length && *length <= Duration(0)) {
      report_.error(*pause, "\"pause\" has to be longer than nothing");
      good = false;
    }
  }
  call.security = client.security;
  call.place = client.place;
  if (const auto security = fields.get("security")) {
    const std::optional<SecurityUse> use = securities_.read_of_client(*security, "security");
    good = good && use.has_value();
    if (use) securities_.warn_of_missing_at_client(*use, held, client.name);
    if (use) call.security = use->security;
  }
  return good ? std::optional(std::move(call)) : std::nullopt;
}

std::optional<std::vector<model::ClientCall>> ClientCallReader::read(const JsonValue& value,
                                                                     const model::Client& client,
                                                                     const HeldCertificates& held) {
  if (value.kind() != JsonKind::object) {
    report_.wrong_type(value, "calls", "an object of calls by name");
    return std::nullopt;
  }
  if (value.size() > model::limits::calls_of_client) {
    report_.error(value, "more than " + std::to_string(model::limits::calls_of_client) + " kinds of calls");
    return std::nullopt;
  }
  std::vector<model::ClientCall> calls;
  bool good = true;
  value.for_each_member([&](const JsonValue& key, const JsonValue& call) {
    std::optional<model::ClientCall> read = read_call(key, call, client, held);
    good = good && read.has_value();
    if (read) calls.push_back(*std::move(read));
  });
  return good ? std::optional(std::move(calls)) : std::nullopt;
}

}  // namespace certdrill::load
