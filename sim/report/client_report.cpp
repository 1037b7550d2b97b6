#include "report/client_report.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace certdrill::report {
namespace {

using trust::Grant;
using Json = nlohmann::ordered_json;

std::string role_text(Grant grant) { return grant == Grant::all ? "all rights" : std::string(trust::to_string(grant)); }

// "Admin on 8, no connection to 2".
std::string standings_text(const check::ClientStandings& standings) {
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
    return "shows " + (each.shows == pki::no_certificate ? "nothing" : scenario.certificates[each.shows].name);
  };
  const std::size_t listed = std::min(result.clients.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    name_width = std::max(name_width, scenario.cluster.clients[result.clients[i].client].name.size());
    shown_width = std::max(shown_width, shown(result.clients[i]).size());
  }
  for (std::size_t i = 0; i < listed; ++i) {
    const check::ClientResult& each = result.clients[i];
    std::string line = padded(scenario.cluster.clients[each.client].name, name_width) + "  " +
                       padded(shown(each), shown_width) + "  " + standings_text(each.standings) + " of " +
                       counted(result.nodes - result.not_deployed, "node");
    if (each.refusing) line += "; first " + scenario.cluster.node_name(*each.refusing) + ": " + each.fault;
    lines.push_back(std::move(line));
  }
  if (result.clients.size() > listed)
    lines.push_back("and " + std::to_string(result.clients.size() - listed) + " more");
  return lines;
}

Json clients_json(const check::RunResult& result, const model::Scenario& scenario) {
  Json clients = Json::array();
  for (const check::ClientResult& each : result.clients) {
    const std::optional<Grant> grant = grant_of_all(each.standings);
    Json entry;
    entry["name"] = scenario.cluster.clients[each.client].name;
    entry["shows"] = each.shows == pki::no_certificate ? Json(nullptr) : Json(scenario.certificates[each.shows].name);
    entry["connects"] = each.standings.connects();
    entry["grant"] = grant ? Json(trust::to_string(*grant)) : Json(nullptr);
    entry["grants"] = {{"User", each.standings[Grant::user]},
                       {"Admin", each.standings[Grant::admin]},
                       {"All", each.standings[Grant::all]}};
    entry["firstRefusing"] = each.refusing ? Json(scenario.cluster.node_name(*each.refusing)) : Json(nullptr);
    entry["fault"] = each.refusing ? Json(each.fault) : Json(nullptr);
    clients.push_back(std::move(entry));
  }
  return clients;
}

}  // namespace certdrill::report
