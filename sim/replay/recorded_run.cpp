#include "replay/recorded_run.h"

#include <algorithm>

#include "check/rehearsal.h"
#include "replay/recorder.h"

namespace certdrill::replay {
namespace {

template <typename T>
std::size_t bytes_of(const std::vector<T>& list) {
  return list.capacity() * sizeof(T);
}

// The last entry that is not behind this event; lists of such entries begin with one of event 0.
template <typename T>
const T& last_until(const std::vector<T>& list, EventNumber number) {
  const auto next = std::upper_bound(list.begin(), list.end(), number,
                                     [](EventNumber wanted, const T& each) { return wanted < each.event; });
  return *std::prev(next);
}

}  // namespace

std::shared_ptr<const RecordedRun> RecordedRun::record(const std::shared_ptr<const world::Setting>& setting,
                                                       const RecordingOptions& options) {
  const auto run = std::make_shared<RecordedRun>();
  run->setting_ = setting;
  Recorder recorder(*run, options.keyframe_bytes);
  check::RehearsalOptions rehearsal;
  rehearsal.observer = &recorder;
  rehearsal.progress = options.progress;
  rehearsal.most_events = options.most_events;
  std::optional<check::RunResult> result = check::rehearse(setting, rehearsal);
  if (!result) return nullptr;
  recorder.finish(std::move(*result), options.most_events);
  return run;
}

SimTime RecordedRun::time_of(EventNumber number) const {
  return number == 0 || events_.empty() ? result_.start : event(std::min(number, last_event())).at;
}

EventNumber RecordedRun::last_event_until(SimTime at) const {
  const auto next = std::upper_bound(events_.begin(), events_.end(), at,
                                     [](SimTime wanted, const RecordedEvent& each) { return wanted < each.at; });
  return static_cast<EventNumber>(next - events_.begin());
}

EventNumber RecordedRun::settled(EventNumber number) const {
  return number == 0 ? 0 : last_event_until(time_of(number));
}

check::PlanPlace RecordedRun::place_at(EventNumber number) const { return last_until(plan_points_, number).place; }

check::PlanPlace RecordedRun::place_of_event(EventNumber number) const {
  check::PlanPlace place = place_at(number - 1);
  if (const auto* const begin = std::get_if<world::BeginStep>(&event(number).what)) place = {begin->step, {}, false};
  if (const auto* const begin = std::get_if<world::BeginDomain>(&event(number).what)) place.domain = begin->domain;
  return place;
}

std::vector<CallPoint> RecordedRun::last_calls(model::ClientIndex client, EventNumber until) const {
  const std::vector<CallPoint>& calls = calls_[client];
  auto next = std::upper_bound(calls.begin(), calls.end(), until,
                               [](EventNumber wanted, const CallPoint& each) { return wanted < each.event; });
  // A kind that is called far less often than the others may be out of sight.
  constexpr std::size_t most_looked_at = 4096;
  std::vector<CallPoint> last;
  for (std::size_t looked_at = 0; next != calls.begin() && looked_at < most_looked_at; ++looked_at) {
    --next;
    const bool known =
        std::any_of(last.begin(), last.end(), [&](const CallPoint& each) { return each.call == next->call; });
    if (!known) last.push_back(*next);
    if (last.size() == kinds_of_calls_[client]) break;
  }
  std::sort(last.begin(), last.end(), [](const CallPoint& a, const CallPoint& b) { return a.call < b.call; });
  return last;
}

const ClientPoint& RecordedRun::client_at(model::ClientIndex client, EventNumber number) const {
  return last_until(client_points_[client], number);
}

const RecordedRun::Keyframe& RecordedRun::keyframe_before(EventNumber number) const {
  return last_until(keyframes_, number);
}

std::size_t RecordedRun::memory_bytes() const {
  return keyframe_bytes_ + bytes_of(events_) + bytes_of(details_) + bytes_of(node_turns_) + bytes_of(node_touches_) +
         bytes_of(journey_) + bytes_of(deliveries_) + bytes_of(absences_) + bytes_of(finding_events_) +
         bytes_of(trust_points_) + bytes_of(plan_points_) + configurations_->memory_bytes();
}

}  // namespace certdrill::replay
