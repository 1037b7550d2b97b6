// What StoryTeller tells of calls that clients make: which one failed, where, what the client was told, and why.
#include <algorithm>

#include "base/duration.h"
#include "base/text.h"
#include "check/client_advice.h"
#include "check/story.h"
#include "world/client_calls.h"

namespace certdrill::check {
namespace {

using model::CallKind;
using Record = ClientCallsWatch::Record;

CallKind kind_of(const world::World& world, const Meeting& meeting) {
  if (!meeting.call) return CallKind::plain;
  return world::ClientCalls::client(world, meeting.client).calls[*meeting.call].kind;
}

// What stands behind the first word of a fault: "CertificateNotMatched".
std::string reason_of(const std::string& fault) {
  const std::size_t colon = fault.find(": ");
  return colon == std::string::npos ? fault : fault.substr(colon + 2);
}

// Of the calls that a property asks about, the one that shows best what is wrong: that which failed last, or, where
// the length of an outage counts, has been out for the longest time.
const Record* witness(const WatchedProperty& watched, const ClientCallsWatch& calls, std::size_t clients) {
  const bool oldest = std::holds_alternative<model::ClientNeverOutLongerThan>(watched.property);
  const std::string* const name = model::call_named_by(watched.property);
  const Record* best = nullptr;
  const auto out_since = [](const Record& each) { return each.out_since.value_or(each.last_out_since); };
  const auto look_at = [&](ClientIndex client) {
    for (const Record& each : calls.of_client(client)) {
      if (each.attempts == 0 || (name != nullptr && each.result.call != *name)) continue;
      if (!oldest && !each.out_since) continue;
      const bool better = best == nullptr || (oldest ? out_since(each) < out_since(*best) && each.out_since
                                                     : each.failed_at > best->failed_at);
      if (better) best = &each;
    }
  };
  if (std::holds_alternative<model::EveryCallSucceeds>(watched.property)) {
    for (ClientIndex client = 0; client < clients; ++client) look_at(client);
  } else {
    look_at(watched.client);
  }
  return best;
}

// Calls as they were made then: the client may have been changed since.
bool still_makes_it(const world::World& world, const Record& record) {
  return world.clients().clients[record.result.client].variant == record.variant;
}

}  // namespace

std::string words_for_refusal(const world::World& world, const Meeting& meeting) {
  const bool octopus = kind_of(world, meeting) != CallKind::plain;
  const bool shows_nothing = meeting.client_shows.chosen == pki::no_certificate;
  if (octopus && shows_nothing)
    return "0x80071C57: the client certificate is not found in " + place_of_certificate(world, meeting);
  if (!meeting.endpoint_says.accepted) return meeting.endpoint_says.fault;
  if (octopus && !meeting.client_says.accepted)
    return "FABRIC_E_SERVER_AUTHENTICATION_FAILED 0x80092012: " + reason_of(meeting.client_says.fault);
  return meeting.client_says.fault;
}

void StoryTeller::tell_of_calls(const WatchedProperty& watched, Finding& finding) {
  const std::vector<model::Client>& clients = world_->scenario().cluster.clients;
  const Record* const record = witness(watched, *numbers_.calls, clients.size());
  if (record == nullptr) return;
  const ClientIndex client = record->result.client;
  const model::Client& as_it_was = world::ClientCalls::variant(world_->scenario(), client, record->variant);
  const model::ClientCall& call = as_it_was.calls[record->call];
  const std::string who = "client " + clients[client].name;
  const bool not_authorized = record->outcome == world::Outcome::not_authorized;
  const std::string role = call.needs == model::NeededRole::admin ? "Admin" : "User";

  std::string why;
  std::optional<Meeting> meeting;
  if (record->failed_node && still_makes_it(*world_, *record))
    meeting = check::meet(*world_, *classes_, client, record->call, *record->failed_node, now_);
  if (!record->failed_node) {
    why = "no node was up";
  } else if (not_authorized) {
    why = node_label(*record->failed_node) + " lets it in as User, and it needs " + role;
  } else if (meeting && !meeting->connects()) {
    why = node_label(*record->failed_node) + ": " + words_for_refusal(*world_, *meeting);
  } else {
    why = node_label(*record->failed_node) + " and the client refused each other";
  }
  if (std::holds_alternative<model::ClientNeverOutLongerThan>(watched.property)) {
    const auto& limit = std::get<model::ClientNeverOutLongerThan>(watched.property);
    finding.message = who + " is out for longer than " + certdrill::to_string(limit.length) + ": its call " +
                      quoted(call.name) + " fails since " +
                      to_string(record->out_since.value_or(record->last_out_since)) + "; " + why;
  } else {
    if (not_authorized) finding.id = "ClientNotAuthorized";
    const std::string tries =
        not_authorized || record->attempts == 1 ? " failed" : " failed in " + counted(record->attempts, "attempt");
    finding.message = "call " + quoted(call.name) + " of " + who + tries + "; " + why;
  }
  finding.story.push_back(record->succeeded ? "It succeeded for the last time at " + to_string(*record->succeeded) + "."
                                            : "It has never succeeded.");
  if (!meeting) return;
  if (meeting->client_shows.chosen == pki::no_certificate)
    finding.story.push_back("Its certificate is looked for in " + place_of_certificate(*world_, *meeting) + " alone.");
  tell_meeting(*meeting, call.needs == model::NeededRole::admin, finding);
  finding.advice = advise_octopus(*world_, *meeting);
  if (!finding.advice.empty()) return;
  const model::ClientStanding wanted =
      call.needs == model::NeededRole::admin ? model::ClientStanding::admin : model::ClientStanding::can_connect;
  finding.advice = advise_on_client(*world_, *classes_, *meeting, wanted, {}, now_);
}

Finding StoryTeller::tell_unknown(const model::Check& check) const {
  std::vector<std::string> names;
  const std::string* const named = model::client_named_by(check.property);
  for (const model::Client& client : world_->scenario().cluster.clients) {
    if (!client.known && (named == nullptr || client.name == *named)) names.push_back(client.name);
  }
  constexpr std::size_t most_named = 5;
  const std::size_t all = names.size();
  if (all > most_named) {
    names.resize(most_named);
    names.push_back(std::to_string(all - most_named) + " more");
  }
  Finding finding;
  finding.id = "ClientUnknown";
  finding.is_unknown = true;
  finding.message = std::string("nobody knows how client") + (all == 1 ? " " : "s ") + join_words(names) +
                    (all == 1 ? " connects" : " connect") +
                    ", and so whether this is true: " + model::to_string(check.property);
  finding.story.push_back("What is known was not seen to break it.");
  if (named != nullptr) finding.story.clear();
  finding.advice = "find out what " + join_words(names) + (all == 1 ? " shows and accepts" : " show and accept") +
                   ", and say it as \"security\" in the place of \"unknown\"";
  return finding;
}

}  // namespace certdrill::check
