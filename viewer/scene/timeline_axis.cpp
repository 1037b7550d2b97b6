#include "scene/timeline_axis.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "scene/scaled.h"
#include "scene/words.h"

namespace certdrill::scene {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration shortest_span = milliseconds(20);
constexpr std::size_t most_ticks = 200;

SimTime end_of(const replay::RecordedRun& run) {
  return std::max({run.result().end, run.time_of(run.last_event()), run.time_of(0)});
}

TimeSpan span_of(const TimelineInput& input) {
  return input.span.to > input.span.from ? input.span : whole_run(*input.run);
}

std::string two(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// The distances between two marks that people like: parts of a second, a minute, an hour and a day.
constexpr std::array<Duration, 28> steps = {
    milliseconds(1),   milliseconds(2),   milliseconds(5),   milliseconds(10), milliseconds(20), milliseconds(50),
    milliseconds(100), milliseconds(200), milliseconds(500), seconds(1),       seconds(2),       seconds(5),
    seconds(10),       seconds(15),       seconds(30),       minutes(1),       minutes(2),       minutes(5),
    minutes(10),       minutes(15),       minutes(30),       hours(1),         hours(2),         hours(3),
    hours(6),          hours(12),         days(1),           days(2)};

std::string words_of(SimTime at, Duration step) {
  const std::string text = to_string(at);  // 2026-01-10T00:08:06.250Z
  const bool midnight = unix_milliseconds(at) % Duration(days(1)).count() == 0;
  if (step >= days(1)) return text.substr(0, 10);
  if (midnight) return text.substr(0, 10);
  if (step >= minutes(1)) return text.substr(11, 5);
  if (step >= seconds(1)) return text.substr(11, 8);
  return text.substr(11, 8) + (text.size() > 20 ? text.substr(19, 4) : ".000");
}

std::vector<Tick> even_ticks(const TimelineAxis& axis, Duration step) {
  std::vector<Tick> ticks;
  const std::int64_t length = step.count();
  std::int64_t at = unix_milliseconds(axis.span.from) / length * length;
  for (; at <= unix_milliseconds(axis.span.to) && ticks.size() < most_ticks; at += length) {
    const SimTime time{Duration(at)};
    if (time < axis.span.from) continue;
    ticks.push_back({axis.x_of(time), words_of(time, step), step < days(1) && at % Duration(days(1)).count() == 0});
  }
  return ticks;
}

// Weeks are as good as months only for a while; from then on it is the calendar.
std::vector<Tick> month_ticks(const TimelineAxis& axis, int months) {
  namespace chrono = std::chrono;
  std::vector<Tick> ticks;
  const chrono::sys_days first_day{chrono::floor<days>(chrono::milliseconds(unix_milliseconds(axis.span.from)))};
  const chrono::year_month_day first{first_day};
  int number = static_cast<int>(first.year()) * 12 + static_cast<int>(static_cast<unsigned>(first.month())) - 1;
  number = number / months * months;
  for (; ticks.size() < most_ticks; number += months) {
    const chrono::year_month_day day{chrono::year(number / 12), chrono::month(static_cast<unsigned>(number % 12) + 1),
                                     chrono::day(1)};
    const SimTime at{chrono::duration_cast<Duration>(chrono::sys_days(day).time_since_epoch())};
    if (at > axis.span.to) break;
    if (at < axis.span.from) continue;
    const std::string year = std::to_string(static_cast<int>(day.year()));
    ticks.push_back(
        {axis.x_of(at), months % 12 == 0 ? year : year + "-" + two(static_cast<unsigned>(day.month())), false});
  }
  return ticks;
}

std::vector<Tick> event_ticks(const TimelineAxis& axis, const TextMeasure& text) {
  std::vector<Tick> ticks;
  const float apart = text.width("event 000,000") + 24;
  const float events_apart = apart / (axis.right - axis.left) * static_cast<float>(axis.last - axis.first);
  replay::EventNumber step = 1;
  while (static_cast<float>(step) < events_apart) {
    const replay::EventNumber tens = step;
    step = tens * 2;
    if (static_cast<float>(step) >= events_apart) break;
    step = tens * 5;
    if (static_cast<float>(step) >= events_apart) break;
    step = tens * 10;
  }
  for (replay::EventNumber event = axis.first / step * step; event <= axis.last; event += step) {
    if (event >= axis.first && event <= axis.run->last_event())
      ticks.push_back({axis.x_of(event), "event " + with_thousands(event), false});
  }
  return ticks;
}

// As it stands on the canvas, in its own pixels.
TimelineAxis real_axis(const TimelineInput& input, const View& view, Point size, const TextMeasure& text) {
  const AtScaleOne one = at_scale_one(view, size, text);
  TimelineAxis axis = timeline_axis(input, one.view, one.size, one.text);
  axis.left *= view.scale;
  axis.right *= view.scale;
  return axis;
}

}  // namespace

float TimelineAxis::x_of(SimTime at) const {
  if (kind == TimeAxis::by_event) {
    if (at < run->time_of(0)) return left - 1;
    if (at > end_of(*run)) return right + 1;
    return x_of(run->last_event_until(at));
  }
  const double part =
      static_cast<double>((at - span.from).count()) / static_cast<double>((span.to - span.from).count());
  return left + static_cast<float>(std::clamp(part, -1000.0, 1000.0)) * (right - left);
}

float TimelineAxis::x_of(replay::EventNumber event) const {
  if (kind == TimeAxis::linear) return x_of(run->time_of(event));
  const double part = (static_cast<double>(event) - static_cast<double>(first)) / static_cast<double>(last - first);
  return left + static_cast<float>(std::clamp(part, -1000.0, 1000.0)) * (right - left);
}

float TimelineAxis::clamped(float x) const { return std::clamp(x, left, right); }

SimTime TimelineAxis::time_at(float x) const {
  const double part = static_cast<double>((x - left) / (right - left));
  return span.from + Duration(std::llround(part * static_cast<double>((span.to - span.from).count())));
}

replay::EventNumber TimelineAxis::event_at(float x) const {
  if (kind == TimeAxis::linear) return run->last_event_until(time_at(clamped(x)));
  const double part = static_cast<double>((clamped(x) - left) / (right - left));
  const auto events = static_cast<replay::EventNumber>(std::llround(part * static_cast<double>(last - first)));
  return std::min(first + events, run->last_event());
}

TimelineAxis timeline_axis(const TimelineInput& input, const View& view, Point size, const TextMeasure& text) {
  TimelineAxis axis;
  axis.run = input.run;
  axis.kind = view.time_axis;
  axis.span = span_of(input);
  if (axis.span.to - axis.span.from < shortest_span) axis.span.to = axis.span.from + shortest_span;
  // All events of an instant are shown, or none.
  const bool from_start = axis.span.from <= input.run->time_of(0);
  axis.first = from_start ? 0 : input.run->last_event_until(axis.span.from - Duration(1));
  axis.last = std::max(axis.first + 1, input.run->last_event_until(axis.span.to));
  axis.left = std::min(text.width("an upgrade's long name") + 14, size.x * 0.25F);
  axis.right = std::max(axis.left + 20, size.x - 12);
  return axis;
}

std::vector<Tick> ticks_of(const TimelineAxis& axis, const TextMeasure& text) {
  if (axis.kind == TimeAxis::by_event) return event_ticks(axis, text);
  const double millisecond =
      static_cast<double>(axis.right - axis.left) / static_cast<double>((axis.span.to - axis.span.from).count());
  for (const Duration step : steps) {
    const std::string_view widest = step >= minutes(1)   ? "2026-01-10"
                                    : step >= seconds(1) ? "2026-01-10 "
                                                         : "00:00:00.000";
    if (static_cast<double>(step.count()) * millisecond >= static_cast<double>(text.width(widest) + 20))
      return even_ticks(axis, step);
  }
  const double month = millisecond * static_cast<double>(Duration(days(30)).count());
  for (const int months : {1, 3, 6, 12, 24, 60, 120, 600, 1200}) {
    if (month * months >= static_cast<double>(text.width(months % 12 == 0 ? "2026" : "2026-01") + 20))
      return month_ticks(axis, months);
  }
  return month_ticks(axis, 12'000);
}

TimeSpan whole_run(const replay::RecordedRun& run) {
  const SimTime from = run.time_of(0);
  const SimTime to = end_of(run);
  const Duration beside = std::max<Duration>((to - from) / 40, seconds(1));
  return {from - beside, to + beside};
}

replay::EventNumber event_at(const TimelineInput& input, const View& view, Point size, float x,
                             const TextMeasure& text) {
  return real_axis(input, view, size, text).event_at(x);
}

float x_of(const TimelineInput& input, const View& view, Point size, replay::EventNumber event,
           const TextMeasure& text) {
  return real_axis(input, view, size, text).x_of(event);
}

namespace {

// No further than the run, and no longer.
TimeSpan within_run(TimeSpan span, const replay::RecordedRun& run) {
  const TimeSpan whole = whole_run(run);
  const Duration length = std::min(span.to - span.from, whole.to - whole.from);
  if (span.from < whole.from) return {whole.from, whole.from + length};
  if (span.to > whole.to) return {whole.to - length, whole.to};
  return {span.from, span.from + length};
}

}  // namespace

TimeSpan zoomed(const TimelineInput& input, const View& view, Point size, float x, float factor,
                const TextMeasure& text) {
  const TimelineAxis axis = real_axis(input, view, size, text);
  const auto grown = [&](double behind, double before, double least) {
    const double length = behind + before;
    const double scale = std::max(1.0 / std::max(static_cast<double>(factor), 1e-6), least / std::max(length, 1e-9));
    return std::pair(behind * scale, before * scale);
  };
  if (axis.kind == TimeAxis::by_event) {
    const auto at = static_cast<double>(axis.event_at(x));
    const auto [behind, before] = grown(at - static_cast<double>(axis.first), static_cast<double>(axis.last) - at, 4);
    const auto event = [&](double number) {
      return static_cast<replay::EventNumber>(std::clamp(number, 0.0, static_cast<double>(axis.run->last_event())));
    };
    const replay::EventNumber first = event(std::floor(at - behind));
    const replay::EventNumber last = event(std::ceil(at + before));
    const TimeSpan whole = whole_run(*axis.run);
    // From before the first event, and to the run's end, when it is all of it.
    const SimTime from = first == 0 ? whole.from : axis.run->time_of(first);
    const SimTime to = last == axis.run->last_event() ? whole.to : axis.run->time_of(last);
    return {from, std::max(to, from + Duration(1))};  // many events may be at one moment
  }
  const SimTime at = axis.time_at(axis.clamped(x));
  const auto [behind, before] =
      grown(static_cast<double>((at - axis.span.from).count()), static_cast<double>((axis.span.to - at).count()),
            static_cast<double>(shortest_span.count()));
  return within_run(
      {at - Duration(std::llround(std::min(behind, 1e15))), at + Duration(std::llround(std::min(before, 1e15)))},
      *axis.run);
}

TimeSpan moved(const TimelineInput& input, float part_of_span) {
  const TimeSpan span = span_of(input);
  const auto by =
      Duration(std::llround(static_cast<double>(part_of_span) * static_cast<double>((span.to - span.from).count())));
  return within_run({span.from + by, span.to + by}, *input.run);
}

}  // namespace certdrill::scene
