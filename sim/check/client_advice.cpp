#include "check/client_advice.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "model/notation.h"
#include "world/client_calls.h"

namespace certdrill::check {
namespace {

using model::ClientStanding;
using trust::ReasonId;

bool has_reason(const std::vector<trust::Reason>& reasons, ReasonId id) {
  return std::any_of(reasons.begin(), reasons.end(), [id](const trust::Reason& reason) {
    return reason.id == id && reason.weight == trust::Weight::refuses;
  });
}

constexpr std::string_view turn_roles_on =
    "let roles take effect (ClientRoleEnabled, here the switch rolesInEffect): without them all who may connect may do "
    "everything, and admin V is not read";

class ClientAdviser {
 public:
  ClientAdviser(const world::World& world, AuthenticationClasses& classes, const Meeting& meeting,
                const std::vector<Happening>& happenings, SimTime now)
      : world_(world),
        classes_(classes),
        meeting_(meeting),
        happenings_(happenings),
        now_(now),
        client_(world.scenario().cluster.clients[meeting.client]),
        node_(world.scenario().cluster.node_name(meeting.node)) {}

  [[nodiscard]] std::string to_connect() const {
    const pki::CertificateId shown = meeting_.client_shows.chosen;
    if (shown == pki::no_certificate) return give_certificate();
    if (meeting_.endpoint_shows.chosen == pki::no_certificate)
      return "give " + node_ + " a certificate to show to clients: name one in server P that is installed there";
    std::vector<std::string> parts;
    if (!meeting_.endpoint_says.accepted) parts.push_back(to_be_let_in());
    if (!meeting_.client_says.accepted) parts.push_back(to_take_endpoint());
    parts.erase(std::remove(parts.begin(), parts.end(), std::string()), parts.end());
    return join(parts, "; and ");
  }

  [[nodiscard]] std::string to_be_admin() const {
    if (!meeting_.connects()) return to_connect();
    if (const auto kept = rule_of_before(true)) return keep(*kept, "admin V");
    for (const trust::RuleVerdict& rule : meeting_.endpoint_says.rules) {
      if (rule.for_admins && has_reason(rule.reasons, ReasonId::IssuerNotMatched)) {
        return "pin " + issuer_of(meeting_.client_shows.chosen) + ", which issued " +
               name(meeting_.client_shows.chosen) + ", in rule " + rule.rule + " of admin V";
      }
    }
    return "add TP=" + name(meeting_.client_shows.chosen) + " to admin V";
  }

  [[nodiscard]] std::string to_be_user() const {
    if (!meeting_.connects()) return to_connect();
    std::vector<std::string> rules;
    for (const trust::RuleVerdict& rule : meeting_.endpoint_says.rules) {
      if (rule.accepted && rule.for_admins) rules.push_back(rule.rule);
    }
    const bool also_user =
        std::any_of(meeting_.endpoint_says.rules.begin(), meeting_.endpoint_says.rules.end(),
                    [](const trust::RuleVerdict& rule) { return rule.accepted && !rule.for_admins; });
    if (rules.empty()) return std::string(turn_roles_on);
    return (also_user ? "remove " : "move ") + join_words(rules) +
           (also_user ? " from admin V" : " from admin V to client V");
  }

  [[nodiscard]] std::string to_be_refused() const {
    std::vector<std::string> parts;
    for (const bool admins : {false, true}) {
      std::vector<std::string> rules;
      for (const trust::RuleVerdict& rule : meeting_.endpoint_says.rules) {
        if (rule.accepted && rule.for_admins == admins) rules.push_back(rule.rule);
      }
      if (!rules.empty()) parts.push_back(join_words(rules) + " from " + (admins ? "admin V" : "client V"));
    }
    return parts.empty() ? std::string() : "remove " + join_words(parts);
  }

 private:
  [[nodiscard]] std::string name(pki::CertificateId id) const { return world_.scenario().certificates[id].name; }
  [[nodiscard]] std::string issuer_of(pki::CertificateId id) const {
    const std::vector<pki::CertificateId> issuers = classes_.certificates().issuers_of(id);
    return name(issuers.empty() ? id : issuers.front());
  }

  // The rule by which the node let this client in until it was changed a moment ago.
  [[nodiscard]] std::optional<std::string> rule_of_before(bool as_admin) const {
    for (const Happening& happening : happenings_) {
      if (!happening.change || happening.change->node != meeting_.node) continue;
      const trust::Verdict before = classes_.endpoint_verdict(world_.configurations(), happening.change->from,
                                                              meeting_.client_shows.chosen, now_);
      if (before.accepted && before.rules[before.deciding_rule].for_admins >= as_admin)
        return before.rules[before.deciding_rule].rule;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string keep(const std::string& rule, const std::string& where) const {
    return "keep " + rule + " in " + where + " until client " + client_.name + " does not need it";
  }

  [[nodiscard]] std::string give_certificate() const {
    for (const trust::Candidate& candidate : meeting_.client_shows.candidates) {
      if (candidate.fate == trust::CandidateFate::expired) {
        return "replace " + name(candidate.certificate) + " in the store of client " + client_.name +
               " before it expires";
      }
    }
    return "install a certificate that its P names, with its private key, for client " + client_.name;
  }

  [[nodiscard]] std::string to_be_let_in() const {
    if (const auto kept = rule_of_before(false)) {
      const bool admin = meeting_was_admin();
      return keep(*kept, admin ? "admin V" : "client V");
    }
    const pki::CertificateId shown = meeting_.client_shows.chosen;
    const std::vector<trust::Reason> decisive = trust::decisive_reasons(meeting_.endpoint_says);
    if (has_reason(decisive, ReasonId::Expired))
      return "give client " + client_.name + " a certificate that outlasts " + name(shown);
    if (has_reason(decisive, ReasonId::IssuerNotMatched))
      return "pin " + issuer_of(shown) + ", which issued " + name(shown) + ", in client V or admin V";
    if (has_reason(decisive, ReasonId::UntrustedRoot) || has_reason(decisive, ReasonId::PartialChain))
      return "trust the root of " + name(shown) + " on the nodes, or pin its issuer: @" + issuer_of(shown);
    if (has_reason(decisive, ReasonId::RevocationUnknown) || has_reason(decisive, ReasonId::RevocationListUnusable)) {
      return "let the nodes have a current CRL of " + issuer_of(shown) +
             ", or let them go on without (IgnoreCrlOfflineError, here the switch ignoreCrlOfflineClients)";
    }
    if (!world_.scenario().switches.roles_in_effect && named_for_admins()) return std::string(turn_roles_on);
    const bool unlisted = has_reason(decisive, ReasonId::ThumbprintNotMatched) ||
                          has_reason(decisive, ReasonId::CommonNameNotMatched) ||
                          has_reason(decisive, ReasonId::NoValidationRule);
    if (unlisted) return "add TP=" + name(shown) + " to client V, or to admin V if it has to change anything";
    return {};
  }

  // Does admin V name the certificate of this client, by thumbprint or by name?
  [[nodiscard]] bool named_for_admins() const {
    const std::uint32_t security = world_.configurations()[world_.configuration_of(meeting_.node)].security;
    const pki::CertificateSpec& shown = world_.scenario().certificates[meeting_.client_shows.chosen];
    for (const model::ValidationRule& rule : world_.scenario().securities[security].management.admins.rules) {
      const auto* pinned = std::get_if<model::AcceptThumbprint>(&rule);
      if (pinned != nullptr && pinned->certificate.text == shown.name) return true;
      const auto* named = std::get_if<model::AcceptCommonName>(&rule);
      if (named == nullptr) continue;
      const auto id = named->name.literal ? std::nullopt : world_.scenario().find_certificate(named->name.text);
      if ((id ? world_.scenario().certificates[*id].common_name : named->name.text) == shown.common_name) return true;
    }
    return false;
  }

  [[nodiscard]] bool meeting_was_admin() const { return rule_of_before(true).has_value(); }

  [[nodiscard]] std::string to_take_endpoint() const {
    const pki::CertificateId shown = meeting_.endpoint_shows.chosen;
    const std::vector<trust::Reason> decisive = trust::decisive_reasons(meeting_.client_says);
    if (has_reason(decisive, ReasonId::Expired)) return "replace " + name(shown) + " before it expires";
    const bool unlisted = has_reason(decisive, ReasonId::ThumbprintNotMatched) ||
                          has_reason(decisive, ReasonId::CommonNameNotMatched) ||
                          has_reason(decisive, ReasonId::NoValidationRule);
    if (unlisted) {
      return "add TP=" + name(shown) + " to the V of client " + client_.name + " before " + node_ +
             " shows it to clients";
    }
    if (has_reason(decisive, ReasonId::IssuerNotMatched))
      return "pin " + issuer_of(shown) + ", which issued " + name(shown) + ", in the V of client " + client_.name;
    if (has_reason(decisive, ReasonId::UntrustedRoot) || has_reason(decisive, ReasonId::PartialChain))
      return "trust the root of " + name(shown) + " at client " + client_.name;
    return {};
  }

  const world::World& world_;
  AuthenticationClasses& classes_;
  const Meeting& meeting_;
  const std::vector<Happening>& happenings_;
  SimTime now_;
  const model::Client& client_;
  std::string node_;
};

}  // namespace

std::string advise_on_client(const world::World& world, AuthenticationClasses& classes, const Meeting& meeting,
                             ClientStanding wanted, const std::vector<Happening>& happenings, SimTime now) {
  const ClientAdviser adviser(world, classes, meeting, happenings, now);
  switch (wanted) {
    case ClientStanding::can_connect:
      return adviser.to_connect();
    case ClientStanding::admin:
      return adviser.to_be_admin();
    case ClientStanding::user:
      return adviser.to_be_user();
    case ClientStanding::refused:
      return adviser.to_be_refused();
  }
  return {};
}

std::string place_of_certificate(const world::World& world, const Meeting& meeting) {
  const model::Client& client = world::ClientCalls::client(world, meeting.client);
  const std::uint32_t place = meeting.call ? client.calls[*meeting.call].place : client.place;
  const std::vector<model::ClientPlace>& places = world.scenario().cluster.clients[meeting.client].places;
  return places[place].location + "/" + places[place].name;
}

// Source: Octopus client certificates page; OctopusDeploy/Calamari, AzureServiceFabricContext.ps1,
// HealthCheckBehaviour.cs.
std::string advise_octopus(const world::World& world, const Meeting& meeting) {
  const model::Client& client = world::ClientCalls::client(world, meeting.client);
  const bool is_target = std::any_of(client.calls.begin(), client.calls.end(),
                                     [](const model::ClientCall& call) { return call.kind != model::CallKind::plain; });
  if (!is_target || (meeting.call && client.calls[*meeting.call].kind == model::CallKind::plain)) return {};
  if (meeting.client_shows.chosen == pki::no_certificate) {
    return "install the client certificate in " + place_of_certificate(world, meeting) + " on the machine of " +
           client.name + ", or change storeLocation, storeName, findType and findValueOverride to where and what it is";
  }
  if (meeting.client_says.accepted || meeting.endpoint_shows.chosen == pki::no_certificate) return {};
  return "set serverCertThumbprint of every target and step of " + client.name + " to " +
         world.scenario().certificates[meeting.endpoint_shows.chosen].name +
         " when the endpoints begin to show it: a target takes one thumbprint, so that no order is without a gap";
}

}  // namespace certdrill::check
