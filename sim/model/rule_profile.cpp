#include "model/rule_profile.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace certdrill::model {
namespace {

constexpr std::string_view yes = "yes";
constexpr std::string_view no = "no";

// A switch as a row: what people read of it, and how its value is got and put as an index into its words.
struct Row {
  SwitchInfo info;
  std::function<std::size_t(const Switches&)> get;
  std::function<void(Switches&, std::size_t)> put;
};

Row yes_or_no(bool Switches::*member, std::string_view name, std::string_view question, std::string_view setting,
              std::string_view source) {
  return {{name, question, setting, source, {no, yes}},
          [member](const Switches& switches) -> std::size_t { return switches.*member ? 1 : 0; },
          [member](Switches& switches, std::size_t value) { switches.*member = value == 1; }};
}

// `values` in the order of the enum.
template <typename Enum>
Row one_of(Enum Switches::*member, std::string_view name, std::string_view question, std::string_view setting,
           std::string_view source, std::vector<std::string_view> values) {
  return {{name, question, setting, source, std::move(values)},
          [member](const Switches& switches) { return static_cast<std::size_t>(switches.*member); },
          [member](Switches& switches, std::size_t value) { switches.*member = static_cast<Enum>(value); }};
}

std::vector<Row> make_rows() {
  using S = Switches;
  return {
      one_of(&S::thumbprint_text, "thumbprintText", "How is a thumbprint read from text?", "",
             "authentication article, thumbprint-based validation: white space is excluded; Service Fabric runtime "
             "source, Thumbprint.cpp: fully spaced or fully compact, anything else is misread or refused",
             {"anyWhiteSpace", "runtime"}),
      yes_or_no(&S::repeated_entries_merge, "repeatedEntriesMerge",
                "Is the first of equal thumbprints kept, and do equal names become one, unpinned if any is?", "",
                "Service Fabric runtime source, ThumbprintSet.cpp and SecurityConfig.cpp (X509NameMap)"),
      yes_or_no(
          &S::usage_matters, "usageMatters",
          "Does a CN rule refuse a certificate that allows neither client nor server authentication?", "",
          "authentication article: the chain is evaluated for a client, then for a server; Service Fabric runtime "
          "source, SecurityContextSsl.cpp: a wrong usage is ignored"),
      yes_or_no(&S::pinned_forgives_constraints, "pinnedForgivesConstraints",
                "Does a thumbprint rule tolerate broken constraints, weak keys and the like?", "",
                "authentication article: any trust errors are suppressed; Service Fabric runtime source, "
                "SecurityContextSsl.cpp: only a listed few are"),
      yes_or_no(&S::pinned_issuer_forgives_root, "pinnedIssuerForgivesRoot",
                "Does a pinned issuer make an untrusted root harmless?", "",
                "authentication article: untrusted root becomes non-fatal; Service Fabric runtime source, "
                "CryptoUtility.Linux.cpp: not so on Linux"),
      yes_or_no(
          &S::last_issuer_time_counts, "lastIssuerTimeCounts",
          "Does the validity of an issuer count when its own issuer is missing from the chain?", "",
          "authentication article: time-invalid trust errors are fatal; OpenSSL's X509_verify_cert, which the Linux "
          "build uses, does not look at it"),
      yes_or_no(&S::accept_expired_pinned, "acceptExpiredPinned",
                "Is a self-signed certificate that a thumbprint names accepted although it is expired?",
                "AcceptExpiredPinnedClusterCertificate",
                "authentication article, thumbprint-based validation; the public runtime source does not have it"),
      one_of(&S::usage_passes, "usagePasses", "As whose certificate is it tried by a CN rule?", "",
             "authentication article: first for a client role, then for server authentication; Service Fabric runtime "
             "source, CryptoUtility.Linux.cpp: one pass, chosen by the usages",
             {"clientThenServer", "oneByUsage"}),
      yes_or_no(&S::exact_name_for_clients, "exactNameForClients",
                "In the client's pass, is the common name alone compared, exactly but for case?", "",
                "Service Fabric runtime source, SecurityContextSsl.cpp and CryptoUtility.Linux.cpp"),
      one_of(&S::name_matching, "nameMatching", "Which names of the certificate does a CN rule look at?", "",
             "authentication article: the common name or any alternative name; Service Fabric runtime source, "
             "CryptoUtility.Linux.cpp: OpenSSL's host check, for which any DNS name silences the common name",
             {"anyName", "hostName"}),
      one_of(&S::direct_issuer, "directIssuer", "Which certificate is compared with a pinned issuer?", "",
             "authentication article: the direct issuer; Service Fabric runtime source, CryptoUtility.Linux.cpp: the "
             "second certificate that was sent, the leaf itself when it was sent alone",
             {"ofBuiltChain", "ofSentChain"}),
      yes_or_no(&S::issuer_keys, "issuerKeys", "Do issuers pinned by public key (issuer stores) match?",
                "ClusterCertificateIssuerStores",
                "Service Fabric runtime source, SecurityConfig.cpp (MatchIssuer): Linux compares thumbprints alone"),
      yes_or_no(
          &S::implicit_peer_trust, "implicitPeerTrust",
          "Is a node accepted that has the same public key as I, whatever the lists say?", "ImplicitPeerTrustEnabled",
          "Service Fabric runtime source, SecurityContextSsl.cpp (TryAuthenticateRemoteAsPeer); the articles do not "
          "mention it"),
      one_of(&S::revocation, "revocation", "Which certificates of a chain are looked up in CRLs?", "CrlCheckingFlag",
             "authentication article: revocation errors are fatal for names; Service Fabric runtime source, "
             "SecurityConfig.h: 0x40000000 on Windows (all but the root), 0 on Linux",
             {"off", "leaf", "chainWithoutRoot", "whereDeclared"}),
      yes_or_no(
          &S::expired_crl_is_offline, "expiredCrlIsOffline",
          "Is a CRL past its next update as good as none? If not, it fails the handshake.", "",
          "Service Fabric runtime source, SecurityContextSsl.cpp: OpenSSL's error 12 is not among those tolerated"),
      yes_or_no(&S::ignore_crl_offline_cluster, "ignoreCrlOfflineCluster",
                "Between nodes, is a CRL that cannot be had ignored?", "Federation/IgnoreCrlOfflineError",
                "authentication article: revocation errors are fatal for names; Service Fabric runtime source, "
                "FederationConfig.h: ignored by default"),
      yes_or_no(&S::ignore_crl_offline_clients, "ignoreCrlOfflineClients",
                "When an endpoint judges a client, is a CRL that cannot be had ignored?",
                "Security/IgnoreCrlOfflineError", "Service Fabric runtime source, SecurityConfig.h: off by default"),
      yes_or_no(&S::ignore_crl_offline_server, "ignoreCrlOfflineServer",
                "When a client judges an endpoint, is a CRL that cannot be had ignored?",
                "Security/IgnoreSvrCrlOfflineError", "Service Fabric runtime source, SecurityConfig.h: on by default"),
      yes_or_no(&S::roles_in_effect, "rolesInEffect", "Are users told from admins?", "ClientRoleEnabled",
                "authentication article: the highest role of any matched rule; Service Fabric runtime source, "
                "SecurityConfig.h: off by default, and then every client may do everything"),
      yes_or_no(&S::use_secondary_if_newer, "useSecondaryIfNewer",
                "Are primary and secondary sorted together, so that the longer-lived of both is presented?",
                "UseSecondaryIfNewer",
                "authentication article: all are sorted by NotAfter; Service Fabric runtime source, "
                "SecurityCredentials.cpp: off by default, and then the secondary only steps in for a missing primary"),
      one_of(&S::presented_order, "presentedOrder", "Of several certificates, which one is presented?", "",
             "authentication article: the farthest expiring; later versions of the runtime: the one issued last",
             {"farthestNotAfter", "newestNotBefore"}),
      yes_or_no(&S::presented_name_ignores_case, "presentedNameIgnoresCase",
                "Does finding a certificate by its common name disregard case?", "",
                "authentication article: a case-sensitive comparison; Service Fabric runtime source, CryptoUtility.cpp "
                "(IsMatch): not so on Linux"),
      yes_or_no(&S::extension_needs_server_usage, "extensionNeedsServerUsage",
                "Does finding a certificate by DNS name leave out those that are for clients only?", "",
                "Service Fabric runtime source, CryptoUtility.cpp: on Windows"),
      yes_or_no(&S::load_expired, "loadExpired", "May a node present a certificate that is expired?",
                "SkipX509CredentialExpirationChecking",
                "authentication article: expired certificates are ignored; Service Fabric runtime source, "
                "SecurityCredentials.cpp: a setting for tests, and peers refuse it all the same"),
      yes_or_no(&S::follow_renewal_links, "followRenewalLinks",
                "Is the certificate that a renewal mark points to sent in the place of the one that was chosen?", "",
                "management article, certificate linking: S-channel follows the marks unconditionally; Windows only"),
  };
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = make_rows();
  return all;
}

const Row* find_row(std::string_view name) {
  const auto found = std::find_if(rows().begin(), rows().end(), [&](const Row& row) { return row.info.name == name; });
  return found == rows().end() ? nullptr : &*found;
}

Switches runtime_switches() {
  Switches switches;
  switches.thumbprint_text = ThumbprintText::runtime;
  switches.repeated_entries_merge = true;
  switches.usage_matters = false;
  switches.pinned_forgives_constraints = false;
  switches.exact_name_for_clients = true;
  switches.implicit_peer_trust = true;
  switches.ignore_crl_offline_cluster = true;
  switches.ignore_crl_offline_server = true;
  switches.roles_in_effect = false;
  switches.use_secondary_if_newer = false;
  return switches;
}

Switches windows_switches() {
  Switches switches = runtime_switches();
  switches.revocation = RevocationFlag::chain_without_root;
  switches.extension_needs_server_usage = true;
  return switches;
}

Switches linux_switches() {
  Switches switches = runtime_switches();
  switches.pinned_issuer_forgives_root = false;
  switches.last_issuer_time_counts = false;
  switches.usage_passes = UsagePasses::one_by_usage;
  switches.name_matching = NameMatching::host_name;
  switches.direct_issuer = DirectIssuer::of_sent_chain;
  switches.issuer_keys = false;
  switches.revocation = RevocationFlag::off;
  switches.expired_crl_is_offline = false;
  switches.presented_name_ignores_case = true;
  switches.follow_renewal_links = false;
  return switches;
}

}  // namespace

std::optional<Profile> parse_profile(std::string_view name) {
  for (const Profile profile : all_profiles) {
    if (to_string(profile) == name) return profile;
  }
  return std::nullopt;
}

std::string_view to_string(Profile profile) {
  switch (profile) {
    case Profile::documented:
      return "documented";
    case Profile::windows:
      return "windows";
    case Profile::linux_:
      return "linux";
  }
  return "documented";
}

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  for (const Profile profile : all_profiles) names.emplace_back(to_string(profile));
  return names;
}

const Switches& switches_of(Profile profile) {
  static const Switches documented{};
  static const Switches windows = windows_switches();
  static const Switches linux_build = linux_switches();
  switch (profile) {
    case Profile::documented:
      return documented;
    case Profile::windows:
      return windows;
    case Profile::linux_:
      return linux_build;
  }
  return documented;
}

const std::vector<SwitchInfo>& all_switches() {
  static const std::vector<SwitchInfo> infos = [] {
    std::vector<SwitchInfo> all;
    for (const Row& row : rows()) all.push_back(row.info);
    return all;
  }();
  return infos;
}

std::string_view value_of(const Switches& switches, std::string_view switch_name) {
  const Row* row = find_row(switch_name);
  return row == nullptr ? std::string_view() : row->info.values[row->get(switches)];
}

Result<Switches> set(Switches switches, std::string_view switch_name, std::string_view value) {
  const Row* row = find_row(switch_name);
  if (row == nullptr) {
    std::vector<std::string> names;
    for (const SwitchInfo& info : all_switches()) names.emplace_back(info.name);
    return problem("unknown switch " + quoted(switch_name), did_you_mean(switch_name, names));
  }
  const auto& words = row->info.values;
  const auto found = std::find(words.begin(), words.end(), value);
  if (found == words.end()) {
    const std::vector<std::string> allowed(words.begin(), words.end());
    return problem("switch " + quoted(switch_name) + " has no value " + quoted(value), did_you_mean(value, allowed));
  }
  row->put(switches, static_cast<std::size_t>(found - words.begin()));
  return switches;
}

Switches switches_under(Profile other, const Switches& switches, Profile profile) {
  Switches found = switches_of(other);
  for (const Row& row : rows()) {
    if (row.get(switches) != row.get(switches_of(profile))) row.put(found, row.get(switches));
  }
  return found;
}

std::vector<std::string> differences(const Switches& switches, Profile profile) {
  std::vector<std::string> found;
  for (const Row& row : rows()) {
    const std::size_t value = row.get(switches);
    if (value != row.get(switches_of(profile)))
      found.push_back(std::string(row.info.name) + "=" + std::string(row.info.values[value]));
  }
  return found;
}

}  // namespace certdrill::model
