#include "report/client_report.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/duration.h"
#include "base/text.h"

namespace certdrill::report {
namespace {

using trust::Grant;
using Json = nlohmann::ordered_json;

std::string role_text(Grant grant) { return grant == Grant::all ? "all rights" : std::string(trust::to_string(grant)); }

// "Admin on 8, no connection to 2".
std::string standings_text(const check::ClientStandings& standings) {
  if (!standings.known) return "unknown";
  std::vector<std::string> parts;
  for (const Grant grant : {Grant::all, Grant::admin, Grant::user}) {
    if (standings[grant] > 0) parts.push_back(role_text(grant) + " on " + std::to_string(standings[grant]));
  }
  if (standings[Grant::none] > 0) parts.push_back("no connection to " + std::to_string(standings[Grant::none]));
  return join(parts, ", ");
}

// What every node grants; nothing when they differ.
std::optional<Grant> grant_of_all(const check::ClientStandings& standings) {
  std::optional<Grant> found;
  for (const Grant grant : {Grant::none, Grant::user, Grant::admin, Grant::all}) {
    if (standings[grant] == 0) continue;
    if (found) return std::nullopt;
    found = grant;
  }
  return found;
}

Json calls_json(const check::RunResult& result, const model::Scenario& scenario, check::ClientIndex client) {
  Json calls = Json::array();
  for (const check::ClientCallResult& each : result.calls) {
    if (each.client != client) continue;
    Json entry;
    entry["name"] = each.call;
    entry["needs"] = each.needs == model::NeededRole::admin ? "Admin" : "User";
    entry["calls"] = each.calls;
    entry["succeeded"] = each.succeeded;
    entry["failed"] = each.failed;
    entry["attempts"] = each.attempts;
    entry["refused"] = each.refused;
    entry["notAuthorized"] = each.not_authorized;
    entry["unreachable"] = each.unreachable;
    entry["longestOutage"] = nullptr;
    if (each.longest_outage) {
      const std::optional<SimTime>& until = each.longest_outage->until;
      entry["longestOutage"] = {{"from", to_string(each.longest_outage->from)},
                                {"until", until ? Json(to_string(*until)) : Json(nullptr)}};
    }
    entry["firstFailure"] = nullptr;
    if (each.first_failure) {
      entry["firstFailure"] = {
          {"at", to_string(*each.first_failure)},
          {"node", each.first_node ? Json(scenario.cluster.node_name(*each.first_node)) : Json(nullptr)},
          {"why", each.why}};
    }
    calls.push_back(std::move(entry));
  }
  return calls;
}

}  // namespace

std::string client_changes(const std::vector<check::ClientStandings>& before,
                           const std::vector<check::ClientStandings>& now, const model::Scenario& scenario) {
  constexpr std::size_t most_listed = 10;
  std::vector<std::string> parts;
  std::size_t changed = 0;
  for (std::size_t client = 0; client < now.size(); ++client) {
    if (!before.empty() && before[client] == now[client]) continue;
    if (++changed > most_listed) continue;
    parts.push_back(scenario.cluster.clients[client].name + ": " + standings_text(now[client]));
  }
  if (changed > most_listed) parts.push_back("and " + std::to_string(changed - most_listed) + " more clients");
  return join(parts, "; ");
}

std::vector<std::string> client_lines(const check::RunResult& result, const model::Scenario& scenario) {
  constexpr std::size_t most_listed = 40;
  std::vector<std::string> lines;
  std::size_t name_width = 0;
  std::size_t shown_width = 0;
  const auto shown = [&](const check::ClientResult& each) {
    if (!each.standings.known) return std::string();
    return "shows " + (each.shows == pki::no_certificate ? "nothing" : scenario.certificates[each.shows].name);
  };
  const std::size_t listed = std::min(result.clients.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    name_width = std::max(name_width, scenario.cluster.clients[result.clients[i].client].name.size());
    shown_width = std::max(shown_width, shown(result.clients[i]).size());
  }
  for (std::size_t i = 0; i < listed; ++i) {
    const check::ClientResult& each = result.clients[i];
    const model::Client& client = scenario.cluster.clients[each.client];
    std::string line = padded(client.name, name_width) + "  " + padded(shown(each), shown_width) + "  ";
    if (each.standings.known) {
      line += standings_text(each.standings) + " of " + counted(result.nodes - result.not_deployed, "node");
    } else {
      line += "unknown: nobody knows what it shows and accepts";
    }
    if (client.gateway) line += " (a gateway)";
    if (each.refusing) line += "; first " + scenario.cluster.node_name(*each.refusing) + ": " + each.fault;
    lines.push_back(std::move(line));
  }
  if (result.clients.size() > listed)
    lines.push_back("and " + std::to_string(result.clients.size() - listed) + " more");
  return lines;
}

std::vector<std::string> call_lines(const check::RunResult& result, const model::Scenario& scenario) {
  constexpr std::size_t most_listed = 40;
  std::vector<std::string> lines;
  std::size_t name_width = 0;
  std::size_t call_width = 0;
  const std::size_t listed = std::min(result.calls.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    name_width = std::max(name_width, scenario.cluster.clients[result.calls[i].client].name.size());
    call_width = std::max(call_width, result.calls[i].call.size());
  }
  for (std::size_t i = 0; i < listed; ++i) {
    const check::ClientCallResult& each = result.calls[i];
    std::string line = padded(scenario.cluster.clients[each.client].name, name_width) + "  " +
                       padded(each.call, call_width) + "  " + std::to_string(each.succeeded) + " of " +
                       counted(each.calls, "call") + " succeeded";
    if (each.failed > 0) line += ", " + std::to_string(each.failed) + " failed";
    std::vector<std::string> attempts;
    const auto add = [&](std::uint64_t count, std::string_view what) {
      if (count > 0) attempts.push_back(counted(count, "attempt") + " " + std::string(what));
    };
    add(each.refused, "refused");
    add(each.not_authorized, "not authorized");
    add(each.unreachable, "with no node up");
    if (!attempts.empty()) line += " (" + join(attempts, ", ") + ")";
    if (each.longest_outage) {
      const check::Stretch& outage = *each.longest_outage;
      line += "; longest outage " + rough(outage.until.value_or(result.end) - outage.from) + ", from " +
              to_string(outage.from) + (outage.until ? "" : " on");
    }
    lines.push_back(std::move(line));
    if (each.first_failure) {
      lines.push_back(std::string(name_width + 2, ' ') + "  first failed at " + to_string(*each.first_failure) + ": " +
                      each.why);
    }
  }
  if (result.calls.size() > listed) lines.push_back("and " + std::to_string(result.calls.size() - listed) + " more");
  return lines;
}

Json clients_json(const check::RunResult& result, const model::Scenario& scenario) {
  Json clients = Json::array();
  for (const check::ClientResult& each : result.clients) {
    const std::optional<Grant> grant = grant_of_all(each.standings);
    Json entry;
    entry["name"] = scenario.cluster.clients[each.client].name;
    entry["known"] = each.standings.known;
    entry["gateway"] = scenario.cluster.clients[each.client].gateway;
    entry["shows"] = each.shows == pki::no_certificate ? Json(nullptr) : Json(scenario.certificates[each.shows].name);
    entry["connects"] = each.standings.connects();
    entry["grant"] = grant ? Json(trust::to_string(*grant)) : Json(nullptr);
    entry["grants"] = {{"User", each.standings[Grant::user]},
                       {"Admin", each.standings[Grant::admin]},
                       {"All", each.standings[Grant::all]}};
    entry["firstRefusing"] = each.refusing ? Json(scenario.cluster.node_name(*each.refusing)) : Json(nullptr);
    entry["fault"] = each.refusing ? Json(each.fault) : Json(nullptr);
    entry["calls"] = calls_json(result, scenario, each.client);
    clients.push_back(std::move(entry));
  }
  return clients;
}

}  // namespace certdrill::report
