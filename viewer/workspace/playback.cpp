#include "workspace/playback.h"

#include <algorithm>
#include <utility>

namespace certdrill::workspace {
namespace {

double milliseconds(Duration length) { return static_cast<double>(length.count()); }

}  // namespace

void Playback::begin(std::shared_ptr<const replay::RecordedRun> run) {
  run_ = std::move(run);
  waited_ = 0;
  stretches_.clear();
  if (!run_) return;
  std::vector<replay::EventNumber> begins = {0};
  std::optional<std::uint32_t> step;
  for (const replay::PlanPoint& point : run_->plan_points()) {
    if (point.place.step != step && point.event > begins.back()) begins.push_back(point.event);
    step = point.place.step;
  }
  for (std::size_t at = 0; at < begins.size(); ++at) {
    const replay::EventNumber end = at + 1 < begins.size() ? begins[at + 1] : run_->last_event();
    const double length = milliseconds(run_->time_of(end) - run_->time_of(begins[at]));
    // Never slower than the clock on the wall: a stretch of three seconds takes three.
    stretches_.push_back({begins[at], std::min(0.001, length > 0 ? seconds_a_stretch / length : 0.001)});
  }
  // With many domains, each is shown more shortly, so that all of them together take one stretch's time.
  const double moments = static_cast<double>(run_->scenario().cluster.upgrade_domains.size() + 1);
  completed_ = std::min(seconds_completed, seconds_a_stretch / moments);
}

double Playback::seconds_shown(replay::EventNumber event) const {
  if (event >= run_->last_event()) return 0;
  const auto behind = std::upper_bound(stretches_.begin(), stretches_.end(), event,
                                       [](replay::EventNumber at, const Stretch& each) { return at < each.from; });
  const double gap = milliseconds(run_->time_of(event + 1) - run_->time_of(event));
  const double shown = std::min(gap * std::prev(behind)->wall_a_millisecond, most_seconds_of_quiet);
  if (event == 0) return std::max(shown, completed_);  // what it was like before anything happened
  const replay::RecordedEvent& what = run_->event(event);
  return what.domain_completed || what.step_completed ? std::max(shown, completed_) : shown;
}

replay::EventNumber Playback::after(double seconds, replay::EventNumber from, replay::EventNumber stop,
                                    scene::Speed speed) {
  if (from >= stop) return stop;
  if (speed == scene::Speed::express) {
    waited_ = 0;
    const replay::EventNumber left = stop - from;
    return left > express_slice * most_slices ? stop : from + std::min(left, express_slice);
  }
  waited_ += speed == scene::Speed::fast ? seconds * fast_factor : seconds;
  replay::EventNumber at = from;
  while (at < stop) {
    const double shown = speed == scene::Speed::step ? seconds_an_event : seconds_shown(at);
    if (waited_ < shown) break;
    waited_ -= shown;
    ++at;
  }
  if (at >= stop) waited_ = 0;
  return at;
}

}  // namespace certdrill::workspace
