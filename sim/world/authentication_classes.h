// Nodes that show certificates which are judged alike, and that judge alike, form one authentication class: they can
// talk to the same others.
//
// Who accepts whom is asked once for each pair (presented certificate, validator) and validity period, and kept. A
// validator is a set of validation rules together with a view of trust (world/examiner.h) and, where a node with the
// same public key is accepted as it is, what the node presents itself. Two certificates that every
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
#include "world/examiner.h"
#include "world/setting.h"

namespace certdrill::world {

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

  AuthenticationClasses(std::shared_ptr<const Setting> setting,
                        std::shared_ptr<const pki::CertificateSet> certificates);

  // Learns the configurations that are new in the table. True when classes were added or renumbered, so that counts by
  // class have to be made anew.
  bool learn(const ConfigurationTable& table, SimTime now);
  // A validity boundary of this certificate has passed: whatever depends on it is judged anew. True as for learn().
  bool pass_boundary(pki::CertificateId certificate, const ConfigurationTable& table, SimTime now);

  // The CRLs that are published when the run begins; before anything is learnt.
  void begin_with_crls(std::vector<pki::CrlSpec> crls) { examiner_.set_crls(std::move(crls)); }
  // This authority has published a new CRL, or its last one has ended; `crls` are those of all authorities now. True as
  // for learn().
  bool pass_crl(pki::CertificateId authority, std::vector<pki::CrlSpec> crls, const ConfigurationTable& table,
                SimTime now);

  // Keeps the verdicts and forgets whose they were: for another run of the same setting from its start, when no
  // boundary has been passed and no CRL published.
  void forget_configurations();

  // Goes up whenever learn(), pass_boundary() or pass_crl() return true: for those who share them and count by class.
  [[nodiscard]] std::uint64_t version() const { return version_; }

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
  [[nodiscard]] bool accepts_certificate(ConfigurationId id, pki::CertificateId certificate, SimTime now) {
    const std::uint32_t validator = facts_[id].validator;
    if (certificate < answers_.size() && validator < answers_[certificate].size()) {
      const Answer known = answers_[certificate][validator];
      if (known != Answer::unknown) return known == Answer::yes;
    }
    return answer(certificate, validator, now);
  }

  // The same questions with the whole answer, for findings and `explain`.
  [[nodiscard]] trust::Verdict verdict(ConfigurationId validator, pki::CertificateId shown, SimTime now);
  [[nodiscard]] trust::Presentation presentation(const ConfigurationTable& table, ConfigurationId id, SimTime now);

  // The management endpoint of nodes of this configuration: what it shows to clients, and what it says to a client that
  // shows this certificate.
  [[nodiscard]] trust::Presentation endpoint_presentation(const ConfigurationTable& table, ConfigurationId id,
                                                          SimTime now);
  [[nodiscard]] trust::Verdict endpoint_verdict(const ConfigurationTable& table, ConfigurationId id,
                                                pki::CertificateId shown, SimTime now);
  // And a client with these rules and this store: what it shows, and what it says to an endpoint that shows this
  // certificate.
  [[nodiscard]] trust::Presentation client_presentation(std::uint32_t security, const model::Store& store, SimTime now);
  [[nodiscard]] trust::Verdict client_verdict(std::uint32_t security, const model::Store& store,
                                              pki::CertificateId shown, SimTime now);
  // The short answers to the same questions, kept until a boundary or a CRL passes: clients call often.
  [[nodiscard]] pki::CertificateId endpoint_shows(const ConfigurationTable& table, ConfigurationId id, SimTime now);
  [[nodiscard]] trust::Grant endpoint_grants(const ConfigurationTable& table, ConfigurationId id,
                                             pki::CertificateId shown, SimTime now);
  [[nodiscard]] bool client_accepts(std::uint32_t security, const model::Store& store, pki::CertificateId shown,
                                    SimTime now);

  // Do the presentation rules of this security configuration name this certificate, those of the management endpoint
  // included? Access to keys follows them (world/access_scan.h).
  [[nodiscard]] bool presents_by_rule(std::uint32_t security, pki::CertificateId certificate);
  // Is there a key in the store of such a node that waits for access, of a certificate that its rules name? Asked once
  // for each configuration.
  [[nodiscard]] bool has_key_to_grant(const ConfigurationTable& table, ConfigurationId id);

  [[nodiscard]] const pki::CertificateSet& certificates() const { return *certificates_; }
  [[nodiscard]] std::uint64_t judged_pairs() const {
    return judged_pairs_;
  }                                                // a counter that shows that nothing is judged twice
  [[nodiscard]] std::size_t memory_bytes() const;  // about; without what copies share

 private:
  struct Validator {
    std::uint32_t rules = 0;  // index into rule_sets_
    Examiner::ViewId view = 0;
    pki::CertificateId own = pki::no_certificate;  // what it presents, where its public key matters
    friend auto operator<=>(const Validator&, const Validator&) = default;
  };
  struct Class {
    std::uint32_t validator = 0;
    std::string judged_by;  // a byte for each validator: does it accept what this class shows?
  };
  enum class Answer : std::uint8_t { unknown, yes, no };

  std::uint32_t intern_rules(std::uint32_t security, const model::Store& store);
  [[nodiscard]] const trust::RuleSet& rules(std::uint32_t id);
  [[nodiscard]] const trust::Presenting& presenting(std::uint32_t security);
  [[nodiscard]] const trust::Presenting& endpoint(std::uint32_t security);
  bool judge_anew(pki::CertificateId certificate);
  void forget_clients();
  [[nodiscard]] bool answer(pki::CertificateId certificate, std::uint32_t validator, SimTime now);
  [[nodiscard]] std::string judged_by(pki::CertificateId certificate, SimTime now);
  [[nodiscard]] pki::CertificateId presented_now(const ConfigurationTable& table, ConfigurationId id, SimTime now);
  std::uint32_t intern_validator(const ConfigurationTable& table, ConfigurationId id, pki::CertificateId presented,
                                 SimTime now);
  std::uint32_t intern_validator(const Validator& who);
  [[nodiscard]] bool own_key_matters(const Validator& without_key, pki::CertificateId presented, SimTime now);
  bool validate_anew(bool changed, const ConfigurationTable& table, SimTime now);
  ClassId intern_class(std::uint32_t validator, std::string judged_by);
  void renumber(SimTime now);

  std::shared_ptr<const Setting> setting_;
  std::shared_ptr<const pki::CertificateSet> certificates_;

  // Rules as written, with what they depend on in the store of their node: nothing, unless they name issuer stores.
  struct WrittenRules {
    const model::ValidationRules* rules = nullptr;
    model::Store store;
    std::optional<trust::RuleSet> resolved;  // when first needed
  };

  Examiner examiner_;
  std::vector<std::vector<pki::CertificateId>> same_key_;  // by certificate: those with its public key, itself included
  std::vector<std::uint32_t> text_of_security_;            // by security configuration: equal rules are one text
  std::map<std::pair<std::uint32_t, std::vector<pki::CertificateId>>, std::uint32_t> rule_ids_;
  std::vector<WrittenRules> rule_sets_;
  std::vector<std::optional<trust::Presenting>> presenting_;  // by security configuration, resolved when first needed
  std::vector<std::optional<trust::Presenting>> endpoints_;   // likewise, of the management endpoint
  enum class Grant : std::uint8_t { unknown, nothing, something };
  std::vector<Grant> to_grant_;  // by configuration
  std::map<Validator, std::uint32_t> validator_ids_;
  std::vector<Validator> validators_;

  // What clients ask. By configuration and certificate, or by rules, view and certificate.
  std::map<ConfigurationId, pki::CertificateId> shown_at_endpoint_;
  std::map<std::pair<ConfigurationId, pki::CertificateId>, trust::Grant> granted_;
  std::map<std::pair<Validator, pki::CertificateId>, bool> accepted_by_client_;

  std::vector<std::vector<Answer>> answers_;  // by certificate, by validator
  std::uint64_t judged_pairs_ = 0;
  std::uint64_t version_ = 0;

  std::vector<Facts> facts_;                           // by configuration
  std::map<pki::CertificateId, std::string> columns_;  // of what the known configurations present: who accepts it
  std::vector<std::uint32_t> stands_for_;              // by validator: the first one that judges all of that alike
  std::map<std::pair<std::uint32_t, std::string>, ClassId> class_ids_;
  std::vector<Class> classes_;
};

}  // namespace certdrill::world
