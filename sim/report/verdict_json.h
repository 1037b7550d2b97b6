// A verdict as JSON, the same wherever one is written. For report alone: it shows the JSON library.
#pragma once

#include <nlohmann/json.hpp>

#include "trust/reason.h"

namespace certdrill::report {

// {"accepted", "summary", "reasons": [{"id", "weight", "found", "expected", "source"}], "rules": [{"rule", "accepted",
// "reasons"}]}
[[nodiscard]] nlohmann::ordered_json verdict_json(const trust::Verdict& verdict);

// Indented, with a line break at its end. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const nlohmann::ordered_json& document);

}  // namespace certdrill::report
