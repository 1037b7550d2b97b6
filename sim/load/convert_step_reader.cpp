#include "load/convert_step_reader.h"

#include <algorithm>

#include "model/notation.h"

namespace certdrill::load {
namespace {

constexpr std::string_view one_list =
    "P and V have to name the same thumbprints, or the same common names: {P:{TP=A, TP=B}, V:{TP=A, TP=B}}";

void add_to(std::vector<std::uint32_t>& some, std::uint32_t security) {
  if (some.size() < 2 && std::find(some.begin(), some.end(), security) == some.end()) some.push_back(security);
}

}  // namespace

void ConvertStepReader::note(const model::UpgradeStep& upgrade) {
  for (std::size_t type = 0; type < upgraded_to_.size(); ++type) {
    const auto& security = upgrade.security_by_node_type[type];
    if (security) upgraded_to_[type] = security;
  }
}

model::ConvertStep ConvertStepReader::read(const Fields& fields, SimTime earliest, const HeldCertificates& held) {
  const JsonValue name = *fields.get("convert");
  model::ConvertStep convert;
  convert.policy = policy_.of_conversions;
  if (const auto value = fields.get("policy")) convert.policy = read_conversion_policy(report_, *value, convert.policy);
  if (const auto value = fields.get("quirks")) read_quirks(*value, convert);
  const auto to = fields.get("to");
  if (!to) {
    report_.error(name, "\"to\" is missing: what does the conversion lead to?", "add \"to\": \"{P:{TP=B}, V:{TP=B}}\"");
  } else if (const auto use = securities_.read(*to, "to")) {
    convert.to = use->security;
    plan(name, *to, earliest, held, convert);
  }
  return convert;
}

// The configurations that nodes have when the step begins, if all goes as planned so far: two of them at most, more
// are not needed.
std::vector<std::uint32_t> ConvertStepReader::configurations_now() {
  if (at_start_.empty()) {
    at_start_.resize(upgraded_to_.size());
    for (const model::Node& node : scenario_.cluster.nodes) add_to(at_start_[node.node_type], node.security);
  }
  std::vector<std::uint32_t> now;
  for (std::size_t type = 0; type < at_start_.size(); ++type) {
    for (const std::uint32_t each : at_start_[type]) add_to(now, upgraded_to_[type].value_or(each));
  }
  return now;
}

void ConvertStepReader::plan(const JsonValue& name, const JsonValue& to, SimTime earliest, const HeldCertificates& held,
                             model::ConvertStep& convert) {
  if (const std::string wrong = conversions_.why_not(convert.to); !wrong.empty()) {
    report_.error(to, "no conversion leads there: " + wrong, std::string(one_list));
    return;
  }
  const std::vector<std::uint32_t> now = configurations_now();
  if (now.empty()) return;  // there are no nodes, which has been said
  if (now.size() > 1) {
    report_.error(name, "the nodes have several configurations: a conversion begins with one for all",
                  "for example " + to_string(scenario_.securities[now[0]]) + " and " +
                      to_string(scenario_.securities[now[1]]) + "; use an upgrade first");
    return;
  }
  convert.from = now[0];
  if (const std::string wrong = conversions_.why_not(now[0]); !wrong.empty()) {
    report_.error(name, "no conversion begins with " + to_string(scenario_.securities[now[0]]) + ": " + wrong,
                  std::string(one_list));
    return;
  }
  Conversion conversion = conversions_.plan(convert.from, convert.to, convert.quirk_pins_at_once, held, earliest);
  convert.phases = std::move(conversion.phases);
  convert.refusal = std::move(conversion.refusal);
  if (!convert.refusal.empty()) return;
  for (auto& each : upgraded_to_) each = convert.to;
}

void ConvertStepReader::read_quirks(const JsonValue& list, model::ConvertStep& convert) {
  static constexpr std::pair<std::string_view, bool model::ConvertStep::*> quirks[] = {
      {"pinsAtOnce", &model::ConvertStep::quirk_pins_at_once},
      {"backwardOffByTwo", &model::ConvertStep::quirk_backward_off_by_two}};
  if (!is_list(report_, list, "quirks", "a list of quirks", true)) return;
  list.for_each_item([&](const JsonValue& item) {
    if (const auto quirk = read_choice(report_, item, "quirks", "quirk", quirks)) convert.*(*quirk) = true;
  });
}

}  // namespace certdrill::load
