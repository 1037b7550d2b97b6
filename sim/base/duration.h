// Durations as people write them.
//
// Text form  whole numbers with a unit, largest first: 250ms, 30s, 5m, 12h, 90d, 2w, and sums such as 1h30m or 1d12h.
// Unit       milliseconds inside; a day is 24 hours, a week 7 days.
// Errors     parse_duration() refuses a number without a unit, an unknown unit, units out of order, a sign, text left
// over and
//            anything beyond 10,000 years.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sim_time.h"

namespace certdrill {

[[nodiscard]] Result<Duration> parse_duration(std::string_view text);

// Exact, in the fewest units without weeks: "1h30m", "90d", "250ms", "0s". A negative duration has a leading '-'.
[[nodiscard]] std::string to_string(Duration length);

// For reading: the two largest units, the rest cut off, and no milliseconds beside others: "21d 23h", "4m 10s", "250ms".
[[nodiscard]] std::string rough(Duration length);

}  // namespace certdrill
