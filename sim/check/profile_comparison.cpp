#include "check/profile_comparison.h"

#include <algorithm>

#include "check/rehearsal.h"

namespace certdrill::check {
namespace {

class Comparison {
 public:
  Comparison(const world::Setting& setting, const RunResult& own)
      : scenario_(setting.scenario()), certificates_(setting.certificates()), own_(own) {}

  [[nodiscard]] ProfileOutcome under(model::Profile profile) const {
    const model::Switches switches = model::switches_under(profile, scenario_.switches, scenario_.profile);
    const RunResult other = rehearsed(profile, switches);
    ProfileOutcome outcome;
    outcome.profile = profile;
    outcome.holds = other.holds;
    outcome.unknown = other.unknown;
    outcome.same = same_findings(own_, other);
    if (outcome.same) return outcome;
    outcome.first_difference = first_not_in(other, own_);
    outcome.only_there = !outcome.first_difference.empty();
    if (!outcome.only_there) outcome.first_difference = first_not_in(own_, other);
    if (scenario_.cluster.nodes.size() <= most_nodes_to_explain) find_switches(profile, switches, other, outcome);
    return outcome;
  }

 private:
  [[nodiscard]] RunResult rehearsed(model::Profile profile, const model::Switches& switches) const {
    model::Scenario changed = scenario_;
    changed.profile = profile;
    changed.switches = switches;
    changed.also_under.clear();
    return *rehearse(std::make_shared<const world::Setting>(std::move(changed), certificates_));
  }

  // Messages of refusals tell the profile's own words for a fault; what counts is who could not talk to whom, and when.
  static bool same_finding(const Finding& a, const Finding& b) {
    return a.id == b.id && a.at == b.at && a.check == b.check && a.until == b.until;
  }
  static bool same_findings(const RunResult& a, const RunResult& b) {
    return std::equal(a.findings.begin(), a.findings.end(), b.findings.begin(), b.findings.end(), same_finding);
  }
  static std::string first_not_in(const RunResult& there, const RunResult& here) {
    for (const Finding& finding : there.findings) {
      const bool known = std::any_of(here.findings.begin(), here.findings.end(),
                                     [&](const Finding& each) { return same_finding(each, finding); });
      if (!known) return finding.id + " at " + to_string(finding.at) + ": " + finding.message;
    }
    return {};
  }

  void find_switches(model::Profile profile, const model::Switches& switches, const RunResult& other,
                     ProfileOutcome& outcome) const {
    for (const model::SwitchInfo& info : model::all_switches()) {
      const std::string_view mine = model::value_of(scenario_.switches, info.name);
      const std::string_view theirs = model::value_of(switches, info.name);
      if (mine == theirs) continue;
      const bool brings_it =
          same_findings(rehearsed(scenario_.profile, *model::set(scenario_.switches, info.name, theirs)), other);
      const bool takes_it_back =
          !brings_it && same_findings(rehearsed(profile, *model::set(switches, info.name, mine)), own_);
      if (brings_it || takes_it_back) outcome.switches.push_back(std::string(info.name) + "=" + std::string(theirs));
    }
  }

  const model::Scenario& scenario_;
  std::shared_ptr<const pki::CertificateSet> certificates_;
  const RunResult& own_;
};

}  // namespace

std::vector<ProfileOutcome> compare_profiles(const world::Setting& setting, const RunResult& own) {
  const Comparison comparison(setting, own);
  std::vector<ProfileOutcome> outcomes;
  for (const model::Profile profile : setting.scenario().also_under) outcomes.push_back(comparison.under(profile));
  return outcomes;
}

}  // namespace certdrill::check
