#include "replay/recorder.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "check/provisioning_words.h"
#include "world/client_calls.h"

namespace certdrill::replay {
namespace {

// Of memory, what takes as long to copy as one event takes to repeat, about; and the least number of events worth a
// copy.
constexpr std::size_t bytes_per_event = 1024;
constexpr std::uint64_t least_between = 512;

std::optional<world::LeaseIndex> lease_of(const world::Action& action) {
  return std::visit(
      [](const auto& each) -> std::optional<world::LeaseIndex> {
        if constexpr (requires { each.lease; }) return each.lease;
        return std::nullopt;
      },
      action);
}

model::NodeIndex node_of(const world::Action& action) {
  return std::visit(
      [](const auto& each) -> model::NodeIndex {
        if constexpr (requires { each.node; }) return each.node;
        return world::nobody;
      },
      action);
}

bool is_loss(world::Cause cause) {
  return cause == world::Cause::no_credential || cause == world::Cause::lease_failed ||
         cause == world::Cause::global_lease_lost;
}

// Does the event try a session, so that certificates are shown?
bool shows_certificates(const world::Action& action, world::Outcome outcome) {
  return std::holds_alternative<world::RenewSession>(action) || std::holds_alternative<world::CloseSession>(action) ||
         (std::holds_alternative<world::EstablishLease>(action) && outcome != world::Outcome::failed);
}

// Of a session that is open, or was made, what it was made with; of one that was refused or closed, what both ends have
// loaded.
world::SessionCertificates shown_by(const world::Federation& federation, world::LeaseIndex index,
                                    const RecordedEvent& event) {
  if (index < federation.leases.size() && event.outcome != world::Outcome::refused) {
    const world::Lease& lease = federation.leases[index];
    if (lease.has_session()) return lease.transport;
  }
  return {federation.loaded[event.node], federation.loaded[event.other]};
}

// The same address in the scenario, whose texts live as long as the run: worlds come and go.
std::string_view address_in(const model::Scenario& scenario, const std::string& address) {
  const auto among = [&](const std::vector<model::ObservedCertificate>& observes) -> std::string_view {
    for (const model::ObservedCertificate& each : observes) {
      if (each.address == address) return each.address;
    }
    return {};
  };
  for (const model::Agent& agent : scenario.agents) {
    if (const std::string_view found = among(agent.observes); !found.empty()) return found;
  }
  for (const model::Step& step : scenario.steps) {
    const auto* const change = std::get_if<model::AgentStep>(&step.what);
    if (change == nullptr || !change->observes) continue;
    if (const std::string_view found = among(*change->observes); !found.empty()) return found;
  }
  return {};
}

// Which agent an event is about.
std::optional<model::AgentIndex> agent_of(const world::Action& action, const model::Scenario& scenario) {
  return std::visit(
      [&](const auto& each) -> std::optional<model::AgentIndex> {
        if constexpr (requires { each.agent; }) return each.agent;
        if constexpr (std::is_same_v<std::decay_t<decltype(each)>, world::BeginStep>) {
          if (const auto* const step = std::get_if<model::AgentStep>(&scenario.steps[each.step].what))
            return step->agent;
        }
        return std::nullopt;
      },
      action);
}

void tell_provisioning(const world::Action& action, const world::Effects& effects, const world::World& world,
                       EventDetail& detail) {
  const model::Scenario& scenario = world.scenario();
  detail.provisioning = effects.provisioning;
  detail.version = effects.version.value_or(pki::no_certificate);
  detail.attempt = effects.attempt.value_or(0);
  if (const auto* const failed = check::failed_of(action, effects, world))
    detail.address = address_in(scenario, failed->address);
  if (const auto* const call = std::get_if<world::CallEndpoint>(&action)) {
    const auto& calls = world::ClientCalls::client(world, call->client).calls;
    if (call->call < calls.size()) detail.call = calls[call->call].name;
  }
}

}  // namespace

void Recorder::on_start(const world::World& world, world::AuthenticationClasses& /*classes*/) {
  run_.details_.emplace_back();
  run_.calls_.resize(world.scenario().cluster.clients.size());
  detail_numbers_.emplace(EventDetail{}, 0);
  const world::Federation& federation = world.federation();
  for (model::NodeIndex node = 0; node < federation.state.size(); ++node) {
    const world::NodeState state = federation.state[node];
    if (state != world::NodeState::up) note_state(0, {node, world::NodeState::up, state, federation.cause[node]});
  }
  run_.kinds_of_calls_.resize(run_.calls_.size(), 0);
  run_.client_points_.resize(run_.calls_.size());
  note_trust(0);
  note_clients(0);
  run_.plan_points_.push_back({0, monitor_->place()});
  note_findings(0);
  keep(0, world);
}

EventDetail Recorder::detail_of(const RecordedEvent& event, const world::Effects& effects,
                                const world::World& world) const {
  EventDetail detail;
  const bool of_node = event.node != world::nobody && event.other == world::nobody;
  if (of_node && !effects.changes.empty() && effects.changes.back().node == event.node) {
    detail.from = effects.changes.back().from;
    detail.to = effects.changes.back().to;
    // An agent may change a store more than once: what came of it is told from what it was before.
    const bool of_agent =
        std::holds_alternative<world::StartAgent>(event.what) || std::holds_alternative<world::PollVault>(event.what);
    const auto first = std::find_if(effects.changes.begin(), effects.changes.end(),
                                    [&](const world::NodeChange& change) { return change.node == event.node; });
    if (of_agent && first != effects.changes.end()) detail.from = first->from;
  }
  tell_provisioning(event.what, effects, world, detail);
  const std::optional<world::LeaseIndex> lease = lease_of(event.what);
  if (lease && event.node != world::nobody && event.other != world::nobody &&
      shows_certificates(event.what, event.outcome)) {
    const world::SessionCertificates shown = shown_by(world.federation(), *lease, event);
    detail.shows = true;
    detail.node_shows = shown.of_opener;
    detail.other_shows = shown.of_acceptor;
  }
  if (effects.loser) detail.loser = *effects.loser == event.node ? EventDetail::Loser::node : EventDetail::Loser::other;
  detail.wait = effects.wait;
  detail.awaited = effects.awaited.value_or(world::nobody);
  detail.wait_until = effects.wait_until;
  detail.failure = effects.failure;
  detail.error = effects.error;
  detail.phase = effects.phase;
  detail.backward = effects.backward;
  detail.upgrade_step = effects.upgrade_step;
  if (std::holds_alternative<world::CrlExpires>(event.what) || std::holds_alternative<world::PublishCrl>(event.what))
    detail.crl_number = effects.crl_number;
  if (std::holds_alternative<world::CrlExpires>(event.what)) detail.crl_matters = !effects.crls_changed.empty();
  if (std::holds_alternative<world::RefreshTickets>(event.what)) {
    detail.pieces = world.federation().numbers.pieces;
    detail.nodes_with_quorum = world.federation().numbers.nodes_with_quorum;
  }
  if (!lease) detail.sessions_changed = static_cast<std::uint32_t>(effects.sessions.size());
  return detail;
}

std::uint32_t Recorder::intern(const EventDetail& detail) {
  if (run_.details_[last_detail_] == detail) return last_detail_;
  const auto [place, added] = detail_numbers_.emplace(detail, static_cast<std::uint32_t>(run_.details_.size()));
  if (added) run_.details_.push_back(detail);
  last_detail_ = place->second;
  return last_detail_;
}

void Recorder::on_event(const world::Simulation::Event& event, const world::Effects& effects, const world::World& world,
                        world::AuthenticationClasses& /*classes*/) {
  RecordedEvent noted;
  noted.at = event.at;
  noted.what = event.what;
  noted.node = effects.one_end ? *effects.one_end : node_of(event.what);
  if (effects.other_end) noted.other = *effects.other_end;
  noted.outcome = effects.outcome;
  noted.turn = effects.turn;
  noted.domain_completed = effects.domain_completed;
  noted.step_completed = effects.step_completed;
  noted.detail = intern(detail_of(noted, effects, world));
  run_.events_.push_back(noted);

  note_nodes(noted, effects, world);
  note_journey(noted, effects);
  const bool boundary = std::holds_alternative<world::CertificateExpires>(event.what) ||
                        std::holds_alternative<world::CertificateBecomesValid>(event.what);
  if (!effects.changes.empty() || !effects.crls_changed.empty() || boundary) note_trust(now());
  note_clients(now());
  note_place(now());
  work_ += 1 + (effects.changes.size() + effects.states.size() + effects.sessions.size() + effects.enabled.size()) / 4;
  if (work_ >= work_between_) keep(now(), world);
}

void Recorder::note_nodes(const RecordedEvent& event, const world::Effects& effects, const world::World& world) {
  for (const world::NodeStateChange& change : effects.states) note_state(now(), change);
  const auto touch = [&](model::NodeIndex node) {
    if (node == world::nobody || node == event.node || node == event.other) return;
    std::vector<NodeTouch>& touches = run_.node_touches_;
    if (!touches.empty() && touches.back().event == now() && touches.back().node == node) return;
    touches.push_back({now(), node});
  };
  for (const world::NodeChange& change : effects.changes) {
    if (change.from != change.to) touch(change.node);
  }
  for (const world::LeaseIndex index : effects.sessions) {
    if (index >= world.federation().leases.size()) continue;
    touch(world.federation().leases[index].opener);
    touch(world.federation().leases[index].acceptor);
  }
}

void Recorder::note_journey(const RecordedEvent& event, const world::Effects& effects) {
  using Kind = JourneyPoint::Kind;
  const auto note = [&](Kind kind, std::uint32_t of, pki::CertificateId certificate = pki::no_certificate) {
    const bool delivery = kind == Kind::installed || kind == Kind::failed;
    (delivery ? run_.deliveries_ : run_.journey_).push_back({now(), kind, of, certificate});
  };
  const bool failed = effects.provisioning != world::ProvisioningFailure::none;
  if (const auto* const call = std::get_if<world::CallEndpoint>(&event.what)) {
    run_.calls_[call->client].push_back({now(), call->call, event.node, event.outcome, effects.attempt.value_or(1)});
    std::uint32_t& kinds = run_.kinds_of_calls_[call->client];
    kinds = std::max<std::uint32_t>(kinds, call->call + 1);
  } else if (const auto* const renews = std::get_if<world::RenewVersion>(&event.what)) {
    if (effects.version) note(Kind::version_made, renews->line, *effects.version);
    if (!effects.version && failed) note(Kind::renewal_waits, renews->line);
  } else if (const auto* const back = std::get_if<world::EndVaultOutage>(&event.what)) {
    note(Kind::outage_ends, back->vault);
  } else if (const auto* const warns = std::get_if<world::WarnOfExpiry>(&event.what)) {
    note(Kind::expiry_warned, 0, warns->certificate);
  } else if (const auto* const begins = std::get_if<world::BeginStep>(&event.what)) {
    const auto& what = run_.scenario().steps[begins->step].what;
    if (const auto* const out = std::get_if<model::VaultOutageStep>(&what)) note(Kind::outage_begins, out->vault);
    if (const auto* const renews_now = std::get_if<model::RenewStep>(&what); renews_now && effects.version)
      note(Kind::version_made, renews_now->line, *effects.version);
  } else if (const std::optional<model::AgentIndex> agent = agent_of(event.what, run_.scenario())) {
    const auto changes = [](const world::NodeChange& each) { return each.from != each.to; };
    if (std::any_of(effects.changes.begin(), effects.changes.end(), changes)) note(Kind::installed, *agent);
    if (failed) note(Kind::failed, *agent);
  } else if (failed) {
    note(Kind::machine_failed, event.node);
  }
}

void Recorder::note_state(EventNumber event, const world::NodeStateChange& change) {
  if (event > 0) run_.node_turns_.push_back({event, change.node, change.from, change.to, change.cause});
  const auto known = absent_.find(change.node);
  if (change.to == world::NodeState::up) {
    if (known == absent_.end()) return;
    run_.absences_[known->second].until = event;
    absent_.erase(known);
    return;
  }
  const bool left = change.to == world::NodeState::down || change.to == world::NodeState::booting;
  if (!left || !is_loss(change.cause) || known != absent_.end()) return;
  absent_.emplace(change.node, run_.absences_.size());
  run_.absences_.push_back({change.node, event});
}

void Recorder::note_trust(EventNumber event) {
  const check::Connectivity& connectivity = monitor_->count().connectivity();
  const check::Shape shape = connectivity.shape();
  const TrustPoint now{event, connectivity.broken_pairs(), connectivity.one_way_pairs(), shape.components,
                       shape.largest_component};
  if (!run_.trust_points_.empty()) {
    const TrustPoint& last = run_.trust_points_.back();
    if (last.broken_pairs == now.broken_pairs && last.one_way_pairs == now.one_way_pairs &&
        last.components == now.components && last.largest_component == now.largest_component) {
      return;
    }
  }
  run_.trust_points_.push_back(now);
}

void Recorder::note_clients(EventNumber event) {
  const check::ClientAccess& access = monitor_->count().clients();
  for (model::ClientIndex client = 0; client < std::min(run_.client_points_.size(), access.standings().size());
       ++client) {
    std::vector<ClientPoint>& points = run_.client_points_[client];
    const check::ClientStandings& standings = access.standings()[client];
    const pki::CertificateId shows = access.shown_by(client);
    if (points.empty() || points.back().shows != shows || !(points.back().standings == standings))
      points.push_back({event, shows, standings});
  }
}

void Recorder::note_place(EventNumber event) {
  const check::PlanPlace place = monitor_->place();
  if (!(run_.plan_points_.back().place == place)) run_.plan_points_.push_back({event, place});
}

void Recorder::note_findings(EventNumber event) { run_.finding_events_.resize(monitor_->findings(), event); }

void Recorder::on_instant(SimTime /*at*/) { note_findings(now()); }

void Recorder::on_end(SimTime /*end*/, const world::World& world) {
  run_.configurations_ = std::make_unique<const world::ConfigurationTable>(world.configurations());
}

void Recorder::keep(EventNumber event, const world::World& world) {
  const std::size_t bytes = world.memory_bytes();
  run_.keyframes_.push_back({event, std::make_shared<const world::World>(world)});
  bytes_of_keyframes_.push_back(bytes);
  run_.keyframe_bytes_ += bytes;
  while (run_.keyframe_bytes_ > most_bytes_ && run_.keyframes_.size() > 1) {
    ++thinned_;
    std::size_t kept = 0;
    run_.keyframe_bytes_ = 0;
    for (std::size_t i = 0; i < run_.keyframes_.size(); i += 2, ++kept) {
      run_.keyframes_[kept] = std::move(run_.keyframes_[i]);
      bytes_of_keyframes_[kept] = bytes_of_keyframes_[i];
      run_.keyframe_bytes_ += bytes_of_keyframes_[kept];
    }
    run_.keyframes_.resize(kept);
    bytes_of_keyframes_.resize(kept);
  }
  run_.worth_a_copy_ = std::max<std::uint64_t>(least_between, bytes / bytes_per_event) / 2;
  // More than 2^30 times as rare is never.
  work_between_ = std::max<std::uint64_t>(least_between, bytes / bytes_per_event)
                  << std::min<std::uint64_t>(thinned_, 30);
  work_ = 0;
}

void Recorder::finish(check::RunResult result, std::optional<EventNumber> most_events) {
  run_.result_ = std::move(result);
  run_.stopped_ = most_events && now() >= *most_events;
  // What only the end of the run showed.
  run_.finding_events_.resize(run_.result_.findings.size(), now());
  // A limit of time may have passed between two instants.
  for (std::size_t i = 0; i < run_.finding_events_.size(); ++i) {
    EventNumber& event = run_.finding_events_[i];
    event = std::min(event, run_.last_event_until(run_.result_.findings[i].at));
  }
}

}  // namespace certdrill::replay
