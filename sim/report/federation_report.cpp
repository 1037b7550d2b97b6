#include "report/federation_report.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/duration.h"
#include "base/text.h"
#include "check/federation_story.h"

namespace certdrill::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_turns = 20;
constexpr std::size_t first_turns = 14;
constexpr std::size_t last_turns = 5;
constexpr std::size_t most_waits = 12;
constexpr std::size_t most_certificates = 20;

Json time_or_null(const std::optional<SimTime>& at) { return at ? Json(to_string(*at)) : Json(nullptr); }

Json stretches_json(const std::vector<check::Stretch>& stretches) {
  Json out = Json::array();
  for (const check::Stretch& each : stretches)
    out.push_back({{"from", to_string(each.from)}, {"until", time_or_null(each.until)}});
  return out;
}

std::string number_or_no(std::uint64_t number, std::string_view noun) {
  return number == 0 ? "no " + std::string(noun) : counted(number, noun);
}

// Certificates that were of use at some time: others lie in stores and tell nothing.
std::vector<const check::CertificateUse*> told_of(const check::RunResult& result) {
  std::vector<const check::CertificateUse*> told;
  for (const check::CertificateUse& use : result.federation.use) {
    const bool presented = std::any_of(result.margins.begin(), result.margins.end(), [&](const check::Margin& margin) {
      return margin.certificate == use.certificate;
    });
    if (presented || use.in_use()) told.push_back(&use);
  }
  return told;
}

// A monitored upgrade looks at the health in each domain: only where that goes otherwise is it news.
bool is_routine(const check::UpgradeWait& wait) {
  return (wait.reason == world::WaitReason::health_check_wait ||
          wait.reason == world::WaitReason::health_check_stable) &&
         wait.domain && wait.time.until;
}
bool same_but_domain(const check::UpgradeWait& a, const check::UpgradeWait& b) {
  return a.reason == b.reason && *a.time.until - a.time.from == *b.time.until - b.time.from;
}

}  // namespace

std::string_view words_for(check::StepState state) {
  static constexpr std::array<std::string_view, 7> words = {"not begun",   "under way", "completed", "rolled back",
                                                            "interrupted", "refused",   "stuck"};
  return words[static_cast<std::size_t>(state)];
}

std::vector<std::string> federation_lines(const check::RunResult& result, const model::Scenario& scenario) {
  const check::FederationResult& federation = result.federation;
  std::vector<std::string> lines = {federation.trust_reading, federation.federation_reading};
  if (!federation.simulated) return lines;
  for (std::size_t i = 0; i < federation.turns.size(); ++i) {
    if (federation.turns.size() > most_turns && i == first_turns) {
      lines.push_back("  ... " + std::to_string(federation.turns.size() - first_turns - last_turns) + " more ...");
      i = federation.turns.size() - last_turns;
    }
    lines.push_back("  " + to_string(federation.turns[i].at) + "  " + federation.turns[i].text);
  }
  if (federation.most_unavailable == 0 && federation.without_quorum.empty()) return lines;
  std::string numbers = std::to_string(federation.nodes - federation.unavailable) + " of " +
                        counted(federation.nodes, "node") +
                        " up at the end; most unavailable at once: " + std::to_string(federation.most_unavailable) +
                        ", at " + to_string(federation.most_unavailable_at);
  if (federation.longest_outage) {
    const check::Outage& outage = *federation.longest_outage;
    numbers += "; longest outage: " + rough(outage.time.until.value_or(result.end) - outage.time.from) + ", " +
               (outage.node ? scenario.cluster.node_name(*outage.node) : "without a quorum") +
               (outage.time.until ? "" : ", and it goes on");
  }
  lines.push_back(std::move(numbers));
  return lines;
}

std::vector<std::string> certificate_use_lines(const check::RunResult& result, const model::Scenario& scenario) {
  std::vector<std::string> lines;
  if (!result.federation.simulated) return lines;
  const std::vector<const check::CertificateUse*> told = told_of(result);
  if (told.size() < 2) return lines;  // there is no old one
  std::size_t width = 0;
  for (const check::CertificateUse* use : told)
    width = std::max(width, scenario.certificates[use->certificate].name.size());
  for (std::size_t i = 0; i < std::min(told.size(), most_certificates); ++i) {
    const check::CertificateUse& use = *told[i];
    std::string line = padded(scenario.certificates[use.certificate].name, width) + "  on disk on " +
                       number_or_no(use.on_disk, "node") + ", ";
    if (!use.in_use()) {
      line += "not in use";
    } else {
      line += "loaded by " + number_or_no(use.loaded, "node") + ", in use by " +
              number_or_no(use.transport_sessions, "transport session") + " and " +
              number_or_no(use.kernel_leases, "kernel lease");
      line += ", of " + check::names_of(use.first_nodes, scenario.cluster);
      if (use.nodes > use.first_nodes.size())
        line += " and " + std::to_string(use.nodes - use.first_nodes.size()) + " more";
    }
    lines.push_back(std::move(line));
  }
  if (told.size() > most_certificates)
    lines.push_back("and " + std::to_string(told.size() - most_certificates) + " more");
  return lines;
}

std::vector<UpgradeLine> upgrade_lines(const check::StepResult& step, const model::Scenario& scenario) {
  const model::Cluster& cluster = scenario.cluster;
  std::vector<UpgradeLine> lines;
  const auto add = [&](SimTime at, const std::string& text) { lines.push_back({at, to_string(at) + "  " + text}); };
  const auto place = [&](const std::optional<std::uint32_t>& domain) {
    return domain ? cluster.upgrade_domains[*domain] + ": it " : std::string("it ");
  };
  for (const check::PhaseResult& phase : step.phases) {
    add(phase.start, "phase " + std::to_string(phase.index + 1) + (phase.backward ? ", going back" : "") + ": " +
                         std::string(words_for(phase.state)) + ", takes " + rough(phase.end - phase.start));
  }
  std::size_t told = 0;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < step.waits.size(); ++i) {
    const check::UpgradeWait& wait = step.waits[i];
    const auto alike = [&](const check::UpgradeWait& other) {
      return is_routine(other) && same_but_domain(other, wait);
    };
    if (is_routine(wait) && std::any_of(step.waits.begin(), step.waits.begin() + static_cast<std::ptrdiff_t>(i), alike))
      continue;  // told with the first of its kind
    if (told++ >= most_waits) {
      ++left_out;
      continue;
    }
    const auto times = is_routine(wait) ? std::count_if(step.waits.begin(), step.waits.end(), alike) : 1;
    if (times > 1) {
      const auto last = std::find_if(step.waits.rbegin(), step.waits.rend(), alike);
      add(wait.time.from, cluster.upgrade_domains[*wait.domain] + " to " + cluster.upgrade_domains[*last->domain] +
                              ", " + std::to_string(times) + " times: it " + check::words_for(wait, cluster) +
                              ", for " + rough(*wait.time.until - wait.time.from));
      continue;
    }
    add(wait.time.from,
        place(wait.domain) + check::words_for(wait, cluster) +
            (wait.time.until ? ", for " + rough(*wait.time.until - wait.time.from) : ", and does so at the end"));
  }
  for (const check::UpgradeEvent& event : step.events) {
    const bool of_all = event.turn == world::UpgradeTurn::rolled_back || event.turn == world::UpgradeTurn::refused;
    add(event.at, (of_all ? std::string("it ") : place(event.domain)) + check::words_for(event));
  }
  std::stable_sort(lines.begin(), lines.end(), [](const UpgradeLine& a, const UpgradeLine& b) { return a.at < b.at; });
  if (left_out > 0) lines.push_back({step.end, "and " + counted(left_out, "wait") + " more"});
  return lines;
}

nlohmann::ordered_json federation_json(const check::RunResult& result, const model::Scenario& scenario) {
  const check::FederationResult& federation = result.federation;
  Json out;
  out["simulated"] = federation.simulated;
  out["trustReading"] = federation.trust_reading;
  out["federationReading"] = federation.federation_reading;
  out["trustBroken"] = federation.trust.number == 0 ? Json(nullptr)
                                                    : Json({{"from", to_string(federation.trust.from)},
                                                            {"until", time_or_null(federation.trust.until)},
                                                            {"stretches", federation.trust.number}});
  out["lost"] = federation.lost;
  out["losses"] = Json::array();
  for (const check::NodeLoss& loss : federation.losses) {
    const std::optional<std::uint32_t>& domain = loss.place.domain;
    out["losses"].push_back({{"node", scenario.cluster.node_name(loss.node)},
                             {"cause", world::to_string(loss.cause)},
                             {"at", to_string(loss.at)},
                             {"back", time_or_null(loss.back)},
                             {"step", loss.place.step ? scenario.steps[*loss.place.step].name : std::string()},
                             {"domain", domain ? scenario.cluster.upgrade_domains[*domain] : std::string()},
                             {"betweenDomains", loss.place.between_domains}});
  }
  out["unavailable"] = federation.unavailable;
  out["mostUnavailable"] = {{"nodes", federation.most_unavailable}, {"at", to_string(federation.most_unavailable_at)}};
  out["longestOutage"] = nullptr;
  if (federation.longest_outage) {
    const check::Outage& outage = *federation.longest_outage;
    out["longestOutage"] = {{"node", outage.node ? Json(scenario.cluster.node_name(*outage.node)) : Json(nullptr)},
                            {"from", to_string(outage.time.from)},
                            {"until", time_or_null(outage.time.until)}};
  }
  out["withoutQuorum"] = stretches_json(federation.without_quorum);
  out["inPieces"] = stretches_json(federation.not_one_piece);
  out["ringsFormed"] = Json::array();
  for (const SimTime at : federation.rings_formed) out["ringsFormed"].push_back(to_string(at));
  out["events"] = Json::array();
  for (const check::FederationTurn& turn : federation.turns)
    out["events"].push_back({{"at", to_string(turn.at)}, {"text", turn.text}});
  out["certificates"] = Json::array();
  for (const check::CertificateUse& use : federation.use) {
    Json nodes = Json::array();
    for (const model::NodeIndex node : use.first_nodes) nodes.push_back(scenario.cluster.node_name(node));
    out["certificates"].push_back({{"certificate", scenario.certificates[use.certificate].name},
                                   {"onDisk", use.on_disk},
                                   {"loaded", use.loaded},
                                   {"transportSessions", use.transport_sessions},
                                   {"kernelLeases", use.kernel_leases},
                                   {"nodes", use.nodes},
                                   {"firstNodes", std::move(nodes)}});
  }
  return out;
}

}  // namespace certdrill::report
