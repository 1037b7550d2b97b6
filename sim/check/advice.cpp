#include "check/advice.h"

#include <algorithm>
#include <optional>

#include "base/duration.h"
#include "base/text.h"
#include "check/story.h"
#include "model/notation.h"

namespace certdrill::check {
namespace {

using trust::ReasonId;

bool refused_for(const Refusal& refusal, ReasonId id) {
  const std::vector<trust::Reason> decisive = trust::decisive_reasons(refusal.verdict);
  return std::any_of(decisive.begin(), decisive.end(), [id](const trust::Reason& reason) { return reason.id == id; });
}

// No rule of V means it, whatever else is wrong: neither its thumbprint nor its name is listed.
bool refused_for_lack_of_a_rule(const Refusal& refusal) {
  for (const trust::RuleVerdict& rule : refusal.verdict.rules) {
    for (const trust::Reason& reason : rule.reasons) {
      if (reason.id == ReasonId::ThumbprintMatched || reason.id == ReasonId::CommonNameMatched) return false;
    }
  }
  return true;
}

class Adviser {
 public:
  Adviser(const world::World& world, AuthenticationClasses& classes, SimTime now)
      : world_(world), classes_(classes), now_(now) {}

  [[nodiscard]] std::string name(pki::CertificateId id) const { return world_.scenario().certificates[id].name; }
  [[nodiscard]] const model::SecurityConfiguration& security_of(ConfigurationId id) const {
    return world_.scenario().securities[world_.configurations()[id].security];
  }

  // The rule that would accept what this node shows, in the form in which the node itself declares it.
  [[nodiscard]] std::string rule_for(model::NodeIndex shower, pki::CertificateId shown) const {
    const model::PresentationRule& presents = security_of(world_.configuration_of(shower)).presents;
    const auto* by_name = std::get_if<model::PresentByCommonName>(&presents);
    if (by_name == nullptr) return "TP=" + name(shown);
    // The entry that found it: its name is the certificate's own.
    const std::string& common_name = classes_.certificates().spec(shown).common_name;
    model::AcceptCommonName rule{by_name->entries.front(), {}};
    for (const model::CommonNameReference& entry : by_name->entries) {
      const std::optional<pki::CertificateId> named = world_.scenario().find_certificate(entry.text);
      const bool finds = entry.literal ? entry.text == common_name
                                       : named && classes_.certificates().spec(*named).common_name == common_name;
      if (finds) rule.name = entry;
    }
    const std::vector<pki::CertificateId> issuers = classes_.certificates().issuers_of(shown);
    rule.issuers.push_back({{issuers.empty() ? name(shown) : name(issuers.front())}, false});
    return model::to_string(model::ValidationRule(rule));
  }

  // Did the refusing node accept it until it was changed a moment ago?
  [[nodiscard]] bool accepted_before(const Refusal& refusal, const std::vector<Happening>& happenings) const {
    return std::any_of(happenings.begin(), happenings.end(), [&](const Happening& happening) {
      return happening.change && happening.change->node == refusal.validator &&
             classes_.accepts_certificate(happening.change->from, refusal.shown, now_);
    });
  }

  // When the change gave the node another certificate to show.
  [[nodiscard]] bool newly_shown(const Refusal& refusal, const std::vector<Happening>& happenings) const {
    return std::any_of(happenings.begin(), happenings.end(), [&](const Happening& happening) {
      return happening.change && happening.change->node == refusal.shower &&
             classes_.facts(happening.change->from).presented != refusal.shown;
    });
  }

  // What keeps the shower from presenting a certificate that its own rule names and that the other side would accept.
  [[nodiscard]] std::string what_hinders(const Refusal& refusal) const {
    const ConfigurationId shower = world_.configuration_of(refusal.shower);
    const std::string node = world_.scenario().cluster.node_name(refusal.shower);
    const trust::Presentation presentation = classes_.presentation(world_.configurations(), shower, now_);
    for (const trust::Candidate& candidate : presentation.candidates) {
      if (!classes_.accepts_certificate(world_.configuration_of(refusal.validator), candidate.certificate, now_))
        continue;
      if (std::string key = mend_key(candidate, node); !key.empty()) return key;
      if (candidate.fate == trust::CandidateFate::secondary_not_asked) return make_primary(candidate.certificate);
      if (candidate.fate == trust::CandidateFate::not_preferred) return outlive(candidate.certificate, refusal.shown);
    }
    const auto* by_thumbprint = std::get_if<model::PresentByThumbprint>(&security_of(shower).presents);
    if (by_thumbprint == nullptr) return {};
    const std::vector<model::StoreEntry>& held = world_.configurations().store_of(shower).entries;
    for (const model::ThumbprintReference& entry : by_thumbprint->entries) {
      const std::optional<pki::CertificateId> id = world_.scenario().find_certificate(entry.text);
      if (!id ||
          std::any_of(held.begin(), held.end(), [&](const model::StoreEntry& each) { return each.certificate == *id; }))
        continue;
      if (classes_.accepts_certificate(world_.configuration_of(refusal.validator), *id, now_)) {
        return "install " + name(*id) + " with its private key on " + node;
      }
    }
    return {};
  }

  // Empty when its private key is not what keeps it from being presented.
  [[nodiscard]] std::string mend_key(const trust::Candidate& candidate, const std::string& node) const {
    switch (candidate.fate) {
      case trust::CandidateFate::no_private_key:
        return "install the private key of " + name(candidate.certificate) + " on " + node;
      case trust::CandidateFate::key_unreadable:
        return "give the node's account the right to read the private key of " + name(candidate.certificate) + " on " +
               node;
      case trust::CandidateFate::key_of_another:
        return "put the private key of " + name(candidate.certificate) + " beside it on " + node +
               ": the one there is another certificate's";
      case trust::CandidateFate::key_not_granted:
        return "let the scan of the store give " + node + " access to the private key of " +
               name(candidate.certificate);
      case trust::CandidateFate::link_leads_nowhere:
        return clear_mark(candidate.certificate, node);
      default:
        return {};
    }
  }

  [[nodiscard]] std::string clear_mark(pki::CertificateId certificate, const std::string& node) const {
    return "switch linkOnRenewal off, and clear the renewal mark of " + name(certificate) + " on " + node;
  }

  // What is sent is not what the rules chose, but where its renewal mark leads.
  [[nodiscard]] std::string on_link(const Refusal& refusal) const {
    const trust::Presentation presentation =
        classes_.presentation(world_.configurations(), world_.configuration_of(refusal.shower), now_);
    if (presentation.links.empty() || presentation.chosen != refusal.shown) return {};
    return clear_mark(presentation.candidates.front().certificate, world_.scenario().cluster.node_name(refusal.shower));
  }

  [[nodiscard]] std::string make_primary(pki::CertificateId wanted) const {
    return "name " + name(wanted) +
           " first in P, or turn useSecondaryIfNewer on: the secondary counts only when the "
           "primary cannot be used";
  }

  [[nodiscard]] std::string outlive(pki::CertificateId wanted, pki::CertificateId chosen) const {
    if (world_.scenario().switches.presented_order == model::PresentedOrder::newest_not_before) {
      return "issue " + name(wanted) + " after " + name(chosen) + ", or take " + name(chosen) +
             " out of P: of several certificates the one that was issued last is presented";
    }
    return "issue " + name(wanted) + " so that it expires after " + name(chosen) + " (" +
           date_to_string(world_.scenario().certificates[chosen].not_after) + "), or take " + name(chosen) +
           " out of P: of several certificates the one that expires last is presented";
  }

  [[nodiscard]] std::string on_nothing_shown(const Refusal& refusal, const std::vector<Happening>& happenings) const {
    const std::string node = world_.scenario().cluster.node_name(refusal.shower);
    const trust::Presentation presentation =
        classes_.presentation(world_.configurations(), world_.configuration_of(refusal.shower), now_);
    for (const trust::Candidate& candidate : presentation.candidates) {
      if (const std::string key = mend_key(candidate, node); !key.empty())
        return key + " before " + before_what(happenings);
    }
    for (const trust::Candidate& candidate : presentation.candidates) {
      if (candidate.fate == trust::CandidateFate::expired) return on_expiry(candidate.certificate);
    }
    const model::PresentationRule& presents = security_of(world_.configuration_of(refusal.shower)).presents;
    const std::string rule = model::to_string(presents);
    if (std::holds_alternative<model::PresentNothing>(presents))
      return "name a certificate in P of " + node + ": it is empty";
    const Happening* const cause = decisive(happenings);
    if (cause != nullptr && cause->step &&
        std::holds_alternative<model::RemoveStep>(world_.scenario().steps[*cause->step].what)) {
      return "have P of " + node + " name another certificate, and present it, before " + before_what(happenings) +
             " (P is " + rule + ")";
    }
    return "install a certificate that P:" + rule + " names, with its private key, on " + node + " before " +
           before_what(happenings);
  }

  [[nodiscard]] std::string on_expiry(pki::CertificateId expired) const {
    return "have every node present a successor of " + name(expired) + " before it expires at " +
           to_string(world_.scenario().certificates[expired].not_after);
  }

  // The certificate itself may be good for longer: then it is the first of its issuers to have expired that has to be
  // replaced, and it with it.
  [[nodiscard]] std::string on_expired_chain(pki::CertificateId shown) const {
    if (world_.scenario().certificates[shown].not_after <= now_) return on_expiry(shown);
    for (const pki::CertificateId issuer : classes_.certificates().issuers_of(shown)) {
      const pki::CertificateSpec& spec = world_.scenario().certificates[issuer];
      if (spec.not_after > now_) continue;
      return "have every node present a certificate of another issuer before " + spec.name + ", which issued " +
             name(shown) + ", expires at " + to_string(spec.not_after);
    }
    return on_expiry(shown);
  }

  [[nodiscard]] std::string on_name_not_counted(const Refusal& refusal) const {
    const pki::CertificateSpec& spec = world_.scenario().certificates[refusal.shown];
    return "have " + spec.name + " issued with the DNS name that V expects" +
           (spec.dns_names.empty() ? " and for servers" : ", or without DNS names") +
           ", or list in V a name that this profile compares";
  }

  // The certificate of the shown chain that was revoked, or whose list is the trouble, and who has to see to it.
  [[nodiscard]] std::string on_revocation(const Refusal& refusal) const {
    const std::vector<pki::CertificateId> issuers = classes_.certificates().issuers_of(refusal.shown);
    const std::string issuer = issuers.empty() ? name(refusal.shown) : name(issuers.front());
    if (refused_for(refusal, ReasonId::Revoked)) {
      return "have every node present a successor of " + name(refusal.shown) +
             " before it, or an issuer of it, is revoked";
    }
    if (refused_for(refusal, ReasonId::RevocationListUnusable))
      return "have " + issuer + " publish a new revocation list before the last one ends";
    return "give " + world_.scenario().cluster.node_name(refusal.validator) +
           " a way to the revocation lists of the "
           "issuers of " +
           name(refusal.shown) + ", or turn ignoreCrlOfflineCluster on";
  }

  // The certificate is good by the time of all others.
  [[nodiscard]] std::string on_clock(const Refusal& refusal) const {
    const model::Store& store = world_.configurations().store_of(world_.configuration_of(refusal.validator));
    if (store.clock_offset == Duration(0)) return {};
    if (!refused_for(refusal, ReasonId::NotYetValid) && !refused_for(refusal, ReasonId::Expired)) return {};
    return "set the clock of " + world_.scenario().cluster.node_name(refusal.validator) +
           " right before certificates change";
  }

  [[nodiscard]] std::string before_what(const std::vector<Happening>& happenings) const {
    const Happening* const cause = decisive(happenings);
    return cause == nullptr || !cause->step ? "the start" : quoted(world_.scenario().steps[*cause->step].name);
  }

 private:
  const world::World& world_;
  AuthenticationClasses& classes_;
  SimTime now_;
};

std::string advise_on_issuer(const Adviser& adviser, const Refusal& refusal, AuthenticationClasses& classes,
                             const std::string& rule) {
  const std::vector<pki::CertificateId> issuers = classes.certificates().issuers_of(refusal.shown);
  const std::string issuer = issuers.empty() ? adviser.name(refusal.shown) : adviser.name(issuers.front());
  return "first add the issuer " + issuer + " to the pinned ones everywhere (" + rule + "|" + issuer +
         "), in a phase of its own, before a certificate that " + issuer + " issued reaches any store";
}

// The pinned common-name rule that refused for its issuer, as it is written.
std::optional<std::string> rule_that_missed_the_issuer(const trust::Verdict& verdict) {
  for (const trust::RuleVerdict& rule : verdict.rules) {
    bool name_matched = false;
    bool issuer_missed = false;
    for (const trust::Reason& reason : rule.reasons) {
      name_matched = name_matched || reason.id == ReasonId::CommonNameMatched;
      issuer_missed = issuer_missed || reason.id == ReasonId::IssuerNotMatched;
    }
    if (name_matched && issuer_missed) return rule.rule;
  }
  return std::nullopt;
}

}  // namespace

std::string advise_on_links(const world::World& world, AuthenticationClasses& classes,
                            const std::vector<Refusal>& refusals, const std::vector<Happening>& happenings,
                            SimTime now) {
  const Adviser adviser(world, classes, now);
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
  };
  for (const Refusal& refusal : refusals) {
    if (refusal.shown == pki::no_certificate) {
      add(adviser.on_nothing_shown(refusal, happenings));
    } else if (const std::string link = adviser.on_link(refusal); !link.empty()) {
      add(link);
    } else if (const auto rule = rule_that_missed_the_issuer(refusal.verdict)) {
      add(advise_on_issuer(adviser, refusal, classes, *rule));
    } else if (const std::string clock = adviser.on_clock(refusal); !clock.empty()) {
      add(clock);
    } else if (refused_for(refusal, ReasonId::Expired)) {
      add(adviser.on_expired_chain(refusal.shown));
    } else if (refused_for(refusal, ReasonId::NotYetValid)) {
      SimTime valid_from = world.scenario().certificates[refusal.shown].not_before;
      for (const pki::CertificateId issuer : classes.certificates().issuers_of(refusal.shown)) {
        valid_from = std::max(valid_from, world.scenario().certificates[issuer].not_before);
      }
      add("present " + adviser.name(refusal.shown) + " no earlier than " + to_string(valid_from));
    } else if (refused_for(refusal, ReasonId::Revoked) || refused_for(refusal, ReasonId::RevocationListUnusable) ||
               refused_for(refusal, ReasonId::RevocationUnknown)) {
      add(adviser.on_revocation(refusal));
    } else if (refused_for(refusal, ReasonId::NameNotCounted)) {
      add(adviser.on_name_not_counted(refusal));
    } else if (refused_for(refusal, ReasonId::PartialChain)) {
      add("have the holders of " + adviser.name(refusal.shown) + " send its issuers along with it");
    } else if (refused_for_lack_of_a_rule(refusal) && adviser.accepted_before(refusal, happenings)) {
      // Why does it still show the old one? Often that is what has to be mended.
      if (const std::string hindrance = adviser.what_hinders(refusal); !hindrance.empty()) add(hindrance);
      add("keep " + adviser.rule_for(refusal.shower, refusal.shown) + " in V until no node presents " +
          adviser.name(refusal.shown));
    } else if (refused_for_lack_of_a_rule(refusal) && adviser.newly_shown(refusal, happenings)) {
      add("first add " + adviser.rule_for(refusal.shower, refusal.shown) +
          " to V everywhere, in a phase of its own before " + adviser.before_what(happenings));
    } else if (refused_for_lack_of_a_rule(refusal)) {
      add("add " + adviser.rule_for(refusal.shower, refusal.shown) + " to V everywhere");
    } else if (refused_for(refusal, ReasonId::UntrustedRoot)) {
      const bool pins_help = world.scenario().switches.pinned_issuer_forgives_root;
      add("make the root of " + adviser.name(refusal.shown) + " a trusted root on every node first" +
          (pins_help ? ", or pin its issuer" : ": a pinned issuer does not make up for it"));
    }
  }
  return join(parts, "; and ");
}

std::string advise_on_presentation(const world::World& world, AuthenticationClasses& classes, model::NodeIndex node,
                                   pki::CertificateId wanted, SimTime now) {
  const Adviser adviser(world, classes, now);
  const trust::Presentation presentation =
      classes.presentation(world.configurations(), world.configuration_of(node), now);
  const std::string node_name = world.scenario().cluster.node_name(node);
  for (const trust::Candidate& candidate : presentation.candidates) {
    if (candidate.certificate != wanted) continue;
    switch (candidate.fate) {
      case trust::CandidateFate::not_preferred:
        return adviser.outlive(wanted, presentation.candidates.front().certificate);
      case trust::CandidateFate::expired:
        return adviser.on_expiry(wanted);
      case trust::CandidateFate::no_private_key:
      case trust::CandidateFate::key_unreadable:
      case trust::CandidateFate::key_of_another:
      case trust::CandidateFate::key_not_granted:
      case trust::CandidateFate::link_leads_nowhere:
        return adviser.mend_key(candidate, node_name);
      case trust::CandidateFate::secondary_not_asked:
        return adviser.make_primary(wanted);
      case trust::CandidateFate::chosen:
        return presentation.links.empty() ? std::string() : adviser.clear_mark(wanted, node_name);
    }
  }
  const std::vector<model::StoreEntry>& held = world.configurations().store_of(world.configuration_of(node)).entries;
  const bool has_it = std::any_of(held.begin(), held.end(),
                                  [&](const model::StoreEntry& entry) { return entry.certificate == wanted; });
  const std::string rule = model::to_string(adviser.security_of(world.configuration_of(node)).presents);
  if (!has_it) return "install " + adviser.name(wanted) + " with its private key on " + node_name;
  return "name " + adviser.name(wanted) + " in P: " + node_name + " has P:" + rule;
}

}  // namespace certdrill::check
