#include "check/authentication_classes.h"

#include <algorithm>

#include "model/notation.h"

namespace certdrill::check {

AuthenticationClasses::AuthenticationClasses(std::shared_ptr<const world::Setting> setting,
                                             std::shared_ptr<const pki::CertificateSet> certificates)
    : setting_(std::move(setting)), certificates_(std::move(certificates)) {
  const std::vector<model::SecurityConfiguration>& securities = setting_->scenario().securities;
  std::map<std::string, std::uint32_t> known;
  for (const model::SecurityConfiguration& security : securities) {
    const auto [place, added] =
        known.emplace(model::to_string(security.accepts), static_cast<std::uint32_t>(rules_as_written_.size()));
    if (added) rules_as_written_.push_back(&security.accepts);
    rules_of_security_.push_back(place->second);
  }
  rules_.resize(rules_as_written_.size());
  presenting_.resize(securities.size());
  answers_.resize(certificates_->size());
}

const std::vector<trust::Rule>& AuthenticationClasses::rules(std::uint32_t id) {
  if (!rules_[id]) rules_[id] = trust::resolve(*rules_as_written_[id], *certificates_);
  return *rules_[id];
}

const trust::ExaminedCertificate& AuthenticationClasses::examined(pki::CertificateId certificate, std::uint32_t roots,
                                                                  SimTime now) {
  const auto place = examined_.find({certificate, roots});
  if (place != examined_.end()) return place->second;
  if (roots_[roots].size() != root_ids_[roots].size()) {
    for (const pki::CertificateId root : root_ids_[roots]) roots_[roots].push_back(certificates_->certificate(root));
  }
  return examined_
      .emplace(std::pair(certificate, roots),
               trust::examine(trust::show(*certificates_, certificate), roots_[roots], now))
      .first->second;
}

bool AuthenticationClasses::answer(pki::CertificateId certificate, std::uint32_t validator, SimTime now) {
  if (certificate == pki::no_certificate) return false;
  std::vector<Answer>& row = answers_[certificate];
  if (row.size() <= validator) row.resize(validators_.size(), Answer::unknown);
  if (row[validator] == Answer::unknown) {
    const Validator& who = validators_[validator];
    // Rules that accept nobody need no chain.
    const bool accepted =
        !rules(who.rules).empty() && trust::judge(examined(certificate, who.roots, now), rules(who.rules)).accepted;
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

pki::CertificateId AuthenticationClasses::presented_now(const world::ConfigurationTable& table, ConfigurationId id,
                                                        SimTime now) {
  return presentation(table, id, now).chosen;
}

trust::Presentation AuthenticationClasses::presentation(const world::ConfigurationTable& table, ConfigurationId id,
                                                        SimTime now) {
  const std::uint32_t security = table[id].security;
  if (!presenting_[security])
    presenting_[security] = trust::resolve(setting_->scenario().securities[security].presents, *certificates_);
  return trust::choose_presented(*presenting_[security], table.store_of(id), *certificates_, now);
}

std::uint32_t AuthenticationClasses::intern_validator(const world::ConfigurationTable& table, ConfigurationId id) {
  const std::vector<pki::CertificateId>& trusted = table.store_of(id).trusted_roots;
  const auto [roots, new_roots] = root_sets_.emplace(trusted, static_cast<std::uint32_t>(root_ids_.size()));
  if (new_roots) {
    root_ids_.push_back(trusted);
    roots_.emplace_back();
  }
  const std::uint32_t rules = rules_of_security_[table[id].security];
  const auto [place, added] =
      validator_ids_.emplace(std::pair(rules, roots->second), static_cast<std::uint32_t>(validators_.size()));
  if (added) validators_.push_back({rules, roots->second});
  return place->second;
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
  facts_.clear();
  class_ids_.clear();
  classes_.clear();
  columns_.clear();
  stands_for_.clear();
}

bool AuthenticationClasses::learn(const world::ConfigurationTable& table, SimTime now) {
  if (facts_.size() == table.size()) return false;
  const std::size_t validators = validators_.size();
  const std::size_t classes = classes_.size();
  const std::size_t first_new = facts_.size();
  for (ConfigurationId id = known_configurations(); id < table.size(); ++id) {
    facts_.push_back({presented_now(table, id, now), intern_validator(table, id), 0});
  }
  // A new validator, or something presented for the first time, may part what was one class or join what were two.
  bool anew = validators_.size() != validators;
  for (std::size_t id = first_new; id < facts_.size() && !anew; ++id)
    anew = columns_.find(facts_[id].presented) == columns_.end();
  if (anew) {
    renumber(now);
    return true;
  }
  for (std::size_t id = first_new; id < facts_.size(); ++id) {
    facts_[id].class_id = intern_class(stands_for_[facts_[id].validator], columns_.find(facts_[id].presented)->second);
  }
  return classes_.size() != classes;
}

bool AuthenticationClasses::pass_boundary(pki::CertificateId certificate, const world::ConfigurationTable& table,
                                          SimTime now) {
  const auto depends = [&](pki::CertificateId other) {
    if (other == certificate) return true;
    const std::vector<pki::CertificateId> issuers = certificates_->issuers_of(other);
    return std::find(issuers.begin(), issuers.end(), certificate) != issuers.end();
  };
  bool judged_anew = false;
  for (pki::CertificateId other = 0; other < answers_.size(); ++other) {
    if (answers_[other].empty() || !depends(other)) continue;
    answers_[other].clear();
    judged_anew = true;
  }
  std::erase_if(examined_, [&](const auto& entry) { return depends(entry.first.first); });
  for (ConfigurationId id = 0; id < facts_.size(); ++id) {
    const std::vector<model::StoreEntry>& entries = table.store_of(id).entries;
    const bool held = std::any_of(entries.begin(), entries.end(),
                                  [&](const model::StoreEntry& entry) { return entry.certificate == certificate; });
    if (!held) continue;
    const pki::CertificateId presented = presented_now(table, id, now);
    judged_anew = judged_anew || presented != facts_[id].presented;
    facts_[id].presented = presented;
  }
  if (judged_anew) renumber(now);
  return judged_anew;
}

bool AuthenticationClasses::accepts_certificate(ConfigurationId id, pki::CertificateId certificate, SimTime now) {
  return answer(certificate, facts_[id].validator, now);
}

trust::Verdict AuthenticationClasses::verdict(ConfigurationId validator, pki::CertificateId shown, SimTime now) {
  const Validator& who = validators_[facts_[validator].validator];
  if (shown == pki::no_certificate) return trust::judge_nothing(rules(who.rules));
  return trust::judge(examined(shown, who.roots, now), rules(who.rules));
}

}  // namespace certdrill::check
