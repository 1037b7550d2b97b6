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

// The names of a certificate that a CN rule looks at, and how.
enum class NameMatching : std::uint8_t {
  any_name,           // the common name or any DNS name, a whole left-most label may be a wildcard
  host_name,          // OpenSSL's host check: any DNS name makes the common names not count
};
enum class ThumbprintText : std::uint8_t { any_white_space, runtime };
enum class UsagePasses : std::uint8_t { client_then_server, one_by_usage };
enum class RevocationFlag : std::uint8_t { off, leaf, chain_without_root, where_declared };
enum class PinnedIssuer : std::uint8_t { of_built_chain, of_sent_chain };
enum class PresentedOrder : std::uint8_t { farthest_not_after, newest_not_before };

// What a profile says, with what a scenario overrides. The comment of a member is its question.
struct Switches {
  // Reading rules
  ThumbprintText thumbprint_text = ThumbprintText::any_white_space;
  bool repeated_entries_merge = false;  // is the first of equal thumbprints kept, and do equal names merge, unpinned first?

  // The chain
  bool usage_matters = true;            // does a chain rule ask for client or server authentication?
  bool pinned_forgives_constraints = true;  // does a thumbprint rule tolerate broken constraints and weak keys?
  bool pinned_issuer_forgives_root = true;  // does a pinned issuer make an untrusted root harmless?
  bool accept_expired_pinned = false;   // AcceptExpiredPinnedClusterCertificate

  // Names and issuers
  UsagePasses usage_passes = UsagePasses::client_then_server;
  bool exact_name_for_clients = false;  // is a client certificate's name compared exactly, common name alone?
  NameMatching name_matching = NameMatching::any_name;
  PinnedIssuer pinned_issuer = PinnedIssuer::of_built_chain;
  bool issuer_keys = true;              // do issuer stores (pins by public key) count?

  // Peers
  bool implicit_peer_trust = false;     // ImplicitPeerTrustEnabled

  // Revocation
  RevocationFlag revocation = RevocationFlag::where_declared;
  bool expired_crl_is_offline = true;   // else it is fatal
  bool ignore_crl_offline_cluster = false;  // Federation/IgnoreCrlOfflineError
  bool ignore_crl_offline_clients = false;  // IgnoreCrlOfflineError: an endpoint that verifies its callers
  bool ignore_crl_offline_server = false;   // IgnoreSvrCrlOfflineError: a client that verifies the endpoint

  // Roles
  bool roles_in_effect = true;          // ClientRoleEnabled

  // Presentation
  bool use_secondary_if_newer = true;   // UseSecondaryIfNewer
  PresentedOrder presented_order = PresentedOrder::farthest_not_after;
  bool presented_name_ignores_case = false;
  bool extension_needs_server_usage = false;  // does finding by extension leave out certificates for clients only?
  bool load_expired = false;            // SkipX509CredentialExpirationChecking

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

// What differs from the profile, as "implicitPeerTrust=no", in the order of the table. For reports.
[[nodiscard]] std::vector<std::string> differences(const Switches& switches, Profile profile);

}  // namespace certdrill::model
