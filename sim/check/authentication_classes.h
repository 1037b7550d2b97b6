// Nodes that show certificates which are judged alike, and that judge alike, form one authentication class: they can
// talk to the same others.
//
// Who accepts whom is asked once for each pair (presented certificate, validator) and validity period, and kept. A
// validator is a set of validation rules together with the roots that a node trusts. Two certificates that every
// validator judges alike need not be told apart, and neither need two validators that judge alike all that is
// presented: a cluster whose nodes each have a certificate of their own, from one issuer, is still one class.
// Cost       verdicts: presented certificates x validators, whatever the number of nodes. New configurations:
//            constant each, unless they bring a new validator or class, which renumbers all classes (linear in
//            configurations).
// Source     docs/decisions/0004.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/sim_time.h"
#include "pki/certificate_set.h"
#include "trust/judge.h"
#include "trust/presentation.h"
#include "world/configuration_table.h"
#include "world/setting.h"

namespace certdrill::check {

using ClassId = std::uint32_t;
using ConfigurationId = std::uint32_t;

class AuthenticationClasses {
 public:
  // What a configuration means at present.
  struct Facts {
    pki::CertificateId presented = pki::no_certificate;
    std::uint32_t validator = 0;
    ClassId class_id = 0;
  };

  AuthenticationClasses(std::shared_ptr<const world::Setting> setting,
                        std::shared_ptr<const pki::CertificateSet> certificates);

  // Learns the configurations that are new in the table. True when classes were added or renumbered, so that counts by
  // class have to be made anew.
  bool learn(const world::ConfigurationTable& table, SimTime now);
  // A validity boundary of this certificate has passed: whatever depends on it is judged anew. True as for learn().
  bool pass_boundary(pki::CertificateId certificate, const world::ConfigurationTable& table, SimTime now);

  // Keeps the verdicts and forgets whose they were: for another run of the same setting from its start, when no
  // boundary has been passed.
  void forget_configurations();

  [[nodiscard]] const Facts& facts(ConfigurationId id) const { return facts_[id]; }
  [[nodiscard]] ConfigurationId known_configurations() const { return static_cast<ConfigurationId>(facts_.size()); }
  [[nodiscard]] std::uint32_t class_count() const { return static_cast<std::uint32_t>(classes_.size()); }
  // Does a node of class `validator` accept what a node of class `shower` shows?
  [[nodiscard]] bool accepts(ClassId validator, ClassId shower) const {
    return classes_[shower].judged_by[classes_[validator].validator] != 0;
  }
  [[nodiscard]] bool linked(ClassId a, ClassId b) const { return accepts(a, b) && accepts(b, a); }

  // Would nodes of this configuration accept this certificate, if it were shown to them? no_certificate is accepted by
  // nobody.
  [[nodiscard]] bool accepts_certificate(ConfigurationId id, pki::CertificateId certificate, SimTime now);

  // The same questions with the whole answer, for findings and `explain`.
  [[nodiscard]] trust::Verdict verdict(ConfigurationId validator, pki::CertificateId shown, SimTime now);
  [[nodiscard]] trust::Presentation presentation(const world::ConfigurationTable& table, ConfigurationId id,
                                                 SimTime now);

  [[nodiscard]] const pki::CertificateSet& certificates() const { return *certificates_; }
  [[nodiscard]] std::uint64_t judged_pairs() const {
    return judged_pairs_;
  }  // a counter that shows that nothing is judged twice

 private:
  struct Validator {
    std::uint32_t rules = 0;
    std::uint32_t roots = 0;
  };
  struct Class {
    std::uint32_t validator = 0;
    std::string judged_by;  // a byte for each validator: does it accept what this class shows?
  };
  enum class Answer : std::uint8_t { unknown, yes, no };

  [[nodiscard]] const std::vector<trust::Rule>& rules(std::uint32_t id);
  [[nodiscard]] const trust::ExaminedCertificate& examined(pki::CertificateId certificate, std::uint32_t roots,
                                                           SimTime now);
  [[nodiscard]] bool answer(pki::CertificateId certificate, std::uint32_t validator, SimTime now);
  [[nodiscard]] std::string judged_by(pki::CertificateId certificate, SimTime now);
  [[nodiscard]] pki::CertificateId presented_now(const world::ConfigurationTable& table, ConfigurationId id,
                                                 SimTime now);
  std::uint32_t intern_validator(const world::ConfigurationTable& table, ConfigurationId id);
  ClassId intern_class(std::uint32_t validator, std::string judged_by);
  void renumber(SimTime now);

  std::shared_ptr<const world::Setting> setting_;
  std::shared_ptr<const pki::CertificateSet> certificates_;

  std::vector<std::uint32_t> rules_of_security_;                 // by security configuration
  std::vector<const model::ValidationRules*> rules_as_written_;  // by rules id
  std::vector<std::optional<std::vector<trust::Rule>>> rules_;   // by rules id, resolved when first needed
  std::vector<std::optional<trust::Presenting>> presenting_;     // by security configuration, likewise
  std::map<std::vector<pki::CertificateId>, std::uint32_t> root_sets_;
  std::vector<std::vector<pki::Certificate>> roots_;  // by root set
  std::vector<std::vector<pki::CertificateId>> root_ids_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> validator_ids_;
  std::vector<Validator> validators_;

  std::map<std::pair<pki::CertificateId, std::uint32_t>, trust::ExaminedCertificate>
      examined_;                              // by certificate and root set
  std::vector<std::vector<Answer>> answers_;  // by certificate, by validator
  std::uint64_t judged_pairs_ = 0;

  std::vector<Facts> facts_;                           // by configuration
  std::map<pki::CertificateId, std::string> columns_;  // of what the known configurations present: who accepts it
  std::vector<std::uint32_t> stands_for_;              // by validator: the first one that judges all of that alike
  std::map<std::pair<std::uint32_t, std::string>, ClassId> class_ids_;
  std::vector<Class> classes_;
};

}  // namespace certdrill::check
