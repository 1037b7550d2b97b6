#include "replay/difference.h"

#include <algorithm>
#include <map>

#include "base/duration.h"
#include "base/text.h"
#include "check/federation_story.h"
#include "model/property.h"
#include "replay/event_text.h"

namespace certdrill::replay {
namespace {

// Two events are the same when they come at the same time and say the same: two scenarios may number their steps and
// certificates differently. Texts are made only where the plain values leave a doubt.
class Comparison {
 public:
  Comparison(const RecordedRun& first, const RecordedRun& second)
      : first_(first), second_(second), alike_(names_of(first.scenario()) == names_of(second.scenario())) {}

  [[nodiscard]] bool same(EventNumber number) {
    const RecordedEvent& a = first_.event(number);
    const RecordedEvent& b = second_.event(number);
    if (a.at != b.at || a.what.index() != b.what.index() || a.outcome != b.outcome || a.turn != b.turn ||
        a.domain_completed != b.domain_completed || a.step_completed != b.step_completed || a.node != b.node ||
        a.other != b.other) {
      return false;
    }
    const bool values_decide = alike_ && a.what == b.what && !has_configuration(number);
    if (values_decide) return first_.detail(number) == second_.detail(number);
    return event_text(first_, number) == event_text(second_, number);
  }

 private:
  // Numbers of configurations mean something in their own run only.
  [[nodiscard]] bool has_configuration(EventNumber number) const {
    return first_.detail(number).to != world::nobody || second_.detail(number).to != world::nobody;
  }
  // All that events name by a number, but for nodes' settings.
  [[nodiscard]] static std::vector<std::string> names_of(const model::Scenario& scenario) {
    std::vector<std::string> names;
    for (const model::Step& step : scenario.steps) names.push_back(step.name);
    for (const pki::CertificateSpec& spec : scenario.certificates) names.push_back(spec.name);
    names.insert(names.end(), scenario.cluster.upgrade_domains.begin(), scenario.cluster.upgrade_domains.end());
    names.insert(names.end(), scenario.cluster.node_names.begin(), scenario.cluster.node_names.end());
    for (const model::RandomFault& random : scenario.random_faults)
      names.emplace_back(model::to_string(random.fault.kind));
    return names;
  }

  const RecordedRun& first_;
  const RecordedRun& second_;
  bool alike_;
};

std::string what_happens(const RecordedRun& run, EventNumber number) {
  if (number > run.last_event()) return "the run is over";
  return to_string(run.time_of(number)) + " " + event_text(run, number);
}

std::string verdict_of(const check::RunResult& result) {
  return result.holds ? "holds" : result.unknown ? "is unknown" : "is violated";
}

// Checks by their words: those of the one that stand otherwise in the other, or are not there.
void compare_checks(const check::RunResult& first, const check::RunResult& second, std::vector<std::string>& lines) {
  const auto words = [](const check::CheckResult& check) {
    return std::string(model::to_string(check.check.quantifier)) + " " + model::to_string(check.check.property);
  };
  const auto standing = [](const check::CheckResult& check) {
    if (check.holds) return std::string("holds");
    if (check.unknown) return std::string("is unknown");
    return "is violated" + (check.at ? " at " + to_string(*check.at) : std::string());
  };
  std::map<std::string, const check::CheckResult*> others;
  for (const check::CheckResult& check : second.checks) others.emplace(words(check), &check);
  for (const check::CheckResult& check : first.checks) {
    const auto found = others.find(words(check));
    if (found == others.end()) {
      lines.push_back("\"" + words(check) + "\" " + standing(check) + ", and is not asked in the second");
      continue;
    }
    if (standing(check) != standing(*found->second))
      lines.push_back("\"" + words(check) + "\" " + standing(check) + "; in the second it " + standing(*found->second));
    others.erase(found);
  }
  for (const check::CheckResult& check : second.checks) {
    const auto found = others.find(words(check));
    if (found != others.end() && found->second == &check)
      lines.push_back("\"" + words(check) + "\" is asked in the second alone, where it " + standing(check));
  }
}

void list_findings_of_one(const check::RunResult& one, const check::RunResult& other, const char* whose,
                          std::vector<std::string>& lines) {
  for (const check::Finding& finding : one.findings) {
    const bool shared = std::any_of(other.findings.begin(), other.findings.end(),
                                    [&](const check::Finding& each) { return each.message == finding.message; });
    if (!shared) lines.push_back(std::string("only in the ") + whose + ": " + finding.message);
  }
}

std::string lost_in(const check::RunResult& result) {
  return result.federation.losses.empty() ? "none" : counted(result.federation.losses.size(), "loss");
}

}  // namespace

std::optional<FirstDifference> first_difference(const RecordedRun& first, const RecordedRun& second) {
  Comparison comparison(first, second);
  const EventNumber shared = std::min(first.last_event(), second.last_event());
  EventNumber number = 1;
  while (number <= shared && comparison.same(number)) ++number;
  if (number > first.last_event() && number > second.last_event()) return std::nullopt;
  FirstDifference difference;
  difference.in_first = number;
  difference.in_second = number;
  const auto at = [&](const RecordedRun& run) {
    return number <= run.last_event() ? run.time_of(number) : SimTime::max();
  };
  difference.at = std::min(at(first), at(second));
  difference.text = "in the first: " + what_happens(first, number) + "; in the second: " + what_happens(second, number);
  return difference;
}

std::vector<std::string> outcome_difference(const RecordedRun& first, const RecordedRun& second) {
  const check::RunResult& one = first.result();
  const check::RunResult& other = second.result();
  std::vector<std::string> lines;
  if (one.verdict() != other.verdict())
    lines.push_back("the first " + verdict_of(one) + ", the second " + verdict_of(other));
  compare_checks(one, other, lines);
  list_findings_of_one(one, other, "first", lines);
  list_findings_of_one(other, one, "second", lines);
  if (one.federation.losses.size() != other.federation.losses.size())
    lines.push_back("nodes lost: " + lost_in(one) + " in the first, " + lost_in(other) + " in the second");
  if (one.worst.broken_pairs != other.worst.broken_pairs) {
    lines.push_back("pairs broken at worst: " + std::to_string(one.worst.broken_pairs) + " in the first, " +
                    std::to_string(other.worst.broken_pairs) + " in the second");
  }
  if (one.end != other.end) {
    const bool longer = one.end > other.end;
    lines.push_back("the first ends " + rough(longer ? one.end - other.end : other.end - one.end) +
                    (longer ? " later" : " earlier"));
  }
  return lines;
}

}  // namespace certdrill::replay
