#include "any_situation.h"

#include <algorithm>

#include "base/text.h"
#include "model/notation.h"
#include "trust/rules.h"

namespace certdrill::trust {
namespace {

using pki::CertificateSpec;
using pki::KeyUsage;

SimTime time_of(std::string_view text) { return *parse_sim_time(text); }

template <typename T>
T one_of(const std::vector<T>& from) {
  return *rc::gen::elementOf(from);
}
// Not fewer at the beginning, where RapidCheck keeps things small: these are no sizes.
std::size_t below(std::size_t count) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count));
}
// Shrinks to no.
bool chance(std::size_t in) { return below(in) == in - 1; }

constexpr std::size_t most_leaves = 3;

const std::vector<std::string> names = {"a.test", "a.test", "A.Test", "b.a.test", "*.a.test"};
// Around the ends of every validity period below.
const std::vector<const char*> moments = {"2025-06-01", "2025-06-01", "2025-06-01",
                                          "2025-06-01", "2025-06-01", "2024-12-31T23:59:59.999Z",
                                          "2025-01-01", "2025-12-15", "2025-12-31T23:59:59.999Z",
                                          "2026-01-01", "2026-06-01", "2027-01-01"};

CertificateSpec authority(const char* name, std::optional<pki::CertificateId> issuer, const char* until) {
  CertificateSpec spec;
  spec.name = name;
  spec.common_name = name + std::string(" CA");
  spec.authority = true;
  spec.publishes_crl = chance(3);
  spec.issuer = issuer;
  spec.not_before = time_of("2020-01-01");
  spec.not_after = time_of(until);
  return spec;
}

CertificateSpec leaf(std::size_t number) {
  CertificateSpec spec;
  spec.name = "L" + std::to_string(number);
  spec.common_name = chance(8) ? "" : one_of(names);
  if (spec.common_name.empty() || chance(4)) spec.dns_names = {one_of(names)};
  using Usages = std::vector<KeyUsage>;
  spec.key_usages = one_of<Usages>({{},
                                    {},
                                    {KeyUsage::client_auth},
                                    {KeyUsage::server_auth},
                                    {KeyUsage::client_auth, KeyUsage::server_auth},
                                    {KeyUsage::code_signing},
                                    {KeyUsage::any}});
  spec.issuer = one_of<std::optional<pki::CertificateId>>({{}, 0, 1, 2});
  spec.not_before = time_of(chance(6) ? "2025-12-01" : "2025-01-01");
  spec.not_after = time_of(chance(2) ? "2026-01-01" : "2027-01-01");
  spec.sent = one_of<pki::SentChain>(
      {pki::SentChain::whole, pki::SentChain::whole, pki::SentChain::without_root, pki::SentChain::leaf});
  spec.damaged_signature = chance(16);
  if (number > 0 && chance(4)) spec.key_of = "L0";
  return spec;
}

std::vector<pki::CrlSpec> any_crls(const std::vector<CertificateSpec>& certificates) {
  std::vector<pki::CrlSpec> crls;
  for (pki::CertificateId issuer = 0; issuer < 3; ++issuer) {
    if (chance(4)) continue;  // this one cannot be had
    pki::CrlSpec crl{issuer, 1, time_of("2024-12-01"), time_of(chance(4) ? "2025-03-01" : "2028-01-01"), {}};
    for (pki::CertificateId id = 0; id < certificates.size(); ++id) {
      if (certificates[id].issuer == issuer && chance(6)) crl.revoked.push_back({id, time_of("2024-12-01")});
    }
    crls.push_back(std::move(crl));
  }
  return crls;
}

model::ThumbprintReference any_leaf() { return {"L" + std::to_string(below(most_leaves))}; }

std::string text_of(const std::vector<model::ValidationRule>& rules) {
  return to_string(model::ValidationRules{{}, rules, {}});
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Situation& situation) {
  out << to_string(situation.profile) << ' ' << join(situation.overrides, " ") << "\nat " << to_string(situation.at)
      << ", as " << to_string(situation.role) << ", " << situation.shown << " is shown to one that presents "
      << (situation.own.empty() ? "nothing" : situation.own) << ", trusts " << situation.roots << "\nand accepts "
      << text_of(situation.clients) << ", admins " << text_of(situation.admins) << '\n';
  for (const CertificateSpec& spec : situation.certificates) {
    out << spec.name << ' ' << quoted(spec.common_name) << ' ' << join(spec.dns_names, " ") << " issued by "
        << (spec.issuer ? situation.certificates[*spec.issuer].name : "itself") << ", " << to_string(spec.not_before)
        << " to " << to_string(spec.not_after) << ", usages";
    for (const KeyUsage usage : spec.key_usages) out << ' ' << static_cast<int>(usage);
    out << (spec.key_of.empty() ? "" : ", key of " + spec.key_of) << (spec.damaged_signature ? ", damaged" : "")
        << (spec.publishes_crl ? ", publishes CRLs" : "") << ", sends " << static_cast<int>(spec.sent) << '\n';
  }
  for (const pki::CrlSpec& crl : situation.crls) {
    out << "CRL of " << situation.certificates[crl.issuer].name << " until " << to_string(crl.next_update) << ':';
    for (const auto& revoked : crl.revoked) out << ' ' << situation.certificates[revoked.certificate].name;
    out << '\n';
  }
  return out;
}

rc::Gen<model::ValidationRule> any_rule() {
  return rc::gen::exec([]() -> model::ValidationRule {
    if (chance(2)) return model::AcceptThumbprint{any_leaf(), chance(3)};
    model::AcceptCommonName rule{{one_of(names), true}, {}};
    for (std::size_t pins = below(3); pins > 0; --pins) {
      const bool itself = chance(3);
      rule.issuers.push_back(
          {itself ? any_leaf() : model::ThumbprintReference{one_of<std::string>({"R1", "R2", "I"})}, chance(3)});
    }
    return rule;
  });
}

rc::Gen<std::vector<model::ValidationRule>> any_rules() {
  return rc::gen::exec([] { return *rc::gen::container<std::vector<model::ValidationRule>>(below(5), any_rule()); });
}

rc::Gen<Situation> any_situation() {
  return rc::gen::exec([] {
    Situation s;
    s.certificates = {authority("R1", {}, "2040-01-01"), authority("R2", {}, "2040-01-01"),
                      authority("I", 0, chance(6) ? "2026-01-01" : "2040-01-01")};
    for (std::size_t i = 0; i < most_leaves; ++i) s.certificates.push_back(leaf(i));
    s.crls = any_crls(s.certificates);
    s.roots = one_of<std::string>({"", "R1", "R1 R2", "R1 R2", "R1 R2 L0"});
    s.shown = any_leaf().text;
    s.own = chance(3) ? "" : any_leaf().text;
    s.at = time_of(one_of(moments));
    s.role = one_of<Role>({Role::cluster, Role::server, Role::client, Role::client});
    s.profile = one_of<model::Profile>({model::Profile::documented, model::Profile::windows, model::Profile::linux_});
    s.switches = model::switches_of(s.profile);
    for (std::size_t changes = below(5); changes > 0; --changes) {
      const model::SwitchInfo& info = one_of(model::all_switches());
      s.switches = with(s.switches, info.name, one_of(info.values));
    }
    s.overrides = model::differences(s.switches, s.profile);
    s.clients = *any_rules();
    s.admins = *any_rules();
    return s;
  });
}

Courtroom::Courtroom(const Situation& situation) : certificates_(1, situation.certificates) {
  shown_ = find(situation.shown);
  for (const pki::CrlSpec& crl : situation.crls) crls_.push_back(certificates_.crl(crl));
}

Verdict Courtroom::judge(const Situation& s) const {
  model::Store store;
  std::vector<pki::Certificate> roots;
  for (pki::CertificateId id = 0; id < certificates_.size(); ++id) {
    if ((" " + s.roots + " ").find(" " + certificates_.spec(id).name + " ") == std::string::npos) continue;
    store.trusted_roots.push_back(id);
    roots.push_back(certificates_.certificate(id));
  }
  const model::ManagementSecurity lists{{}, {{}, s.clients, {}}, {{}, s.admins, {}}};
  const RuleSet rules = s.role == Role::client ? resolve_management(lists, certificates_, store, s.switches)
                                               : RuleSet{resolve(lists.clients, certificates_, store, s.switches), {}};
  const ExaminedCertificate examined = examine(show(certificates_, shown_), {roots, crls_}, s.switches, s.at);
  const pki::Certificate* own = s.own.empty() ? nullptr : &certificates_.certificate(find(s.own));
  return trust::judge(examined, rules, Judge{s.profile, s.switches, s.role, own});
}

pki::CertificateId Courtroom::find(std::string_view name) const {
  pki::CertificateId id = 0;
  while (certificates_.spec(id).name != name) ++id;
  return id;
}

model::Switches with(model::Switches switches, std::string_view name, std::string_view value) {
  return *model::set(switches, name, value);
}

}  // namespace certdrill::trust
