#include "replay/navigation.h"

#include <algorithm>

#include "replay/at_event.h"

namespace certdrill::replay {
namespace {

// The first event behind `from`, or the last before it, that is wanted; back to event 1.
template <typename Wanted>
std::optional<EventNumber> next_event(const RecordedRun& run, EventNumber from, Direction direction, Wanted wanted) {
  if (direction == Direction::forward) {
    for (EventNumber number = from + 1; number <= run.last_event(); ++number) {
      if (wanted(number)) return number;
    }
    return std::nullopt;
  }
  for (EventNumber number = std::min(from, run.last_event() + 1); number-- > 1;) {
    if (wanted(number)) return number;
  }
  return std::nullopt;
}

std::optional<EventNumber> step_instant(const RecordedRun& run, EventNumber from, Direction direction) {
  if (direction == Direction::forward) {
    if (from >= run.last_event()) return std::nullopt;
    const EventNumber end = run.settled(from);
    return end > from ? end : run.settled(from + 1);
  }
  if (from == 0) return std::nullopt;
  return run.last_event_until(run.time_of(from) - Duration(1));
}

// The settled states behind events of this kind.
std::optional<EventNumber> step_to(const RecordedRun& run, EventNumber from, Direction direction,
                                   bool RecordedEvent::*flag) {
  return next_event(run, from, direction, [&](EventNumber number) {
    if (run.settled(number) != number) return false;
    for (EventNumber each = number; each > 0 && run.event(each).at == run.event(number).at; --each) {
      if (run.event(each).*flag) return true;
    }
    return false;
  });
}

// Did the event itself, of this node, change anything of it?
bool changes_its_node(const RecordedRun& run, EventNumber number) {
  const RecordedEvent& event = run.event(number);
  const EventDetail& detail = run.detail(number);
  if (detail.from != detail.to || detail.sessions_changed > 0) return true;
  if (std::holds_alternative<world::CloseSession>(event.what)) return true;
  return std::holds_alternative<world::RenewSession>(event.what)
             ? event.outcome == world::Outcome::renewed
             : std::holds_alternative<world::EstablishLease>(event.what) &&
                   event.outcome == world::Outcome::established;
}

}  // namespace

std::optional<EventNumber> step(const RecordedRun& run, EventNumber from, Stride stride, Direction direction) {
  from = std::min(from, run.last_event());
  switch (stride) {
    case Stride::event:
      if (direction == Direction::forward) return from < run.last_event() ? std::optional(from + 1) : std::nullopt;
      return from > 0 ? std::optional(from - 1) : std::nullopt;
    case Stride::instant:
      return step_instant(run, from, direction);
    case Stride::domain:
      return step_to(run, from, direction, &RecordedEvent::domain_completed);
    case Stride::phase:
      return step_to(run, from, direction, &RecordedEvent::step_completed);
  }
  return std::nullopt;
}

EventNumber event_of_finding(const RecordedRun& run, std::size_t finding) { return run.finding_events()[finding]; }

std::optional<FindingPlace> next_finding(const RecordedRun& run, EventNumber from, Direction direction) {
  std::optional<FindingPlace> best;
  const std::vector<EventNumber>& events = run.finding_events();
  for (std::size_t finding = 0; finding < events.size(); ++finding) {
    const EventNumber event = events[finding];
    if (direction == Direction::forward) {
      if (event > from && (!best || event < best->event)) best = FindingPlace{event, finding};
    } else if (event < from && (!best || event > best->event)) {
      best = FindingPlace{event, finding};
    }
  }
  return best;
}

std::optional<EventNumber> next_change_of(const RecordedRun& run, EventNumber from, model::NodeIndex node,
                                          Direction direction) {
  return next_event(run, from, direction, [&](EventNumber number) {
    const RecordedEvent& event = run.event(number);
    const bool about_it = event.node == node || event.other == node;
    const auto is_of_node = [node](const auto& each) { return each.node == node; };
    return (about_it && changes_its_node(run, number)) || any_at(run.node_turns(), number, is_of_node) ||
           any_at(run.node_touches(), number, is_of_node);
  });
}

std::optional<EventNumber> next_where(const RecordedRun& run, EventNumber from, const Condition& condition,
                                      Direction direction) {
  return next_event(run, from, direction, [&](EventNumber number) { return condition.matches(run, number); });
}

}  // namespace certdrill::replay
