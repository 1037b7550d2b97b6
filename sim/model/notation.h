// Reads and writes the notation of the documents: {P:{TP=A, TP=B}, V:{TP=A, CN=B@I1|I2}}.
//
// Grammar (spaces and tabs between any two symbols, none inside a name):
//   security  = "{" "P" ":" presents "," "V" ":" accepts [ "," "server" "P" ":" presents ]
//                                 [ "," "client" "V" ":" accepts ] [ "," "admin" "V" ":" accepts ] "}"
//   presents  = "{" [ entry { "," entry } ] "}"     entries of one form, at most two (primary, secondary); FILE one
//   entry     = "TP" "=" thumb | "CN" "=" name | "SAN" "=" text | "FILE" "=" word
//   accepts   = [ "want" | "need" ] "{" [ ( rule | stores ) { "," ( rule | stores ) } ] "}"
//   rule      = "TP" "=" thumb [ "?" "true" ] | "CN" "=" name [ "@" pin { "|" pin } ] | "CA" "=" thumb [ "/" text ]
//   pin       = thumb [ "?" "key" ]
//   stores    = "IS" "=" ( "My" | "Root" ) [ "/" text ]
//   thumb     = word | 40 hex digits                  read in either case, written in upper case
//   name      = word | plain with a dot in it | quoted
//   text      = plain | quoted
//   plain     = one or more of letter, digit, "." "_" "-" "*"
//   quoted    = a single quote, characters, a single quote: 'User Name'; \' and \\ stand for ' and \; no control characters
//   word      = letter { letter | digit | "_" | "-" }
// All words are written exactly so. The printer writes one space after each comma and nothing else; in V the rules
// first and the stores behind them; no client V or admin V that accepts nobody, which is what it means when none is said.
// Cost    linear in the text, no recursion; any bytes may be given.
// Errors  a Problem whose Location has only column and length: the characters of the text that are wrong, from 1.
// Law     parse(to_string(x)) == x for every value that parse() can return, and to_string(parse(t)) is a fixed point.
// Source  authentication article, "Troubleshooting and Frequently Asked Questions"; docs/notation.md for the rest.
#pragma once

#include <cstdint>
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
[[nodiscard]] std::string to_string(const IssuerStore& store);      // "IS=Root/'Contoso CA'"

// Where in the text each thing stands that names something, for problems that point at it. In the order of their
// columns.
struct NotationMark {
  enum class What : std::uint8_t {
    presented_thumbprint,  // P: TP=A
    presented_name,        // P: CN=b
    presented_dns_name,    // P: SAN=host
    file_slot,             // P: FILE=tls
    accepted_thumbprint,   // V: TP=A
    accepted_name,         // V: CN=b
    pinned_issuer,         // V: CN=b@I1
    pinned_issuer_key,     // V: CN=b@I1?key, the name alone
    authority,             // V: CA=R1
    chain_check,           // V: ?true
    client_certificate,    // want, need
    issuer_store,          // V: the whole of IS=Root/'Contoso CA'
    rule,                  // a whole entry of V; comes before the marks inside it
  };
  // Whose it is: the node's own P and V, or one of the parts of its management endpoint.
  enum class Part : std::uint8_t { node, server, client, admin };
  What what = What::rule;
  Part part = Part::node;
  bool literal = false;  // of a name: it is the common name itself
  std::uint32_t column = 0;
  std::uint32_t length = 0;
  std::string text;  // as the values hold it; of a rule or issuer store: as the printer writes it
};
struct MarkedSecurity {
  SecurityConfiguration security;
  std::vector<NotationMark> marks;
};
[[nodiscard]] Result<MarkedSecurity> parse_marked_security(std::string_view text);

// A line of states, as reports print it: `N0, N5 = {P:{TP=A}, V:{TP=A, TP=B}}   8 others = {P:{TP=A}, V:{TP=A}}`.
// Between two groups there may also stand a comma, an ellipsis or both, as in the article: `N0 = {..}, ... Nk = {..}`.
struct NodeGroup {
  std::vector<std::string> nodes;  // names; empty when only their number is said
  std::uint64_t others = 0;        // "8 others" ("1 other"), or "10" for all of the cluster ("all 10")
  bool all = false;                // "all 10 = {...}"
  bool counted = false;            // "200 nodes = {...}": a group too large to be named, and not the last one
  SecurityConfiguration security;
  friend bool operator==(const NodeGroup&, const NodeGroup&) = default;
};
[[nodiscard]] Result<std::vector<NodeGroup>> parse_node_groups(std::string_view text);
[[nodiscard]] std::string to_string(const std::vector<NodeGroup>& groups);

// A name that can stand in the notation without quotes, so that scenarios may declare it.
[[nodiscard]] bool is_word(std::string_view text);

// 40 hex digits in either case: a thumbprint, never the name of a certificate.
[[nodiscard]] bool is_thumbprint_text(std::string_view text);

// A name of a node, a node type or an upgrade domain: a word that may begin with "_" and have dots ("_Node_0",
// "vm1.west").
[[nodiscard]] bool is_node_name(std::string_view text);

}  // namespace certdrill::model
