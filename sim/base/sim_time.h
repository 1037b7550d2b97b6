// SimTime is a moment of simulated time.
//
// Unit       milliseconds since 1970-01-01T00:00:00 UTC, an integer. No leap seconds, no zone but UTC.
// Range      1950-01-01 to 9999-12-31T23:59:59.999, what an X.509 certificate can say (RFC 5280, 4.1.2.5).
// Text form  2026-01-10T00:00:00Z, with .123 before the Z when there are milliseconds; a bare date is its first moment.
// Errors     parse_sim_time() names what it found: no date of the calendar, a zone other than Z, text left over.
// The clock has no now(): nothing in the simulation can read the machine's time, and SimTime does not convert to or
// from the machine's time points.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace certdrill {

struct SimClock {
  using duration = std::chrono::milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimClock, duration>;
  static constexpr bool is_steady = true;
};

using Duration = SimClock::duration;
using SimTime = SimClock::time_point;

[[nodiscard]] constexpr SimTime from_unix_seconds(std::int64_t seconds) { return SimTime(Duration(seconds * 1000)); }
[[nodiscard]] constexpr std::int64_t unix_milliseconds(SimTime at) { return at.time_since_epoch().count(); }
// The second that contains the moment: what an X.509 time can say.
[[nodiscard]] constexpr std::int64_t unix_seconds(SimTime at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

[[nodiscard]] SimTime earliest_sim_time();
[[nodiscard]] SimTime latest_sim_time();

[[nodiscard]] Result<SimTime> parse_sim_time(std::string_view text);
[[nodiscard]] std::string to_string(SimTime at);       // 2026-01-10T00:00:00Z or 2026-01-10T00:00:00.250Z
[[nodiscard]] std::string date_to_string(SimTime at);  // 2026-01-10 when it is midnight, else as to_string

}  // namespace certdrill
