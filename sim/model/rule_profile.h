// A rule profile says whose rules decide: the documents', or those of a runtime. It is a set of named switches, one for
// each place where they differ, and a scenario may set any switch by itself.
//
// documented  the default: the authentication article and the management article, where they are silent RFC 5280 and
//             RFC 6125.
// windows     what the public Service Fabric runtime does where it is built for Windows.
// linux       the same, built for Linux: OpenSSL's callback and the checks behind it.
// Text form   a switch has a name, and each of its values a word; yes and no where it is a yes-or-no question.
// Errors      set() answers an unknown switch or word with a Problem that lists what is allowed.
// Source      each switch names its own: source_of(Switch).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certdrill::model {

enum class Profile : std::uint8_t { documented, windows, linux_ };
inline constexpr std::array<Profile, 3> all_profiles = {Profile::documented, Profile::windows, Profile::linux_};

[[nodiscard]] std::optional<Profile> parse_profile(std::string_view name);
[[nodiscard]] std::string_view to_string(Profile profile);
[[nodiscard]] std::vector<std::string> profile_names();

// How a thumbprint is read from text.
enum class ThumbprintText : std::uint8_t {
  any_white_space,  // 40 hex digits, white space anywhere
  runtime,          // as the runtime's parser reads it: trust/configured_rules.h
};
// Which names of a certificate a CN rule looks at, and how.
enum class NameMatching : std::uint8_t {
  any_name,   // common names and DNS names alike; a whole left-most label may be a wildcard
  host_name,  // OpenSSL's host check: with any DNS name the common names do not count
};
// Which passes a chain rule makes.
enum class UsagePasses : std::uint8_t {
  client_then_server,  // a certificate for clients is tried as a client's first, then as a server's
  one_by_usage,        // one for clients alone is tried as a client's, any other as a server's
};
enum class RevocationFlag : std::uint8_t { off, leaf, chain_without_root, where_declared };
// Whose thumbprint a pin is compared with.
enum class DirectIssuer : std::uint8_t {
  of_built_chain,
  of_sent_chain,  // the certificate sent behind the leaf; the leaf itself when it was sent alone
};
enum class PresentedOrder : std::uint8_t { farthest_not_after, newest_not_before };

// What a profile says, with what a scenario overrides. model/rule_profile.cpp has the question that each answers and
// its source.
struct Switches {
  // Reading rules
  ThumbprintText thumbprint_text = ThumbprintText::any_white_space;
  bool repeated_entries_merge = false;

  // The chain
  bool usage_matters = true;
  bool pinned_forgives_constraints = true;
  bool pinned_issuer_forgives_root = true;
  bool last_issuer_time_counts = true;
  bool accept_expired_pinned = false;

  // Names and issuers
  UsagePasses usage_passes = UsagePasses::client_then_server;
  bool exact_name_for_clients = false;
  NameMatching name_matching = NameMatching::any_name;
  DirectIssuer direct_issuer = DirectIssuer::of_built_chain;
  bool issuer_keys = true;

  // Peers
  bool implicit_peer_trust = false;

  // Revocation
  RevocationFlag revocation = RevocationFlag::where_declared;
  bool expired_crl_is_offline = true;
  bool ignore_crl_offline_cluster = false;
  bool ignore_crl_offline_clients = false;
  bool ignore_crl_offline_server = false;

  // Roles
  bool roles_in_effect = true;

  // Presentation
  bool use_secondary_if_newer = true;
  PresentedOrder presented_order = PresentedOrder::farthest_not_after;
  bool presented_name_ignores_case = false;
  bool extension_needs_server_usage = false;
  bool load_expired = false;
  bool follow_renewal_links = true;

  friend bool operator==(const Switches&, const Switches&) = default;
};

[[nodiscard]] const Switches& switches_of(Profile profile);

// One row of the table of switches.
struct SwitchInfo {
  std::string_view name;      // "implicitPeerTrust": as scenarios write it
  std::string_view question;  // "Is a peer with my own public key accepted whatever the lists say?"
  std::string_view setting;   // the runtime's setting of that meaning; empty when it has none
  std::string_view source;
  std::vector<std::string_view> values;  // the allowed words
};
[[nodiscard]] const std::vector<SwitchInfo>& all_switches();  // in the order of Switches

// The word of a switch's value; the switch is one of all_switches().
[[nodiscard]] std::string_view value_of(const Switches& switches, std::string_view switch_name);
[[nodiscard]] Result<Switches> set(Switches switches, std::string_view switch_name, std::string_view value);

// The same overrides under another profile: its switches, but for those that differ from `profile` in `switches`.
[[nodiscard]] Switches switches_under(Profile other, const Switches& switches, Profile profile);

// What differs from the profile, as "implicitPeerTrust=no", in the order of the table. For reports.
[[nodiscard]] std::vector<std::string> differences(const Switches& switches, Profile profile);

}  // namespace certdrill::model
