// What StoryTeller tells of clients: which nodes a client cannot connect to, or grants it the wrong thing, and why.
#include <algorithm>

#include "base/text.h"
#include "check/client_advice.h"
#include "check/story.h"

namespace certdrill::check {
namespace {

using model::ClientStanding;
using trust::Grant;

ClientStanding wanted_by(const model::Property& property) {
  const auto* stands = std::get_if<model::ClientStands>(&property);
  return stands == nullptr ? ClientStanding::can_connect : stands->as;
}

bool stands(Grant grant, ClientStanding as) {
  switch (as) {
    case ClientStanding::can_connect:
      return grant != Grant::none;
    case ClientStanding::admin:
      return grant == Grant::admin || grant == Grant::all;
    case ClientStanding::user:
      return grant == Grant::user;
    case ClientStanding::refused:
      return grant == Grant::none;
  }
  return false;
}

std::string_view words_for(ClientStanding wanted) {
  switch (wanted) {
    case ClientStanding::can_connect:
      return "cannot connect to";
    case ClientStanding::admin:
      return "is not Admin on";
    case ClientStanding::user:
      return "is not User on";
    case ClientStanding::refused:
      return "can connect to";
  }
  return "";
}

// Is it the rule for this very certificate or name, whatever else it wants?
bool means(const trust::RuleVerdict& rule) {
  return std::any_of(rule.reasons.begin(), rule.reasons.end(), [](const trust::Reason& reason) {
    return reason.id == trust::ReasonId::ThumbprintMatched || reason.id == trust::ReasonId::CommonNameMatched;
  });
}

// "as User"; nothing is said of All, for it is no role.
std::string role_words(Grant grant) {
  if (grant == Grant::all) return "with all rights";
  return "as " + std::string(trust::to_string(grant));
}

// What the one sees that is refused first: the endpoint's refusal comes before the client's.
const std::string& fault_of(const Meeting& meeting) {
  return meeting.endpoint_says.accepted ? meeting.client_says.fault : meeting.endpoint_says.fault;
}

}  // namespace

std::string name_of(const Party& party, const model::Cluster& cluster) {
  return party.is_client ? cluster.clients[party.index].name : cluster.node_name(party.index);
}

Meeting StoryTeller::meet(ClientIndex client, model::NodeIndex node) {
  const model::Client& who = world_->scenario().cluster.clients[client];
  const ConfigurationId id = world_->configuration_of(node);
  Meeting meeting;
  meeting.client = client;
  meeting.node = node;
  meeting.client_shows = classes_->client_presentation(who, now_);
  meeting.endpoint_shows = classes_->endpoint_presentation(world_->configurations(), id, now_);
  meeting.endpoint_says = classes_->endpoint_verdict(world_->configurations(), id, meeting.client_shows.chosen, now_);
  meeting.client_says = classes_->client_verdict(who, meeting.endpoint_shows.chosen, now_);
  return meeting;
}

// "It is Admin on 8 nodes and cannot connect to 2."
std::string StoryTeller::standings_of(ClientIndex client) const {
  const ClientStandings& standings = count_->clients().standings()[client];
  std::vector<std::string> parts;
  const auto add = [&](const std::string& words, std::uint64_t nodes) {
    if (nodes > 0) parts.push_back(words + " " + counted(nodes, "node"));
  };
  add("is Admin on", standings[Grant::admin]);
  add("has all rights on", standings[Grant::all]);
  add("is User on", standings[Grant::user]);
  add("cannot connect to", standings[Grant::none]);
  return "Client " + world_->scenario().cluster.clients[client].name + " " + join_words(parts) + ".";
}

void StoryTeller::tell_meeting(const Meeting& meeting, bool wants_admin, Finding& finding) const {
  const std::string& client = world_->scenario().cluster.clients[meeting.client].name;
  const std::string node = world_->scenario().cluster.node_name(meeting.node);
  finding.story.push_back("Client " + client + " presents " +
                          trust::explain(meeting.client_shows, classes_->certificates()) + ". The endpoint of " + node +
                          " presents " + trust::explain(meeting.endpoint_shows, classes_->certificates()) + ".");
  const auto tell = [&](const std::string& validator, const std::string& shower, const trust::Verdict& verdict) {
    if (!verdict.accepted) {
      finding.story.push_back(validator + " refuses " + shower + ": " + trust::summary(verdict) + ". " + shower +
                              " sees " + verdict.fault + ".");
      return;
    }
    const std::string role = verdict.role == trust::Role::client ? " " + role_words(verdict.grant) : "";
    finding.story.push_back(validator + " accepts " + shower + role + " " + trust::summary(verdict) + ".");
  };
  tell(node, client, meeting.endpoint_says);
  tell(client, node, meeting.client_says);
  if (wants_admin && meeting.endpoint_says.accepted && meeting.endpoint_says.grant == Grant::user) {
    // Of the admin rules those alone that mean this client: what they lack is what it would take.
    std::vector<std::string> near;
    for (const trust::RuleVerdict& rule : meeting.endpoint_says.rules) {
      if (!rule.for_admins || !means(rule)) continue;
      for (const trust::Reason& reason : rule.reasons) {
        if (reason.weight == trust::Weight::refuses)
          near.push_back(rule.rule + " does not: " + trust::to_string(reason));
      }
    }
    finding.story.push_back(near.empty() ? "No rule of admin V names it."
                                         : "No rule of admin V accepts it; " + join(near, "; ") + ".");
  }
  const Party of_client = Party::of_client(meeting.client);
  if (!meeting.endpoint_says.accepted)
    finding.client_refusals.push_back({meeting.node, of_client, meeting.client_shows.chosen, meeting.endpoint_says});
  if (!meeting.client_says.accepted)
    finding.client_refusals.push_back({of_client, meeting.node, meeting.endpoint_shows.chosen, meeting.client_says});
}

void StoryTeller::tell_of_clients(const WatchedProperty& watched, const std::vector<Happening>& happenings,
                                  Finding& finding) {
  const ClientAccess& access = count_->clients();
  const ClientStanding wanted = wanted_by(watched.property);
  ClientIndex client = watched.client;
  if (std::holds_alternative<model::EveryClientCanConnect>(watched.property)) {
    while (access.standings()[client][Grant::none] == 0) ++client;
  }
  const auto is_odd = [&](model::NodeIndex node) {
    return !stands(access.grant(client, world_->configuration_of(node)), wanted);
  };
  // The node that changed last, when it is one of them: it is what happened.
  std::optional<model::NodeIndex> witness;
  for (auto happening = happenings.rbegin(); happening != happenings.rend() && !witness; ++happening) {
    if (happening->change && is_there(happening->change->node) && is_odd(happening->change->node))
      witness = happening->change->node;
  }
  if (!witness) witness = first_node(is_odd);
  const std::uint64_t nodes = count_->connectivity().nodes();
  std::uint64_t odd = 0;
  for (const Grant grant : {Grant::none, Grant::user, Grant::admin, Grant::all}) {
    if (!stands(grant, wanted)) odd += access.standings()[client][grant];
  }
  const Meeting meeting = meet(client, witness.value());
  const Grant grant = meeting.connects() ? meeting.endpoint_says.grant : Grant::none;
  finding.message = "client " + world_->scenario().cluster.clients[client].name + " " + std::string(words_for(wanted)) +
                    " " + std::to_string(odd) + " of " + counted(nodes, "node") + "; first " + node_label(*witness) +
                    (grant == Grant::none  ? ": " + fault_of(meeting)
                     : grant == Grant::all ? ", where it has all rights"
                                           : ", where it is " + std::string(trust::to_string(grant)));
  if (!happenings.empty()) finding.story.push_back(cause(happenings));
  tell_meeting(meeting, wanted == ClientStanding::admin, finding);
  finding.story.push_back(standings_of(client));
  finding.advice = advise_on_client(*world_, *classes_, meeting, wanted, happenings, now_);
}

ClientResult StoryTeller::result_of(ClientIndex client) {
  const ClientAccess& access = count_->clients();
  ClientResult result;
  result.client = client;
  result.shows = access.shown_by(client);
  result.standings = access.standings()[client];
  if (result.standings[Grant::none] == 0) return result;
  result.refusing = first_node(
      [&](model::NodeIndex node) { return access.grant(client, world_->configuration_of(node)) == Grant::none; });
  result.fault = fault_of(meet(client, result.refusing.value()));
  return result;
}

}  // namespace certdrill::check
