// RecordedRun is a whole run of a scenario that can be looked at from any of its events, forward and back.
//
// How        it keeps every event as data (moment and action) and, now and then, a copy of the world: a keyframe. The
//            world after any event is the keyframe before it with the events since applied, for applying an action is a
//            function of (state, action, time) and nothing else.
// Numbers    EventNumber n means: after the n-th event of the run, counted from 1 as the trace counts; 0: before the
// first.
// Memory     32 bytes an event, and keyframes within a budget: when it is used up, every second one goes.
// Threads    made once, then never changed: many may read it. The worlds that it hands out are copies.
// Source     docs/decisions/0019.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/sim_time.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::replay {

using EventNumber = std::uint64_t;

struct RecordedEvent {
  SimTime at{};
  world::Action what;
  // Whom it is about: the node of a node's event, the opener and the acceptor of a lease's. world::nobody: none.
  model::NodeIndex node = world::nobody;
  model::NodeIndex other = world::nobody;
  // How what it tried went, and whether its domain or step was completed by it.
  world::Outcome outcome = world::Outcome::none;
  world::UpgradeTurn turn = world::UpgradeTurn::none;
  bool domain_completed = false;
  bool step_completed = false;
  std::uint32_t detail = 0;  // into RecordedRun::details()
};
static_assert(sizeof(RecordedEvent) == 32, "there may be millions");

// What else is told of an event. Few events have one of their own: most share it with thousands.
struct EventDetail {
  enum class Loser : std::uint8_t { none, node, other };

  // Of the last node whose settings or store it changed; equal: nothing changed. nobody: none.
  std::uint32_t from = world::nobody;  // configurations, into RecordedRun::configurations()
  std::uint32_t to = world::nobody;
  // What the two ends of a session show, of an event that tries one.
  bool shows = false;
  pki::CertificateId node_shows = pki::no_certificate;
  pki::CertificateId other_shows = pki::no_certificate;
  Loser loser = Loser::none;  // of arbitration
  world::WaitReason wait = world::WaitReason::none;
  model::NodeIndex awaited = world::nobody;
  std::optional<SimTime> wait_until;
  world::UpgradeFailure failure = world::UpgradeFailure::none;
  std::string_view error;  // of a step that the runtime refuses
  std::optional<std::uint32_t> phase;
  bool backward = false;
  std::optional<std::uint32_t> upgrade_step;  // whose turn it is, when it is not the step under way
  std::uint64_t crl_number = 0;               // of CrlExpires and PublishCrl
  bool crl_matters = false;                   // and the authority has published no newer one
  std::uint64_t pieces = 0;                   // of RefreshTickets
  std::uint64_t nodes_with_quorum = 0;
  std::uint32_t sessions_changed = 0;  // made or ended, of an event that is about more than one
  // Of a vault, an agent, a machine or a client. The texts are the scenario's.
  world::ProvisioningFailure provisioning = world::ProvisioningFailure::none;
  std::string_view address;                          // of the observed certificate that failed
  pki::CertificateId version = pki::no_certificate;  // that the vault has now, or that a machine lacks
  std::string_view call;                             // its name
  std::uint32_t attempt = 0;                         // of a call, from 1
  friend auto operator<=>(const EventDetail&, const EventDetail&) = default;
};

// A node went on to another state by this event.
struct NodeTurn {
  EventNumber event = 0;
  model::NodeIndex node = 0;
  world::NodeState from = world::NodeState::down;
  world::NodeState to = world::NodeState::down;
  world::Cause cause = world::Cause::none;
};

// An event changed the settings, the store or a session of this node, and is not about it: RecordedEvent does not name
// it.
struct NodeTouch {
  EventNumber event = 0;
  model::NodeIndex node = 0;
};

// What an event did to certificates on their way to the nodes: few of the events of a run, found once.
struct JourneyPoint {
  enum class Kind : std::uint8_t {
    version_made,    // `of`: the line
    renewal_waits,   // likewise: due, and the vault was not there
    installed,       // `of`: the agent; on the node of the event. In deliveries(); likewise
    failed,          // it did not get everything
    outage_begins,   // `of`: the vault
    outage_ends,     // likewise
    expiry_warned,   // of `certificate`
    machine_failed,  // the node of the event
  };
  EventNumber event = 0;
  Kind kind = Kind::installed;
  std::uint32_t of = 0;
  pki::CertificateId certificate = pki::no_certificate;  // of version_made and expiry_warned
};

// An attempt of a client to call a node.
struct CallPoint {
  EventNumber event = 0;
  std::uint32_t call = 0;                 // of model::Client::calls
  model::NodeIndex node = world::nobody;  // nobody: there was none to call
  world::Outcome outcome = world::Outcome::none;
  std::uint32_t attempt = 1;

  [[nodiscard]] bool succeeded() const { return outcome == world::Outcome::allowed; }
};

// How a client stands from this event on; one whenever that changed, the first of event 0.
struct ClientPoint {
  EventNumber event = 0;
  pki::CertificateId shows = pki::no_certificate;
  check::ClientStandings standings;
};

// A node was lost, as check/federation_result.h has it: from this event on, and until another one brought it back.
struct NodeAbsence {
  model::NodeIndex node = 0;
  EventNumber from = 0;
  EventNumber until = UINT64_MAX;
};

// Who can talk to whom, in numbers, as it became by this event; one whenever a number changed, the first of event 0.
struct TrustPoint {
  EventNumber event = 0;
  std::uint64_t broken_pairs = 0;
  std::uint64_t one_way_pairs = 0;
  std::uint64_t components = 0;
  std::uint64_t largest_component = 0;
};

// Where in the plan the run is from this event on; one whenever that changed.
struct PlanPoint {
  EventNumber event = 0;
  check::PlanPlace place;
};

struct RecordingOptions {
  // Called now and then with the simulated time and the number of events; false stops the run.
  std::function<bool(SimTime, std::uint64_t)> progress;
  std::size_t keyframe_bytes = std::size_t{512} << 20;
  // The run ends after so many events: of a trace that was cut off. none: it goes on to its end.
  std::optional<EventNumber> most_events;
};

class RecordedRun {
 public:
  // Runs the scenario. null when options.progress stopped it.
  [[nodiscard]] static std::shared_ptr<const RecordedRun> record(const std::shared_ptr<const world::Setting>& setting,
                                                                 const RecordingOptions& options = {});

  [[nodiscard]] const std::shared_ptr<const world::Setting>& setting() const { return setting_; }
  [[nodiscard]] const model::Scenario& scenario() const { return setting_->scenario(); }
  [[nodiscard]] const check::RunResult& result() const { return result_; }
  [[nodiscard]] EventNumber last_event() const { return events_.size(); }
  [[nodiscard]] const RecordedEvent& event(EventNumber number) const { return events_[number - 1]; }  // from 1
  [[nodiscard]] const EventDetail& detail(EventNumber number) const { return details_[event(number).detail]; }
  [[nodiscard]] const std::vector<EventDetail>& details() const { return details_; }
  // All that came up in the run; the worlds that it hands out number them alike, as far as they have come.
  [[nodiscard]] const world::ConfigurationTable& configurations() const { return *configurations_; }
  [[nodiscard]] const std::vector<NodeTurn>& node_turns() const { return node_turns_; }
  [[nodiscard]] const std::vector<NodeTouch>& node_touches() const { return node_touches_; }
  [[nodiscard]] const std::vector<JourneyPoint>& journey() const { return journey_; }
  [[nodiscard]] const std::vector<JourneyPoint>& deliveries() const { return deliveries_; }  // may be as many as nodes
  [[nodiscard]] const std::vector<CallPoint>& calls_of(model::ClientIndex client) const { return calls_[client]; }
  // The last attempt of each kind of call of this client, in the order of the kinds.
  [[nodiscard]] std::vector<CallPoint> last_calls(model::ClientIndex client, EventNumber until) const;
  [[nodiscard]] const ClientPoint& client_at(model::ClientIndex client, EventNumber number) const;
  [[nodiscard]] const std::vector<NodeAbsence>& absences() const { return absences_; }  // by their beginning
  // Of each finding, the event with which the state was there that it is about.
  [[nodiscard]] const std::vector<EventNumber>& finding_events() const { return finding_events_; }
  [[nodiscard]] bool was_stopped() const { return stopped_; }  // by RecordingOptions::most_events, before its end
  [[nodiscard]] const std::vector<TrustPoint>& trust_points() const { return trust_points_; }
  [[nodiscard]] const std::vector<PlanPoint>& plan_points() const { return plan_points_; }
  // When this event was; of 0, the start.
  [[nodiscard]] SimTime time_of(EventNumber number) const;
  // The last event at this time or before it: the state of the cluster then.
  [[nodiscard]] EventNumber last_event_until(SimTime at) const;
  // The last event of the instant that this event is in. The states between two instants are those that checks see.
  [[nodiscard]] EventNumber settled(EventNumber number) const;
  [[nodiscard]] check::PlanPlace place_at(EventNumber number) const;
  // Which domain and step an event belongs to that may complete them: they are under way before it, or begin with it.
  [[nodiscard]] check::PlanPlace place_of_event(EventNumber number) const;

  // A copy of the last keyframe that is not behind this event, and which event it stands for.
  struct Keyframe {
    EventNumber event = 0;
    std::shared_ptr<const world::World> world;
  };
  [[nodiscard]] const Keyframe& keyframe_before(EventNumber number) const;

  // Going forward over fewer events than this is no dearer than a keyframe's copy.
  [[nodiscard]] EventNumber worth_a_copy() const { return worth_a_copy_; }

  [[nodiscard]] std::size_t memory_bytes() const;  // about
  [[nodiscard]] std::size_t keyframes() const { return keyframes_.size(); }

 private:
  friend class Recorder;
  friend struct RecordedRunForTests;

  std::shared_ptr<const world::Setting> setting_;
  check::RunResult result_;
  std::vector<RecordedEvent> events_;
  std::vector<EventDetail> details_;
  std::unique_ptr<const world::ConfigurationTable> configurations_;
  std::vector<NodeTurn> node_turns_;
  std::vector<NodeTouch> node_touches_;
  std::vector<JourneyPoint> journey_;
  std::vector<JourneyPoint> deliveries_;
  std::vector<std::vector<CallPoint>> calls_;            // by client
  std::vector<std::uint32_t> kinds_of_calls_;            // likewise: one more than the largest CallPoint::call
  std::vector<std::vector<ClientPoint>> client_points_;  // likewise
  std::vector<NodeAbsence> absences_;
  std::vector<EventNumber> finding_events_;
  std::vector<TrustPoint> trust_points_;
  std::vector<PlanPoint> plan_points_;
  std::vector<Keyframe> keyframes_;  // the first of event 0
  std::size_t keyframe_bytes_ = 0;
  EventNumber worth_a_copy_ = 0;
  bool stopped_ = false;
};

}  // namespace certdrill::replay
