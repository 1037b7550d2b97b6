#include "corpus.h"

#include <algorithm>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::handshake {
namespace {

using pki::CertificateId;
using pki::CertificateSpec;
using pki::KeyUsage;

SimTime time_of(std::string_view text) { return *parse_sim_time(text); }

constexpr const char* cluster = "cluster.contoso.test";

class Specs {
 public:
  CertificateSpec& authority(const char* name, const char* issuer = nullptr, const char* until = "2040-01-01") {
    CertificateSpec& spec = add(name, std::string("Authority ") + name, issuer, "2020-01-01", until);
    spec.authority = true;
    spec.publishes_crl = true;
    return spec;
  }
  CertificateSpec& leaf(const char* name, const char* issuer, std::string common_name = cluster,
                        const char* from = "2025-01-01", const char* until = "2026-01-01") {
    return add(name, std::move(common_name), issuer, from, until);
  }
  [[nodiscard]] std::vector<CertificateSpec> take() { return std::move(specs_); }

 private:
  CertificateSpec& add(const char* name, std::string common_name, const char* issuer, const char* from,
                       const char* until) {
    CertificateSpec spec;
    spec.name = name;
    spec.common_name = std::move(common_name);
    spec.not_before = time_of(from);
    spec.not_after = time_of(until);
    for (CertificateId id = 0; issuer != nullptr && id < specs_.size(); ++id) {
      if (specs_[id].name == issuer) spec.issuer = id;
    }
    specs_.push_back(std::move(spec));
    return specs_.back();
  }

  std::vector<CertificateSpec> specs_;
};

std::vector<CertificateSpec> specs() {
  Specs all;
  all.authority("R1");
  all.authority("R2");
  all.authority("I1", "R1");
  all.authority("I2", "R1");
  all.authority("J1", "R2");
  all.authority("Ending", "R1", "2025-09-01");
  all.authority("Short", "R1").path_length = 0;
  all.authority("TooDeep", "Short");
  all.authority("I1Renewed", "R1").key_of = "I1";

  all.leaf("SelfA", nullptr);
  all.leaf("SelfB", nullptr, cluster, "2025-06-01", "2027-01-01");
  all.leaf("SelfSameKey", nullptr, cluster, "2025-06-01", "2027-01-01").key_of = "SelfA";
  all.leaf("Good", "I1");
  all.leaf("Later", "I1", cluster, "2025-06-01", "2026-06-01");
  all.leaf("SameKey", "I2", cluster, "2025-06-01", "2026-06-01").key_of = "Good";
  all.leaf("OfI2", "I2");
  all.leaf("OfJ1", "J1");
  all.leaf("OfEnding", "Ending");
  all.leaf("OfTooDeep", "TooDeep");
  all.leaf("OfRenewed", "I1Renewed");
  all.leaf("OfRoot", "R1");
  all.leaf("Revoked", "I1");
  all.leaf("Damaged", "I1").damaged_signature = true;
  all.leaf("SelfDamaged", nullptr).damaged_signature = true;
  all.leaf("Upper", "I1", "CLUSTER.Contoso.TEST");
  all.leaf("Wild", "I1", "*.contoso.test");
  all.leaf("WildSan", "I1", "node.fabrikam.test").dns_names = {"*.contoso.test"};
  all.leaf("Silenced", "I1").dns_names = {"other.contoso.test"};
  all.leaf("SanOnly", "I1", "").dns_names = {cluster};
  all.leaf("Mail", "I1").email_names = {"ops@contoso.test"};
  all.leaf("TwoNames", "I1", "first.contoso.test").subject = {{"O", "Contoso"}, {"CN", cluster}};
  all.leaf("Person", "I1", "Cluster Operator");
  all.leaf("Client", "I1").key_usages = {KeyUsage::client_auth};
  all.leaf("ClientUpper", "I1", "CLUSTER.contoso.test").key_usages = {KeyUsage::client_auth};
  all.leaf("ClientWild", "I1", "*.contoso.test").key_usages = {KeyUsage::client_auth};
  CertificateSpec& client_san = all.leaf("ClientSan", "I1", "node.contoso.test");
  client_san.key_usages = {KeyUsage::client_auth};
  client_san.dns_names = {cluster};
  all.leaf("Server", "I1").key_usages = {KeyUsage::server_auth};
  all.leaf("Both", "I1").key_usages = {KeyUsage::client_auth, KeyUsage::server_auth};
  all.leaf("BothWild", "I1", "*.contoso.test").key_usages = {KeyUsage::client_auth, KeyUsage::server_auth};
  all.leaf("Code", "I1").key_usages = {KeyUsage::code_signing};
  all.leaf("Any", "I1").key_usages = {KeyUsage::any};
  all.leaf("P256", "I2").key_type = pki::KeyType::p256;
  all.leaf("Rsa", "I2").key_type = pki::KeyType::rsa2048;
  std::vector<CertificateSpec> made = all.take();
  const auto again = [&](const char* name, const char* as, pki::SentChain sent) {
    const auto found = std::find_if(made.begin(), made.end(), [&](const CertificateSpec& s) { return s.name == name; });
    CertificateSpec copy = *found;
    copy.name = as;
    copy.sent = sent;
    made.push_back(std::move(copy));
  };
  again("Good", "GoodWithoutRoot", pki::SentChain::without_root);
  again("Good", "GoodAlone", pki::SentChain::leaf);
  again("OfJ1", "OfJ1WithoutRoot", pki::SentChain::without_root);
  again("OfJ1", "OfJ1Alone", pki::SentChain::leaf);
  again("OfRoot", "OfRootAlone", pki::SentChain::leaf);
  again("OfEnding", "OfEndingWithoutRoot", pki::SentChain::without_root);
  again("Client", "ClientAlone", pki::SentChain::leaf);
  return made;
}

CertificateId id_of(std::string_view name) {
  for (CertificateId id = 0; id < corpus_certificates().size(); ++id) {
    if (corpus_certificates().spec(id).name == name) return id;
  }
  std::abort();
}

template <typename T>
const T& pick(Random& random, const std::vector<T>& from) {
  return from[random.below(from.size())];
}

bool one_in(Random& random, std::uint64_t n) { return random.below(n) == 0; }

const std::vector<std::string>& leaves() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (CertificateId id = 0; id < corpus_certificates().size(); ++id) {
      if (!corpus_certificates().spec(id).authority) all.push_back(corpus_certificates().spec(id).name);
    }
    return all;
  }();
  return names;
}

const std::vector<std::string> names_in_rules = {
    "cluster.contoso.test", "cluster.contoso.test", "cluster.contoso.test",   "CLUSTER.contoso.test",
    "contoso.test",         "'Cluster Operator'",   "*.contoso.test",         "first.contoso.test",
    "other.contoso.test",   "node.contoso.test",    "deep.down.contoso.test", "node.fabrikam.test"};
const std::vector<std::string> issuers_in_rules = {"I1", "I1",     "I2",      "J1",       "R1",
                                                   "R2", "Ending", "TooDeep", "I1Renewed"};
const std::vector<std::string> times = {"2025-07-01", "2025-07-01",           "2025-07-01", "2025-07-01",
                                        "2025-03-01", "2024-12-31T23:59:59Z", "2025-01-01", "2025-08-31T23:59:59Z",
                                        "2025-09-01", "2025-12-31T23:59:59Z", "2026-01-01", "2026-07-01"};

// Mostly about what is shown: else nearly everything would be refused for its name or thumbprint.
// Some sent without their root, with an issuer that ends in the middle: time and again.
std::string any_leaf(Random& random) {
  return one_in(random, 12) ? (one_in(random, 2) ? "OfEndingWithoutRoot" : "OfEnding") : pick(random, leaves());
}

std::string any_rule(Random& random, const std::string& shown) {
  switch (random.below(6)) {
    case 0:
      return "TP=" + (one_in(random, 4) ? pick(random, leaves()) : shown);
    case 1:
      return "TP=" + (one_in(random, 4) ? pick(random, leaves()) : shown) + "?true";
    case 2:
    case 3:
      return "CN=" + pick(random, names_in_rules);
    default: {
      const std::vector<CertificateId> issuers = corpus_certificates().issuers_of(id_of(shown));
      const std::string right = issuers.empty() ? shown : corpus_certificates().spec(issuers.front()).name;
      std::string rule =
          "CN=" + pick(random, names_in_rules) + "@" + (one_in(random, 4) ? pick(random, issuers_in_rules) : right);
      if (one_in(random, 4)) rule += "?key";
      if (one_in(random, 3)) rule += "|" + pick(random, issuers_in_rules);
      return rule;
    }
  }
}

std::string any_list(Random& random, const std::string& shown) {
  std::string text = "{";
  const std::uint64_t count = one_in(random, 12) ? 0 : 1 + random.below(3);
  for (std::uint64_t i = 0; i < count; ++i) text += (i > 0 ? ", " : "") + any_rule(random, shown);
  return text + "}";
}

model::ValidationRules rules_of(const std::string& list) {
  return model::parse_security("{P:{}, V:" + list + "}")->accepts;
}

struct Setup {
  model::Profile profile;
  model::Switches switches;
  std::string text;
};

Setup any_setup(Random& random) {
  // Half of all are the Linux runtime's: there the callback itself ends handshakes.
  const model::Profile profile = one_in(random, 2)   ? model::Profile::linux_
                                 : one_in(random, 2) ? model::Profile::windows
                                                     : model::Profile::documented;
  model::Switches switches = model::switches_of(profile);
  if (one_in(random, 3)) switches.accept_expired_pinned = true;
  if (one_in(random, 3)) switches.roles_in_effect = !switches.roles_in_effect;
  if (one_in(random, 3)) switches.implicit_peer_trust = !switches.implicit_peer_trust;
  if (one_in(random, 3)) switches.ignore_crl_offline_cluster = !switches.ignore_crl_offline_cluster;
  if (one_in(random, 3)) switches.ignore_crl_offline_clients = !switches.ignore_crl_offline_clients;
  if (one_in(random, 2)) {
    switches.revocation = profile == model::Profile::linux_ ? model::RevocationFlag::leaf
                          : one_in(random, 2)               ? model::RevocationFlag::off
                                                            : model::RevocationFlag::where_declared;
  }
  return {profile, switches,
          std::string(model::to_string(profile)) + " " + join(model::differences(switches, profile), " ")};
}

End any_end(Random& random, const Setup& setup, trust::Role role, const std::string& shows, const std::string& is_shown,
            std::string& text) {
  End end;
  end.shows = id_of(shows);
  if (!one_in(random, 4)) end.trusts.push_back(id_of("R1"));
  if (one_in(random, 5)) end.trusts.push_back(id_of("R2"));
  if (one_in(random, 8)) end.trusts.push_back(id_of("SelfA"));
  end.has_lists = !one_in(random, 4);
  for (const CertificateId root : end.trusts) end.judging.trusted.push_back(corpus_certificates().certificate(root));
  end.judging.profile = setup.profile;
  end.judging.switches = setup.switches;
  end.judging.role = role;
  const std::string clients = any_list(random, is_shown);
  const std::string admins = role == trust::Role::client ? any_list(random, is_shown) : "{}";
  text += "; shows " + shows + ", judges as " + std::string(trust::to_string(role)) + " by V:" + clients;
  if (role == trust::Role::client) {
    text += " admins:" + admins;
    model::ManagementSecurity management;
    management.clients = rules_of(clients);
    management.admins = rules_of(admins);
    end.judging.rules = trust::resolve_management(management, corpus_certificates(), {}, setup.switches);
  } else {
    end.judging.rules.rules = trust::resolve(rules_of(clients), corpus_certificates(), {}, setup.switches);
  }
  end.judging.own = role == trust::Role::cluster ? &corpus_certificates().certificate(end.shows) : nullptr;
  text += ", trusts";
  for (const CertificateId root : end.trusts) text += " " + corpus_certificates().spec(root).name;
  if (!end.has_lists) text += ", has no CRLs";
  return end;
}

}  // namespace

const pki::CertificateSet& corpus_certificates() {
  static const pki::CertificateSet set(1, specs());
  return set;
}

std::vector<pki::Crl> lists_at(SimTime at) {
  static std::vector<std::pair<SimTime, std::vector<pki::Crl>>> made;
  const SimTime whole = SimTime(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()));
  for (const auto& [when, lists] : made) {
    if (when == whole) return lists;
  }
  std::vector<pki::Crl> lists;
  for (const char* name : {"R1", "R2", "I1", "I2", "J1", "Ending", "Short", "TooDeep", "I1Renewed"}) {
    pki::CrlSpec spec;
    spec.issuer = id_of(name);
    // Those of I2 and of J1 were published long ago: they end in the middle of 2025, so that later ones are expired.
    const bool stale = spec.issuer == id_of("I2") || spec.issuer == id_of("J1");
    spec.this_update = time_of("2024-01-01");
    spec.next_update = stale ? time_of("2025-08-01") : time_of("2030-01-01");
    if (spec.issuer == id_of("I1")) spec.revoked = {{id_of("Revoked"), time_of("2025-02-01")}};
    lists.push_back(corpus_certificates().crl(spec));
  }
  made.emplace_back(whole, lists);
  return lists;
}

Case any_case(Random& random) {
  Case found;
  const Setup setup = any_setup(random);
  const std::string client = any_leaf(random);
  const std::string server = any_leaf(random);
  const std::string when = pick(random, times);
  const bool peers = one_in(random, 2);
  found.text = setup.text + "; at " + when;
  found.at = time_of(when);
  found.client = any_end(random, setup, peers ? trust::Role::cluster : trust::Role::server, client, server, found.text);
  found.server = any_end(random, setup, peers ? trust::Role::cluster : trust::Role::client, server, client, found.text);
  return found;
}

Case any_plain_case(Random& random) {
  Case found = any_case(random);
  // Usages and names aside, which stock verification sees otherwise: what is left is the chain.
  // A trusted self-signed leaf is left out: the rules do not look it up in lists, while stock verification wants one.
  const std::vector<std::string> plain = {"Good",        "Later",   "OfI2", "OfJ1",     "OfRoot",    "OfEnding",
                                          "OfTooDeep",   "Damaged", "Both", "P256",     "GoodAlone", "GoodWithoutRoot",
                                          "OfRootAlone", "Revoked", "Rsa",  "OfRenewed"};
  for (End* end : {&found.client, &found.server}) {
    end->shows = id_of(pick(random, plain));
    end->judging.profile = model::Profile::linux_;
    end->judging.switches = model::switches_of(model::Profile::linux_);
    end->judging.switches.implicit_peer_trust = false;
    end->judging.switches.revocation = one_in(random, 2) ? model::RevocationFlag::leaf : model::RevocationFlag::off;
    end->judging.role = trust::Role::cluster;
    end->judging.own = nullptr;
    end->judging.switches.ignore_crl_offline_cluster = false;
  }
  const auto rules = [&](CertificateId shown) {
    trust::RuleSet set;
    set.rules = trust::resolve(rules_of("{CN=" + corpus_certificates().spec(shown).common_name + "}"),
                               corpus_certificates(), {}, model::switches_of(model::Profile::linux_));
    return set;
  };
  found.client.judging.rules = rules(found.server.shows);
  found.server.judging.rules = rules(found.client.shows);
  found.text = "plain; client shows " + corpus_certificates().spec(found.client.shows).name + ", server shows " +
               corpus_certificates().spec(found.server.shows).name + ", at " + to_string(found.at);
  return found;
}

pki::TlsEndpoint endpoint_of(const End& end, SimTime at) {
  pki::TlsEndpoint endpoint;
  const trust::ShownCertificate shown = trust::show(corpus_certificates(), end.shows);
  endpoint.leaf = shown.leaf;
  endpoint.key_pem = corpus_certificates().private_key_pem(end.shows);
  endpoint.sent = shown.sent;
  for (const CertificateId root : end.trusts) endpoint.trusted.push_back(corpus_certificates().certificate(root));
  endpoint.revocation = trust::revocation_check(end.judging.switches.revocation);
  if (end.has_lists) endpoint.crls = lists_at(at);
  return endpoint;
}

trust::Verdict verdict_of(const End& end, pki::CertificateId shown, SimTime at) {
  std::vector<pki::Certificate> roots;
  for (const CertificateId root : end.trusts) roots.push_back(corpus_certificates().certificate(root));
  const std::vector<pki::Crl> crls = end.has_lists ? lists_at(at) : std::vector<pki::Crl>{};
  const trust::Judge judge{end.judging.profile, end.judging.switches, end.judging.role, end.judging.own};
  return trust::judge(
      trust::examine(trust::show(corpus_certificates(), shown), {roots, crls}, end.judging.switches, at),
      end.judging.rules, judge);
}

}  // namespace certdrill::handshake
