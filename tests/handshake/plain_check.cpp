#include "plain_check.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace certdrill::handshake {
namespace {

using model::Profile;

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool host_check(const pki::Certificate& leaf, const std::string& name) {
  const unsigned char* der = leaf.der().data();
  X509* x509 = d2i_X509(nullptr, &der, static_cast<long>(leaf.der().size()));
  const bool matches = X509_check_host(x509, name.data(), name.size(), 0, nullptr) == 1;
  X509_free(x509);
  return matches;
}

// "*" for one whole label, at the left, with at least two labels behind it.
bool pattern_matches(const std::string& pattern, const std::string& name) {
  if (lower(pattern) == lower(name)) return true;
  if (pattern.rfind("*.", 0) != 0 || std::count(pattern.begin(), pattern.end(), '.') < 2) return false;
  const std::size_t dot = name.find('.');
  return dot != std::string::npos && dot > 0 && lower(name.substr(dot)) == lower(pattern.substr(1));
}

bool any_name_matches(const pki::Certificate& leaf, const std::string& name) {
  const auto matches = [&](const std::string& pattern) { return pattern_matches(pattern, name); };
  const std::vector<std::string> common_names = leaf.common_names();
  return std::any_of(common_names.begin(), common_names.end(), matches) ||
         std::any_of(leaf.dns_names().begin(), leaf.dns_names().end(), matches);
}

bool says(const pki::Certificate& leaf, pki::KeyUsage usage) {
  const auto& usages = leaf.key_usages();
  return std::find(usages.begin(), usages.end(), usage) != usages.end();
}

bool name_matches(const Judging& judging, const pki::Certificate& leaf, const std::string& name) {
  const bool for_clients = says(leaf, pki::KeyUsage::client_auth);
  const bool for_servers = says(leaf, pki::KeyUsage::server_auth);
  switch (judging.profile) {
    case Profile::documented:
      return any_name_matches(leaf, name);
    case Profile::windows:
      return (for_clients && lower(leaf.common_name()) == lower(name)) || any_name_matches(leaf, name);
    case Profile::linux_:
      if (for_clients && !for_servers) return !leaf.common_name().empty() && lower(leaf.common_name()) == lower(name);
      return host_check(leaf, name);
  }
  return false;
}

const std::set<int> untrusted_root = {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN};
const std::set<int> missing_issuer = {X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                                      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE};
const std::set<int> wrong_time = {X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED};
// Between them these are all the ways in which the corpus breaks constraints.
const std::set<int> broken_constraint = {X509_V_ERR_PATH_LENGTH_EXCEEDED, X509_V_ERR_INVALID_CA,
                                         X509_V_ERR_KEYUSAGE_NO_CERTSIGN, X509_V_ERR_EE_KEY_TOO_SMALL,
                                         X509_V_ERR_CA_KEY_TOO_SMALL,     X509_V_ERR_CA_MD_TOO_WEAK};

struct Facts {
  bool root_untrusted = false;
  bool issuer_missing = false;
  bool list_missing = false;
  bool list_unusable = false;
  bool constraint_broken = false;
  bool expired_leaf_alone = false;  // of the wrong times only the end of the leaf
  bool time_wrong = false;
  bool broken = false;  // revoked, badly signed: whatever else there is
  bool wrong_usage = false;
};

// OpenSSL does not tell of the time of the last issuer when the one above it is missing; the article counts it.
bool last_issuer_out_of_time(const std::vector<pki::Certificate>& chain, SimTime at) {
  const pki::Certificate& last = chain.back();
  return at < last.not_before() || at >= last.not_after();
}

Facts facts_of(const Judging& judging, const std::vector<std::pair<int, int>>& faults,
               const std::vector<pki::Certificate>& chain, SimTime at) {
  const pki::Certificate& leaf = chain.front();
  Facts facts;
  bool other_time = false;
  for (const auto& [error, depth] : faults) {
    if (error == X509_V_ERR_INVALID_PURPOSE && depth == 0) continue;  // told by the certificate itself, below
    if (untrusted_root.count(error) > 0) {
      facts.root_untrusted = true;
    } else if (missing_issuer.count(error) > 0) {
      facts.issuer_missing = true;
    } else if (error == X509_V_ERR_UNABLE_TO_GET_CRL) {
      facts.list_missing = true;
    } else if (error == X509_V_ERR_CRL_HAS_EXPIRED || error == X509_V_ERR_CRL_NOT_YET_VALID) {
      facts.list_unusable = true;
    } else if (broken_constraint.count(error) > 0) {
      facts.constraint_broken = true;
    } else if (wrong_time.count(error) > 0) {
      facts.time_wrong = true;
      other_time = other_time || error != X509_V_ERR_CERT_HAS_EXPIRED || depth != 0;
    } else if (error != X509_V_ERR_INVALID_PURPOSE) {
      facts.broken = true;
    }
  }
  if (judging.profile != Profile::linux_ && facts.issuer_missing && chain.size() > 1 &&
      last_issuer_out_of_time(chain, at)) {
    facts.time_wrong = true;
    other_time = true;
  }
  facts.expired_leaf_alone = facts.time_wrong && !other_time;
  if (judging.profile == Profile::documented) {
    const bool some = says(leaf, pki::KeyUsage::client_auth) || says(leaf, pki::KeyUsage::server_auth) ||
                      says(leaf, pki::KeyUsage::any);
    facts.wrong_usage = leaf.limits_key_usage() && !some;
  }
  return facts;
}

bool ignores_missing_lists(const Judging& judging) {
  if (judging.role == trust::Role::cluster) return judging.switches.ignore_crl_offline_cluster;
  if (judging.role == trust::Role::server) return judging.switches.ignore_crl_offline_server;
  return judging.switches.ignore_crl_offline_clients;
}

// What no rule forgives. A thumbprint may forgive the end of a self-signed certificate, where that is said.
bool fatal(const Judging& judging, const Facts& facts) {
  if (facts.broken) return true;
  return judging.profile != Profile::documented && facts.constraint_broken;
}

bool thumbprint_accepts(const Judging& judging, const Facts& facts, const pki::Certificate& leaf,
                        const trust::ThumbprintRule& rule) {
  if (rule.certificate.thumbprint != leaf.thumbprint() || fatal(judging, facts)) return false;
  const bool forgiven = facts.expired_leaf_alone && judging.switches.accept_expired_pinned && leaf.is_self_signed();
  if (facts.time_wrong && !forgiven) return false;
  if (!rule.check_chain) return true;
  const bool lists = (!facts.list_missing && !facts.list_unusable) || ignores_missing_lists(judging);
  return lists && !facts.root_untrusted && !facts.issuer_missing && !facts.constraint_broken && !facts.wrong_usage;
}

// The certificate that issued the leaf: on Linux the second of those sent; elsewhere the one of that name and key,
// which the corpus always sends right behind the leaf when it sends it.
const pki::Certificate* issuer_of(const Judging& judging, const std::vector<pki::Certificate>& chain) {
  if (chain.size() > 1) return &chain[1];
  if (judging.profile == Profile::linux_ || chain.front().is_self_signed()) return &chain.front();
  for (const pki::Certificate& root : judging.trusted) {
    if (root.common_name() == chain.front().issuer_common_name()) return &root;
  }
  return nullptr;
}

bool name_accepts(const Judging& judging, const Facts& facts, const std::vector<pki::Certificate>& chain,
                  const trust::CommonNameRule& rule) {
  if (fatal(judging, facts) || facts.time_wrong || facts.constraint_broken || facts.wrong_usage || facts.issuer_missing)
    return false;
  if ((facts.list_missing || facts.list_unusable) && !ignores_missing_lists(judging)) return false;
  const bool pinned = !rule.issuers.empty() || !rule.issuer_keys.empty();
  if (facts.root_untrusted && (!pinned || judging.profile == Profile::linux_)) return false;
  if (pinned) {
    const pki::Certificate* issuer = issuer_of(judging, chain);
    bool known = false;
    for (const trust::NamedThumbprint& pin : rule.issuers)
      known = known || (issuer != nullptr && pin.thumbprint == issuer->thumbprint());
    for (const trust::NamedKey& pin : rule.issuer_keys)
      known = known || (issuer != nullptr && judging.profile != Profile::linux_ && pin.key == issuer->public_key());
    if (!known) return false;
  }
  return name_matches(judging, chain.front(), rule.common_name);
}

bool rule_accepts(const Judging& judging, const Facts& facts, const std::vector<pki::Certificate>& chain,
                  const trust::Rule& rule) {
  if (const auto* pinned = std::get_if<trust::ThumbprintRule>(&rule))
    return thumbprint_accepts(judging, facts, chain.front(), *pinned);
  return name_accepts(judging, facts, chain, std::get<trust::CommonNameRule>(rule));
}

}  // namespace

bool goes_on(const Judging& judging, int openssl_error) {
  if (judging.profile != Profile::linux_) return true;
  switch (openssl_error) {
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return true;
    case X509_V_ERR_CERT_HAS_EXPIRED:  // the public source has no such switch; with it, the callback has to let this pass
      return judging.switches.accept_expired_pinned;
    default:
      return false;
  }
}

PlainAnswer check_after_handshake(const Judging& judging, const std::vector<std::pair<int, int>>& faults,
                                  const std::vector<pki::Certificate>& chain, SimTime at) {
  const Facts facts = facts_of(judging, faults, chain, at);
  const bool roles = judging.role == trust::Role::client && judging.switches.roles_in_effect;
  bool accepted = false;
  bool admin = false;
  if (judging.role == trust::Role::cluster && judging.switches.implicit_peer_trust && judging.own != nullptr &&
      judging.own->public_key() == chain.front().public_key())
    accepted = !fatal(judging, facts) && !facts.time_wrong;
  for (const trust::Rule& rule : judging.rules.rules) accepted = accepted || rule_accepts(judging, facts, chain, rule);
  if (roles) {
    for (const trust::AdminRule& rule : judging.rules.admins) {
      const bool accepts = rule_accepts(judging, facts, chain, rule.rule);
      admin = admin || accepts;
      accepted = accepted || (accepts && rule.connects);
    }
  }
  if (!accepted) return {};
  return {true, !roles ? trust::Grant::all : admin ? trust::Grant::admin : trust::Grant::user};
}

}  // namespace certdrill::handshake
