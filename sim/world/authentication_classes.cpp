#include "world/authentication_classes.h"

#include <algorithm>

#include "model/notation.h"

namespace certdrill::world {

namespace {

// Do these rules mean another thing on nodes with another store?
bool depends_on_store(const model::ValidationRules& rules) { return !rules.issuer_stores.empty(); }

// By certificate, all that have its public key, in their order. The specs tell, so nothing has to be minted.
std::vector<std::vector<pki::CertificateId>> by_key(const std::vector<pki::CertificateSpec>& specs) {
  std::map<std::string_view, pki::CertificateId> by_name;
  for (pki::CertificateId id = 0; id < specs.size(); ++id) by_name.emplace(specs[id].name, id);
  std::map<pki::CertificateId, std::vector<pki::CertificateId>> owners;
  std::vector<pki::CertificateId> owner_of(specs.size());
  for (pki::CertificateId id = 0; id < specs.size(); ++id) {
    pki::CertificateId owner = id;
    while (!specs[owner].key_of.empty()) owner = by_name.at(specs[owner].key_of);
    owner_of[id] = owner;
    owners[owner].push_back(id);
  }
  std::vector<std::vector<pki::CertificateId>> same_key;
  same_key.reserve(specs.size());
  for (const pki::CertificateId owner : owner_of) same_key.push_back(owners.at(owner));
  return same_key;
}

}  // namespace

AuthenticationClasses::AuthenticationClasses(std::shared_ptr<const Setting> setting,
                                             std::shared_ptr<const pki::CertificateSet> certificates)
    : setting_(std::move(setting)), certificates_(std::move(certificates)), examiner_(setting_, certificates_) {
  const std::vector<model::SecurityConfiguration>& securities = setting_->scenario().securities;
  std::map<std::string, std::uint32_t> known;
  for (const model::SecurityConfiguration& security : securities) {
    text_of_security_.push_back(
        known.emplace(model::to_string(security.accepts), static_cast<std::uint32_t>(known.size())).first->second);
  }
  if (setting_->scenario().switches.implicit_peer_trust) same_key_ = by_key(setting_->scenario().certificates);
  presenting_.resize(securities.size());
  endpoints_.resize(securities.size());
  answers_.resize(certificates_->size());
}

std::uint32_t AuthenticationClasses::intern_rules(std::uint32_t security, const model::Store& store) {
  const model::ValidationRules& written = setting_->scenario().securities[security].accepts;
  std::vector<pki::CertificateId> content;
  model::Store needed;
  if (depends_on_store(written)) {
    for (const model::StoreEntry& entry : store.entries) content.push_back(entry.certificate);
    content.push_back(pki::no_certificate);
    content.insert(content.end(), store.trusted_roots.begin(), store.trusted_roots.end());
    needed = store;
  }
  const auto [place, added] = rule_ids_.emplace(std::pair(text_of_security_[security], std::move(content)),
                                                static_cast<std::uint32_t>(rule_sets_.size()));
  if (added) rule_sets_.push_back({&written, std::move(needed), std::nullopt});
  return place->second;
}

const trust::RuleSet& AuthenticationClasses::rules(std::uint32_t id) {
  WrittenRules& set = rule_sets_[id];
  if (!set.resolved) {
    set.resolved.emplace();
    set.resolved->rules = trust::resolve(*set.rules, *certificates_, set.store, setting_->scenario().switches);
  }
  return *set.resolved;
}

bool AuthenticationClasses::answer(pki::CertificateId certificate, std::uint32_t validator, SimTime now) {
  if (certificate == pki::no_certificate) return false;
  std::vector<Answer>& row = answers_[certificate];
  if (row.size() <= validator) row.resize(validators_.size(), Answer::unknown);
  if (row[validator] == Answer::unknown) {
    const Validator& who = validators_[validator];
    // Rules that accept nobody need no chain.
    const bool hopeless = rules(who.rules).empty() && who.own == pki::no_certificate;
    const bool accepted = !hopeless && trust::judge(examiner_.examined(certificate, who.view, now), rules(who.rules),
                                                    examiner_.judge_for(trust::Role::cluster, who.own))
                                           .accepted;
    row[validator] = accepted ? Answer::yes : Answer::no;
    ++judged_pairs_;
  }
  return row[validator] == Answer::yes;
}

std::string AuthenticationClasses::judged_by(pki::CertificateId certificate, SimTime now) {
  std::string column(validators_.size(), '\0');
  for (std::uint32_t validator = 0; validator < validators_.size(); ++validator) {
    column[validator] = answer(certificate, validator, now) ? '\1' : '\0';
  }
  return column;
}

pki::CertificateId AuthenticationClasses::presented_now(const ConfigurationTable& table, ConfigurationId id,
                                                        SimTime now) {
  return presentation(table, id, now).chosen;
}

const trust::Presenting& AuthenticationClasses::presenting(std::uint32_t security) {
  std::optional<trust::Presenting>& rule = presenting_[security];
  if (!rule) rule = trust::resolve(setting_->scenario().securities[security].presents, *certificates_);
  return *rule;
}

const trust::Presenting& AuthenticationClasses::endpoint(std::uint32_t security) {
  std::optional<trust::Presenting>& rule = endpoints_[security];
  const model::SecurityConfiguration& written = setting_->scenario().securities[security];
  if (!rule) rule = trust::resolve(written.management.presents.value_or(written.presents), *certificates_);
  return *rule;
}

bool AuthenticationClasses::presents_by_rule(std::uint32_t security, pki::CertificateId certificate) {
  const model::Switches& switches = setting_->scenario().switches;
  return trust::names(presenting(security), certificate, *certificates_, switches) ||
         trust::names(endpoint(security), certificate, *certificates_, switches);
}

bool AuthenticationClasses::has_key_to_grant(const ConfigurationTable& table, ConfigurationId id) {
  if (id >= to_grant_.size()) to_grant_.resize(table.size(), Grant::unknown);
  if (to_grant_[id] == Grant::unknown) {
    const std::vector<model::StoreEntry>& entries = table.store_of(id).entries;
    const bool any = std::any_of(entries.begin(), entries.end(), [&](const model::StoreEntry& entry) {
      return entry.key == model::PrivateKeyState::not_granted &&
             presents_by_rule(table[id].security, entry.certificate);
    });
    to_grant_[id] = any ? Grant::something : Grant::nothing;
  }
  return to_grant_[id] == Grant::something;
}

trust::Presentation AuthenticationClasses::presentation(const ConfigurationTable& table, ConfigurationId id,
                                                        SimTime now) {
  const model::Store& store = table.store_of(id);
  return trust::choose_presented(presenting(table[id].security), store, *certificates_, setting_->scenario().switches,
                                 now + store.clock_offset);
}

std::uint32_t AuthenticationClasses::intern_validator(const Validator& who) {
  const auto [place, added] = validator_ids_.emplace(who, static_cast<std::uint32_t>(validators_.size()));
  if (added) validators_.push_back(who);
  return place->second;
}

// The key that a node presents parts it from others only where its lists refuse some certificate with that key: else a
// cluster of many nodes, each with a certificate of its own, would have as many validators.
bool AuthenticationClasses::own_key_matters(const Validator& without_key, pki::CertificateId presented, SimTime now) {
  if (same_key_.empty() || presented == pki::no_certificate) return false;
  const std::uint32_t lists_alone = intern_validator(without_key);
  const std::vector<pki::CertificateId>& same = same_key_[presented];
  return std::any_of(same.begin(), same.end(),
                     [&](pki::CertificateId certificate) { return !answer(certificate, lists_alone, now); });
}

std::uint32_t AuthenticationClasses::intern_validator(const ConfigurationTable& table, ConfigurationId id,
                                                      pki::CertificateId presented, SimTime now) {
  const model::Store& store = table.store_of(id);
  Validator who{intern_rules(table[id].security, store), examiner_.view_of(store), pki::no_certificate};
  if (own_key_matters(who, presented, now)) who.own = presented;
  return intern_validator(who);
}

ClassId AuthenticationClasses::intern_class(std::uint32_t validator, std::string judged_by) {
  const auto [place, added] =
      class_ids_.emplace(std::pair(validator, judged_by), static_cast<ClassId>(classes_.size()));
  if (added) classes_.push_back({validator, std::move(judged_by)});
  return place->second;
}

void AuthenticationClasses::renumber(SimTime now) {
  class_ids_.clear();
  classes_.clear();
  columns_.clear();
  for (const Facts& facts : facts_) {
    if (columns_.find(facts.presented) == columns_.end())
      columns_.emplace(facts.presented, judged_by(facts.presented, now));
  }
  // Validators that judge all that is presented alike need not be told apart: the first of them stands for all.
  stands_for_.assign(validators_.size(), 0);
  std::map<std::string, std::uint32_t> first_with;
  std::string row;
  for (std::uint32_t validator = 0; validator < validators_.size(); ++validator) {
    row.clear();
    for (const auto& [certificate, column] : columns_) row += column[validator];
    stands_for_[validator] = first_with.emplace(row, validator).first->second;
  }
  for (Facts& facts : facts_)
    facts.class_id = intern_class(stands_for_[facts.validator], columns_.find(facts.presented)->second);
}

void AuthenticationClasses::forget_configurations() {
  forget_clients();
  facts_.clear();
  class_ids_.clear();
  classes_.clear();
  columns_.clear();
  stands_for_.clear();
  to_grant_.clear();
}

bool AuthenticationClasses::learn(const ConfigurationTable& table, SimTime now) {
  if (facts_.size() == table.size()) return false;
  const std::size_t validators = validators_.size();
  const std::size_t classes = classes_.size();
  const std::size_t first_new = facts_.size();
  for (ConfigurationId id = known_configurations(); id < table.size(); ++id) {
    const pki::CertificateId presented = presented_now(table, id, now);
    facts_.push_back({presented, intern_validator(table, id, presented, now), 0});
  }
  // A new validator, or something presented for the first time, may part what was one class or join what were two.
  bool anew = validators_.size() != validators;
  for (std::size_t id = first_new; id < facts_.size() && !anew; ++id)
    anew = columns_.find(facts_[id].presented) == columns_.end();
  if (anew) {
    renumber(now);
    ++version_;
    return true;
  }
  for (std::size_t id = first_new; id < facts_.size(); ++id) {
    facts_[id].class_id = intern_class(stands_for_[facts_[id].validator], columns_.find(facts_[id].presented)->second);
  }
  if (classes_.size() == classes) return false;
  ++version_;
  return true;
}

// Forgets the answers that depend on this certificate; true when there were any.
bool AuthenticationClasses::judge_anew(pki::CertificateId certificate) {
  bool any = false;
  for (pki::CertificateId other = 0; other < answers_.size(); ++other) {
    if (answers_[other].empty() || !examiner_.depends(certificate, other)) continue;
    answers_[other].clear();
    any = true;
  }
  examiner_.forget(certificate);
  return any;
}

bool AuthenticationClasses::pass_boundary(pki::CertificateId certificate, const ConfigurationTable& table,
                                          SimTime now) {
  forget_clients();
  bool changed = judge_anew(certificate);
  for (ConfigurationId id = 0; id < facts_.size(); ++id) {
    const std::vector<model::StoreEntry>& entries = table.store_of(id).entries;
    const bool held = std::any_of(entries.begin(), entries.end(),
                                  [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
    if (!held) continue;
    const pki::CertificateId presented = presented_now(table, id, now);
    changed = changed || presented != facts_[id].presented;
    facts_[id].presented = presented;
  }
  return validate_anew(changed, table, now);
}

bool AuthenticationClasses::pass_crl(pki::CertificateId authority, std::vector<pki::CrlSpec> crls,
                                     const ConfigurationTable& table, SimTime now) {
  forget_clients();
  examiner_.set_crls(std::move(crls));
  return validate_anew(judge_anew(authority), table, now);
}

// Whether a node's own key matters depends on answers, so validators are found anew when some have gone.
bool AuthenticationClasses::validate_anew(bool changed, const ConfigurationTable& table, SimTime now) {
  if (!changed) return false;
  if (!same_key_.empty()) {
    for (ConfigurationId id = 0; id < facts_.size(); ++id)
      facts_[id].validator = intern_validator(table, id, facts_[id].presented, now);
  }
  renumber(now);
  ++version_;
  return true;
}

trust::Verdict AuthenticationClasses::verdict(ConfigurationId validator, pki::CertificateId shown, SimTime now) {
  const Validator& who = validators_[facts_[validator].validator];
  const trust::Judge judge = examiner_.judge_for(trust::Role::cluster, who.own);
  if (shown == pki::no_certificate) return trust::judge_nothing(rules(who.rules), judge);
  return trust::judge(examiner_.examined(shown, who.view, now), rules(who.rules), judge);
}

trust::Presentation AuthenticationClasses::endpoint_presentation(const ConfigurationTable& table, ConfigurationId id,
                                                                 SimTime now) {
  const model::Store& store = table.store_of(id);
  return trust::choose_presented(endpoint(table[id].security), store, *certificates_, setting_->scenario().switches,
                                 now + store.clock_offset);
}

trust::Verdict AuthenticationClasses::endpoint_verdict(const ConfigurationTable& table, ConfigurationId id,
                                                       pki::CertificateId shown, SimTime now) {
  const model::Scenario& scenario = setting_->scenario();
  const model::Store& store = table.store_of(id);
  const trust::RuleSet rules = trust::resolve_management(scenario.securities[table[id].security].management,
                                                         *certificates_, store, scenario.switches);
  const trust::Judge judge = examiner_.judge_for(trust::Role::client);
  if (shown == pki::no_certificate) return trust::judge_nothing(rules, judge);
  return trust::judge(examiner_.examined(shown, examiner_.view_of(store), now), rules, judge);
}

pki::CertificateId AuthenticationClasses::endpoint_shows(const ConfigurationTable& table, ConfigurationId id,
                                                         SimTime now) {
  const auto [place, added] = shown_at_endpoint_.try_emplace(id, pki::no_certificate);
  if (added) place->second = endpoint_presentation(table, id, now).chosen;
  return place->second;
}

trust::Grant AuthenticationClasses::endpoint_grants(const ConfigurationTable& table, ConfigurationId id,
                                                    pki::CertificateId shown, SimTime now) {
  const auto [place, added] = granted_.try_emplace({id, shown}, trust::Grant::none);
  if (added) {
    const trust::Verdict verdict = endpoint_verdict(table, id, shown, now);
    if (verdict.accepted) place->second = verdict.grant;
  }
  return place->second;
}

bool AuthenticationClasses::client_accepts(std::uint32_t security, const model::Store& store, pki::CertificateId shown,
                                           SimTime now) {
  const Validator who{intern_rules(security, store), examiner_.view_of(store), pki::no_certificate};
  const auto [place, added] = accepted_by_client_.try_emplace({who, shown}, false);
  if (added) place->second = client_verdict(security, store, shown, now).accepted;
  return place->second;
}

void AuthenticationClasses::forget_clients() {
  shown_at_endpoint_.clear();
  granted_.clear();
  accepted_by_client_.clear();
}

trust::Presentation AuthenticationClasses::client_presentation(std::uint32_t security, const model::Store& store,
                                                               SimTime now) {
  return trust::choose_presented(presenting(security), store, *certificates_, setting_->scenario().switches, now);
}

trust::Verdict AuthenticationClasses::client_verdict(std::uint32_t security, const model::Store& store,
                                                     pki::CertificateId shown, SimTime now) {
  const trust::RuleSet& accepted = rules(intern_rules(security, store));
  const trust::Judge judge = examiner_.judge_for(trust::Role::server);
  if (shown == pki::no_certificate) return trust::judge_nothing(accepted, judge);
  return trust::judge(examiner_.examined(shown, examiner_.view_of(store), now), accepted, judge);
}

}  // namespace certdrill::world
