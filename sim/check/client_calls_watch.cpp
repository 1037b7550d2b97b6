#include "check/client_calls_watch.h"

#include <algorithm>

#include "check/story.h"
#include "world/client_calls.h"

namespace certdrill::check {
namespace {

// The longer one; of two that are as long, the first.
bool is_longer(SimTime from, SimTime until, const std::optional<Stretch>& than) {
  return !than || until - from > than->until.value_or(until) - than->from;
}

}  // namespace

ClientCallsWatch::Record& ClientCallsWatch::record_of(ClientIndex client, const model::ClientCall& call) {
  std::vector<Record>& records = by_client_[client];
  const auto known =
      std::find_if(records.begin(), records.end(), [&](const Record& each) { return each.result.call == call.name; });
  if (known != records.end()) return *known;
  Record& added = records.emplace_back();
  added.result.client = client;
  added.result.call = call.name;
  return added;
}

bool ClientCallsWatch::follow(SimTime at, const world::Action& action, const world::Effects& effects,
                              const world::World& world, AuthenticationClasses& classes) {
  const auto* const calling = std::get_if<world::CallEndpoint>(&action);
  if (calling == nullptr) return false;
  const ClientIndex client = calling->client;
  const model::ClientCall& call =
      world::ClientCalls::variant(world.scenario(), client, effects.client_variant).calls[calling->call];
  Record& record = record_of(client, call);
  ClientCallResult& result = record.result;
  result.kind = call.kind;
  result.needs = call.needs;
  const std::uint32_t attempt = effects.attempt.value_or(1);
  if (attempt == 1) {
    record.began = at;
    ++result.calls;
  }
  ++result.attempts;
  if (effects.outcome == world::Outcome::refused) ++result.refused;
  if (effects.outcome == world::Outcome::failed) ++result.unreachable;
  if (effects.outcome == world::Outcome::not_authorized) ++result.not_authorized;
  if (effects.outcome == world::Outcome::allowed) {
    ++result.succeeded;
    record.succeeded = at;
    if (!record.out_since) return false;
    if (is_longer(*record.out_since, at, result.longest_outage)) result.longest_outage = {*record.out_since, at};
    record.last_out_since = *record.out_since;
    record.out_until = at;
    record.out_since.reset();
    --failing_;
    return true;
  }
  if (effects.outcome != world::Outcome::not_authorized && attempt < call.attempts) return false;
  record.failed_at = at;
  record.failed_node = effects.one_end;
  record.outcome = effects.outcome;
  record.attempts = attempt;
  record.variant = effects.client_variant;
  record.call = calling->call;
  ++result.failed;
  if (record.out_since) return false;
  record.out_since = record.began;
  ++failing_;
  if (!result.first_failure) {
    result.first_failure = record.began;
    result.first_node = effects.one_end;
    result.why = why_call_failed(world, classes, client, calling->call, effects.one_end, effects.outcome, at);
  }
  return true;
}

bool ClientCallsWatch::fails(ClientIndex client, std::string_view call) const {
  const std::vector<Record>& records = by_client_[client];
  return std::any_of(records.begin(), records.end(),
                     [&](const Record& each) { return each.out_since && (call.empty() || each.result.call == call); });
}

// One that ended at this very moment went on until then: its limit may have passed since the moment before.
std::optional<SimTime> ClientCallsWatch::outage_over(ClientIndex client, Duration length, SimTime now) const {
  std::optional<SimTime> first;
  for (const Record& each : by_client_[client]) {
    const bool ended_now = each.out_until == now;
    if (!each.out_since && !ended_now) continue;
    const SimTime from = each.out_since.value_or(each.last_out_since);
    if (now - from <= length) continue;
    if (!first || from + length < *first) first = from + length;
  }
  return first;
}

std::optional<SimTime> ClientCallsWatch::outage_ended(ClientIndex client) const {
  std::optional<SimTime> last;
  for (const Record& each : by_client_[client]) {
    if (each.out_until && (!last || *each.out_until > *last)) last = each.out_until;
  }
  return last;
}

std::vector<ClientCallResult> ClientCallsWatch::results() const {
  std::vector<ClientCallResult> all;
  for (const std::vector<Record>& records : by_client_) {
    for (const Record& record : records) {
      all.push_back(record.result);
      std::optional<Stretch>& longest = all.back().longest_outage;
      // One that goes on is the longest of all, as far as anybody can tell.
      if (record.out_since) longest = {*record.out_since, std::nullopt};
    }
  }
  return all;
}

std::string why_call_failed(const world::World& world, AuthenticationClasses& classes, ClientIndex client,
                            std::uint32_t call, std::optional<model::NodeIndex> node, world::Outcome outcome,
                            SimTime now) {
  if (!node) return "no node was up";
  const Meeting meeting = meet(world, classes, client, call, *node, now);
  const std::string name = world.scenario().cluster.node_name(*node);
  if (outcome == world::Outcome::not_authorized)
    return name + " lets it in as " + std::string(trust::to_string(meeting.endpoint_says.grant));
  return name + ": " + words_for_refusal(world, meeting);
}

}  // namespace certdrill::check
