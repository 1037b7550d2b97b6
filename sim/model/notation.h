// Reads and writes the notation of the documents: {P:{TP=A, TP=B}, V:{TP=A, CN=B@I1|I2}}.
//
// Grammar (spaces and tabs between any two symbols, none inside a name):
//   security  = "{" "P" ":" presents "," "V" ":" [ "want" | "need" ] accepts "}"
//   presents  = "{" [ entry { "," entry } ] "}"            entries of one form, at most two (primary, secondary); FILE
//   one entry     = "TP=" thumb | "CN=" name | "FILE=" word accepts   = "{" [ rule { "," rule } ] "}" rule      = "TP="
//   thumb [ "?true" ] | "CN=" name [ "@" thumb { "|" thumb } ] | "CA=" thumb [ "/" text ] thumb     = word | 40 hex
//   digits name      = word | text with a dot in it | a JSON-like string in single quotes: 'User Name' word      =
//   letter { letter | digit | "_" | "-" }
// P and V, TP, CN, CA, FILE, want and need are written exactly so; the printer writes one space after each comma and
// nothing else. Errors     a Problem whose Location has only column and length: the characters of the text that are
// wrong, counted from 1. Law        parse(to_string(x)) == x for every value that parse() can return, and
// to_string(parse(t)) is a fixed point.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/security.h"

namespace certdrill::model {

[[nodiscard]] Result<SecurityConfiguration> parse_security(std::string_view text);
[[nodiscard]] std::string to_string(const SecurityConfiguration& security);

[[nodiscard]] Result<ValidationRule> parse_validation_rule(std::string_view text);  // "CN=b@I1"
[[nodiscard]] std::string to_string(const ValidationRule& rule);
[[nodiscard]] std::string to_string(const PresentationRule& rule);  // "{TP=A, TP=B}"
[[nodiscard]] std::string to_string(const ValidationRules& rules);  // "{TP=A, TP=B}", "need {CA=R1}"

// A line of states, as reports print it: `N0, N5 = {P:{TP=A}, V:{TP=A, TP=B}}   8 others = {P:{TP=A}, V:{TP=A}}`.
struct NodeGroup {
  std::vector<std::string> nodes;  // names; empty when only their number is said
  std::uint64_t others = 0;        // "8 others" ("1 other"), or "10" for all of the cluster ("all 10")
  bool all = false;                // "all 10 = {...}"
  SecurityConfiguration security;
  friend bool operator==(const NodeGroup&, const NodeGroup&) = default;
};
[[nodiscard]] Result<std::vector<NodeGroup>> parse_node_groups(std::string_view text);
[[nodiscard]] std::string to_string(const std::vector<NodeGroup>& groups);

// A name that can stand in the notation without quotes, so that scenarios may declare it.
[[nodiscard]] bool is_word(std::string_view text);

}  // namespace certdrill::model
