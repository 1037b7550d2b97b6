#include "trust_cases.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "model/notation.h"

namespace certdrill::trust {
namespace {

using pki::CertificateSpec;
using pki::KeyUsage;

std::vector<CertificateSpec> specs() {
  std::vector<CertificateSpec> all;
  const auto find = [&](std::string_view name) {
    pki::CertificateId id = 0;
    while (all[id].name != name) ++id;
    return id;
  };
  const auto add = [&](const char* name, const char* issuer, const char* common_name, const char* from,
                       const char* until) -> CertificateSpec& {
    CertificateSpec spec;
    spec.name = name;
    spec.common_name = common_name;
    spec.not_before = time_at(from);
    spec.not_after = time_at(until);
    if (*issuer != '\0') spec.issuer = find(issuer);
    return all.emplace_back(std::move(spec));
  };
  const auto authority = [&](const char* name, const char* issuer, const char* common_name,
                             const char* until = "2040-01-01") {
    add(name, issuer, common_name, "2020-01-01", until).authority = true;
  };
  const auto leaf = [&](const char* name, const char* issuer, const char* common_name,
                        const char* until = "2026-02-01") -> CertificateSpec& {
    return add(name, issuer, common_name, "2025-02-01", until);
  };
  const char* const cluster = "cluster.contoso.test";
  authority("R1", "", "Contoso Root CA");
  authority("R2", "", "Fabrikam Root CA");
  authority("I1", "R1", "Contoso Issuing CA 1");
  authority("I2", "R1", "Contoso Issuing CA 2");
  authority("J1", "R2", "Fabrikam Issuing CA 1");
  authority("X1", "R1", "Contoso Old CA", "2026-01-01");
  leaf("A", "", cluster);
  add("B", "", cluster, "2026-01-05", "2027-01-05");
  leaf("L", "I1", cluster);
  leaf("L2", "I2", cluster);
  leaf("M", "J1", cluster);
  leaf("UnderX", "X1", cluster, "2027-02-01");
  leaf("Upper", "I1", "CLUSTER.Contoso.TEST");
  leaf("WildCn", "I1", "*.contoso.test");
  leaf("WildSan", "I1", "node.fabrikam.test").dns_names = {"*.contoso.test"};
  leaf("San", "I1", "node.contoso.test").dns_names = {"alt.contoso.test", cluster};
  leaf("SanOnly", "I1", "").dns_names = {cluster};
  leaf("User", "I1", "Cluster Operator");
  leaf("Client", "I1", cluster).key_usages = {KeyUsage::client_auth};
  leaf("Server", "I1", cluster).key_usages = {KeyUsage::server_auth};
  leaf("Both", "I1", cluster).key_usages = {KeyUsage::client_auth, KeyUsage::server_auth};
  leaf("Code", "I1", cluster).key_usages = {KeyUsage::code_signing};
  leaf("Any", "I1", cluster).key_usages = {KeyUsage::any};
  return all;
}

pki::Certificate tampered(const pki::Certificate& certificate) {
  std::vector<std::uint8_t> der = certificate.der();
  der.back() ^= 0x01;
  return *pki::Certificate::from_der(der);
}

std::string weighed(const std::vector<Reason>& reasons) {
  std::string out;
  for (const Reason& reason : reasons) {
    out += out.empty() ? "" : " ";
    out += reason.weight == Weight::supports ? '+' : reason.weight == Weight::tolerated ? '~' : '-';
    out += to_string(reason.id);
  }
  return out;
}

}  // namespace

SimTime time_at(std::string_view text) {
  Result<SimTime> at = parse_sim_time(text);
  if (!at) ADD_FAILURE() << text << ": " << at.problem().what;
  return at ? *at : SimTime{};
}

const pki::CertificateSet& certificates() {
  static const pki::CertificateSet set(1, specs());
  return set;
}

pki::CertificateId id_of(std::string_view name) {
  for (pki::CertificateId id = 0; id < certificates().size(); ++id) {
    if (certificates().spec(id).name == name) return id;
  }
  ADD_FAILURE() << "no certificate " << name;
  return 0;
}

std::vector<pki::Certificate> roots_of(std::string_view names) {
  std::vector<pki::Certificate> roots;
  while (!names.empty()) {
    const std::size_t end = names.find(' ');
    roots.push_back(certificates().certificate(id_of(names.substr(0, end))));
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  }
  return roots;
}

std::string with_thumbprints(std::string text) {
  for (pki::CertificateId id = 0; id < certificates().size(); ++id) {
    const std::string& name = certificates().spec(id).name;
    const auto replace = [&](const std::string& mark, const std::string& by) {
      for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
        text.replace(at, mark.size(), by);
    };
    if (text.find("<" + name + ">") == std::string::npos) continue;
    const pki::Thumbprint& thumbprint = certificates().certificate(id).thumbprint();
    replace("<<" + name + ">>", thumbprint.to_string());
    replace("<" + name + ">", thumbprint.to_short_string());
  }
  return text;
}

std::vector<Rule> rules_of(const std::string& accepts) {
  const Result<model::SecurityConfiguration> read = model::parse_security("{P:{}, V:" + accepts + "}");
  if (!read) {
    ADD_FAILURE() << to_text(read.problem());
    return {};
  }
  return resolve(read->accepts, certificates(), {}, model::switches_of(model::Profile::documented));
}

ShownCertificate shown_by(std::string_view name, Sends sends) {
  ShownCertificate shown = show(certificates(), id_of(name));
  switch (sends) {
    case Sends::whole_chain:
      break;
    case Sends::without_root:
      if (!shown.sent.empty()) shown.sent.pop_back();
      break;
    case Sends::leaf_alone:
      shown.sent.clear();
      break;
    case Sends::tampered_leaf:
      shown.leaf = tampered(shown.leaf);
      break;
    case Sends::tampered_issuer:
      shown.sent.front() = tampered(shown.sent.front());
      break;
  }
  return shown;
}

Verdict judge_as_documented(const ExaminedCertificate& examined, std::vector<Rule> rules) {
  return judge(examined, RuleSet{std::move(rules), {}}, Judge{});
}

ExaminedCertificate examine_as_documented(ShownCertificate shown, const std::vector<pki::Certificate>& trusted,
                                          SimTime now) {
  return examine(std::move(shown), {trusted, {}}, model::switches_of(model::Profile::documented), now);
}

Verdict verdict_of(const JudgedCase& row) {
  std::vector<Rule> rules = rules_of(with_thumbprints(row.accepts));
  if (*row.shown == '\0') return judge_nothing({std::move(rules), {}}, Judge{});
  return judge_as_documented(
      examine_as_documented(shown_by(row.shown, row.sends), roots_of(row.trusted), time_at(row.at)), std::move(rules));
}

std::string reasons_text(const Verdict& verdict) {
  std::vector<std::string> parts;
  for (const RuleVerdict& rule : verdict.rules) parts.push_back(rule.rule + ": " + weighed(rule.reasons));
  if (!verdict.reasons.empty()) parts.push_back(weighed(verdict.reasons));
  return join(parts, " | ");
}

void expect_verdict(const JudgedCase& row) {
  const Verdict verdict = verdict_of(row);
  EXPECT_EQ((verdict.accepted ? "accepted " : "refused ") + summary(verdict), with_thumbprints(row.summary));
  EXPECT_EQ(reasons_text(verdict), with_thumbprints(row.reasons));
  // What holds of every verdict: it is what its rules say, and the first that accepts decides.
  bool any = false;
  for (std::size_t i = 0; i < verdict.rules.size(); ++i) {
    const RuleVerdict& rule = verdict.rules[i];
    if (rule.accepted && !any) {
      EXPECT_EQ(verdict.deciding_rule, i) << rule.rule;
    }
    any = any || rule.accepted;
    const bool refusing = weighed(rule.reasons).find('-') != std::string::npos;
    EXPECT_NE(rule.accepted, refusing) << rule.rule;
  }
  EXPECT_EQ(verdict.accepted, any);
}

}  // namespace certdrill::trust
