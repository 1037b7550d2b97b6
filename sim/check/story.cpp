#include "check/story.h"

#include <algorithm>
#include <iterator>

#include "base/duration.h"
#include "base/text.h"
#include "check/advice.h"
#include "model/notation.h"

namespace certdrill::check {
namespace {

bool about_links(const model::Property& property) {
  return std::holds_alternative<model::EveryPairCanAuthenticate>(property) ||
         std::holds_alternative<model::FederationIsConnected>(property) ||
         std::holds_alternative<model::SeedQuorum>(property) ||
         std::holds_alternative<model::LargestComponentHolds>(property);
}

std::string_view id_of(const model::Property& property) {
  struct Name {
    std::string_view operator()(const model::EveryPairCanAuthenticate&) const { return "PairCannotAuthenticate"; }
    std::string_view operator()(const model::FederationIsConnected&) const { return "FederationSplit"; }
    std::string_view operator()(const model::SeedQuorum&) const { return "SeedQuorumLost"; }
    std::string_view operator()(const model::LargestComponentHolds&) const { return "LargestComponentTooSmall"; }
    std::string_view operator()(const model::EveryNodePresents&) const { return "CertificateNotPresented"; }
    std::string_view operator()(const model::EveryNodeAccepts&) const { return "CertificateNotAccepted"; }
    std::string_view operator()(const model::NoNodePresents&) const { return "CertificateStillPresented"; }
    std::string_view operator()(const model::NoNodeAccepts&) const { return "CertificateStillAccepted"; }
    std::string_view operator()(const model::SomeNodePresents&) const { return "CertificatePresentedByNobody"; }
    std::string_view operator()(const model::SeveralArePresented&) const { return "TooFewCertificatesPresented"; }
    std::string_view operator()(const model::EveryClientCanConnect&) const { return "ClientCannotConnect"; }
    std::string_view operator()(const model::ClientStands& stands) const {
      switch (stands.as) {
        case model::ClientStanding::can_connect:
          return "ClientCannotConnect";
        case model::ClientStanding::admin:
          return "ClientIsNotAdmin";
        case model::ClientStanding::user:
          return "ClientIsNotUser";
        case model::ClientStanding::refused:
          return "ClientIsNotRefused";
      }
      return "ClientCannotConnect";
    }
    std::string_view operator()(const model::NoNodeIsLost&) const { return "NodeLost"; }
    std::string_view operator()(const model::FederationIsWhole&) const { return "FederationFellApart"; }
    std::string_view operator()(const model::QuorumIsKept&) const { return "QuorumLost"; }
    std::string_view operator()(const model::AtMostUnavailable&) const { return "TooManyNodesUnavailable"; }
    std::string_view operator()(const model::UpgradeCompletesWithin&) const { return "UpgradeTooSlow"; }
    std::string_view operator()(const model::EverySessionUses&) const { return "SessionUsesOtherCertificate"; }
    std::string_view operator()(const model::NoSessionUses&) const { return "SessionStillUsesCertificate"; }
    std::string_view operator()(const model::NoOutageLongerThan&) const { return "OutageTooLong"; }
    std::string_view operator()(const model::CanBeCleanedUp&) const { return "CertificateStillNeeded"; }
  };
  return std::visit(Name{}, property);
}

bool about_clients(const model::Property& property) {
  return std::holds_alternative<model::EveryClientCanConnect>(property) ||
         std::holds_alternative<model::ClientStands>(property);
}

constexpr std::string_view id_of_broken_never = "PropertyHeld";
constexpr std::string_view id_of_missed_sometimes = "PropertyNeverHeld";
constexpr std::string_view id_of_refusal = "UpgradeRefused";

}  // namespace

const std::vector<std::string_view>& all_finding_ids() {
  static const std::vector<std::string_view> ids = [] {
    std::vector<std::string_view> all;
    for (const model::Property& property : model::one_of_each_property()) {
      const std::string_view id = id_of(property);
      if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
    }
    all.push_back(id_of_broken_never);
    all.push_back(id_of_missed_sometimes);
    all.push_back(id_of_refusal);
    all.push_back(id_of_failed_deployment);
    all.push_back(id_of_failed_provisioning);
    all.push_back(id_of_near_expiry);
    return all;
  }();
  return ids;
}

std::string StoryTeller::node_label(model::NodeIndex node) const {
  const model::Cluster& cluster = world_->scenario().cluster;
  return cluster.node_name(node) + " (" + cluster.upgrade_domains[cluster.nodes[node].upgrade_domain] + ")";
}

std::string StoryTeller::certificate_name(pki::CertificateId id) const {
  return id == pki::no_certificate ? "nothing" : world_->scenario().certificates[id].name;
}

std::optional<model::NodeIndex> StoryTeller::first_node_of_class(ClassId class_id,
                                                                 std::optional<model::NodeIndex> except) const {
  return first_node([&](model::NodeIndex node) { return facts_of(node).class_id == class_id && node != except; });
}

// The pair to show: the node that changed last and one of the largest group that it cannot talk to; when no node
// changed (a certificate expired), one node each of the two largest groups that cannot talk to each other.
std::optional<StoryTeller::Pair> StoryTeller::broken_pair(const std::vector<Happening>& happenings) const {
  const std::vector<std::uint32_t>& nodes = count_->connectivity().nodes_by_class();
  const auto largest_refused = [&](ClassId from) {
    std::optional<ClassId> best;
    std::uint64_t best_nodes = 0;
    for (ClassId other = 0; other < nodes.size(); ++other) {
      if (classes_->linked(from, other)) continue;
      const std::uint64_t available = nodes[other] - (other == from && nodes[other] > 0 ? 1 : 0);
      if (available > best_nodes) {
        best = other;
        best_nodes = available;
      }
    }
    return best;
  };
  for (auto happening = happenings.rbegin(); happening != happenings.rend(); ++happening) {
    if (!happening->change) continue;
    const model::NodeIndex node = happening->change->node;
    if (!is_there(node)) continue;
    const std::optional<ClassId> refused = largest_refused(facts_of(node).class_id);
    if (refused) return Pair{node, first_node_of_class(*refused, node).value()};
  }
  std::optional<std::pair<ClassId, ClassId>> best;
  std::uint64_t best_pairs = 0;
  for (ClassId a = 0; a < nodes.size(); ++a) {
    for (ClassId b = a; b < nodes.size(); ++b) {
      if (classes_->linked(a, b)) continue;
      const std::uint64_t n = nodes[a];
      const std::uint64_t pairs = a == b ? n * (n - (n > 0 ? 1 : 0)) / 2 : n * nodes[b];
      if (pairs > best_pairs) {
        best = std::pair(a, b);
        best_pairs = pairs;
      }
    }
  }
  if (!best) return std::nullopt;
  const model::NodeIndex one = first_node_of_class(best->first, std::nullopt).value();
  const model::NodeIndex other = first_node_of_class(best->second, one).value();
  return Pair{std::min(one, other), std::max(one, other)};
}

std::string StoryTeller::presents(model::NodeIndex node) const {
  return world_->scenario().cluster.node_name(node) + " presents " +
         trust::explain(classes_->presentation(world_->configurations(), world_->configuration_of(node), now_),
                        classes_->certificates());
}

std::string StoryTeller::clock_of(model::NodeIndex node) const {
  const Duration offset = world_->configurations().store_of(world_->configuration_of(node)).clock_offset;
  if (offset == Duration(0)) return {};
  return "the clock of " + world_->scenario().cluster.node_name(node) + " is " +
         rough(offset < Duration(0) ? -offset : offset) + (offset < Duration(0) ? " behind" : " ahead");
}

void StoryTeller::tell_clock(model::NodeIndex node, Finding& finding) const {
  std::string clock = clock_of(node);
  if (clock.empty()) return;
  clock.front() = 'T';
  finding.story.push_back(clock + ".");
}

std::string StoryTeller::scale() const {
  const Connectivity& connectivity = count_->connectivity();
  const Shape shape = connectivity.shape();
  std::string out = std::to_string(connectivity.broken_pairs()) + " of " + counted(connectivity.pairs(), "pair") +
                    " of nodes cannot authenticate";
  if (connectivity.one_way_pairs() > 0) {
    out += connectivity.one_way_pairs() == connectivity.broken_pairs()
               ? " (in each of them only one side refuses)"
               : " (in " + std::to_string(connectivity.one_way_pairs()) + " of them only one side refuses)";
  }
  if (shape.components <= 1) {
    out += "; the federation is still one piece";
  } else {
    out += "; the federation is in " + std::to_string(shape.components) + " pieces, the largest with " +
           std::to_string(shape.largest_component) + " of " + counted(connectivity.nodes(), "node");
  }
  if (count_->seeds() > 0 && shape.best_seeds < quorum_of(count_->seeds())) {
    out += ", and no piece has a quorum of seed nodes (" + std::to_string(quorum_of(count_->seeds())) + " of " +
           std::to_string(count_->seeds()) + ")";
  }
  out += ".";
  const std::vector<std::uint32_t>& cut = connectivity.cut_classes();
  if (!cut.empty()) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(cut.size(), names_listed); ++i) {
      names.push_back(world_->scenario().cluster.node_name(first_node_of_class(cut[i], std::nullopt).value()));
    }
    out += " Only " + join_words(names) + (names.size() == 1 ? " holds" : " hold") + " the rest together.";
  }
  return out;
}

void StoryTeller::tell_of_links(const model::Property& property, const std::vector<Happening>& happenings,
                                Finding& finding) {
  const Shape shape = count_->connectivity().shape();
  const std::uint64_t nodes = count_->connectivity().nodes();
  finding.story.push_back(cause(happenings));
  const std::optional<Pair> pair = broken_pair(happenings);
  if (pair) {
    finding.story.push_back(presents(pair->one) + ". " + presents(pair->other) + ".");
    for (const auto& [validator, shower] : {std::pair(pair->other, pair->one), std::pair(pair->one, pair->other)}) {
      const pki::CertificateId shown = facts_of(shower).presented;
      trust::Verdict verdict = classes_->verdict(world_->configuration_of(validator), shown, now_);
      const model::Cluster& cluster = world_->scenario().cluster;
      if (!verdict.accepted) {
        finding.story.push_back(cluster.node_name(validator) + " refuses " + cluster.node_name(shower) + ": " +
                                trust::summary(verdict) + ".");
        tell_clock(validator, finding);
        finding.refusals.push_back({validator, shower, shown, std::move(verdict)});
      } else {
        finding.story.push_back(cluster.node_name(validator) + " accepts " + cluster.node_name(shower) + " " +
                                trust::summary(verdict) + ".");
      }
    }
  }
  finding.story.push_back(scale());
  const model::Cluster& cluster = world_->scenario().cluster;
  if (std::holds_alternative<model::EveryPairCanAuthenticate>(property) && pair) {
    // Why, in one line: who has nothing to show, or who refuses; the node that changed last comes first.
    std::string why;
    for (const model::NodeIndex node : {pair->one, pair->other}) {
      if (why.empty() && facts_of(node).presented == pki::no_certificate) why = presents(node);
    }
    if (why.empty()) {
      const Refusal& first = finding.refusals.front();
      why = cluster.node_name(first.validator) + " refuses " + cluster.node_name(first.shower) + ": " +
            trust::summary(first.verdict);
      const std::string clock = clock_of(first.validator);
      if (!clock.empty()) why += "; " + clock;
    }
    finding.message =
        cluster.node_name(pair->one) + " and " + cluster.node_name(pair->other) + " cannot authenticate: " + why;
  } else if (std::holds_alternative<model::FederationIsConnected>(property)) {
    finding.message = "the federation is in " + std::to_string(shape.components) + " pieces, the largest with " +
                      std::to_string(shape.largest_component) + " of " + counted(nodes, "node");
  } else if (std::holds_alternative<model::SeedQuorum>(property)) {
    finding.message = "no piece of the federation has " + std::to_string(quorum_of(count_->seeds())) + " of the " +
                      counted(count_->seeds(), "seed node") + "; the best has " + std::to_string(shape.best_seeds);
  } else if (const auto* largest = std::get_if<model::LargestComponentHolds>(&property)) {
    finding.message = "the largest component has " + std::to_string(shape.largest_component) + " of " +
                      counted(nodes, "node") + ", fewer than " + std::to_string(largest->percent) + " %";
  }
  if (pair) finding.advice = advise_on_links(*world_, *classes_, finding.refusals, happenings, now_);
}

// One node of each configuration that does not present it: they may have different reasons.
void StoryTeller::tell_why_not_presented(pki::CertificateId certificate, Finding& finding) {
  constexpr std::size_t most_told = 3;
  std::vector<ConfigurationId> told;
  std::vector<std::string> advice;
  const std::vector<std::uint32_t>& configurations = world_->configuration_by_node();
  for (model::NodeIndex node = 0; node < configurations.size() && told.size() < most_told; ++node) {
    if (!is_there(node) || facts_of(node).presented == certificate) continue;
    if (std::find(told.begin(), told.end(), configurations[node]) != told.end()) continue;
    if (told.empty()) finding.message += "; first " + node_label(node);
    told.push_back(configurations[node]);
    finding.story.push_back(presents(node) + ".");
    std::string part = advise_on_presentation(*world_, *classes_, node, certificate, now_);
    if (!part.empty() && std::find(advice.begin(), advice.end(), part) == advice.end())
      advice.push_back(std::move(part));
  }
  finding.advice = join(advice, "; and ");
}

void StoryTeller::tell_of_certificate(const WatchedProperty& watched, const std::vector<Happening>& happenings,
                                      Finding& finding) {
  const InstantNumbers numbers = count_->numbers();
  const std::uint64_t nodes = numbers.connectivity->nodes();
  const std::string name = certificate_name(watched.certificate);
  const auto of_all = [&](std::uint64_t some) { return std::to_string(some) + " of " + counted(nodes, "node"); };
  const auto do_not = [](std::uint64_t some) { return some == 1 ? " does not " : " do not "; };
  const auto say = [&](std::string message, std::optional<model::NodeIndex> witness) {
    finding.message = std::move(message);
    if (witness) {
      finding.message += "; first " + node_label(*witness);
      finding.story.push_back(presents(*witness) + ".");
    }
  };
  if (!happenings.empty()) finding.story.push_back(cause(happenings));
  const auto presenting = [&](bool wanted) {
    return first_node(
        [&](model::NodeIndex node) { return (facts_of(node).presented == watched.certificate) == wanted; });
  };
  const auto accepting = [&](bool wanted) {
    return first_node([&](model::NodeIndex node) {
      return classes_->accepts_certificate(world_->configuration_of(node), watched.certificate, now_) == wanted;
    });
  };
  const auto say_verdict = [&](std::optional<model::NodeIndex> witness) {
    if (!witness) return;
    const trust::Verdict verdict = classes_->verdict(world_->configuration_of(*witness), watched.certificate, now_);
    finding.story.push_back(world_->scenario().cluster.node_name(*witness) +
                            (verdict.accepted ? " accepts " : " refuses ") + name + (verdict.accepted ? " " : ": ") +
                            trust::summary(verdict) + ".");
  };
  if (std::holds_alternative<model::EveryNodePresents>(watched.property)) {
    finding.message = of_all(nodes - (*numbers.presented)[watched.certificate]) +
                      do_not(nodes - (*numbers.presented)[watched.certificate]) + "present " + name;
    tell_why_not_presented(watched.certificate, finding);
  } else if (std::holds_alternative<model::NoNodePresents>(watched.property)) {
    const std::uint64_t some = (*numbers.presented)[watched.certificate];
    say(of_all(some) + (some == 1 ? " still presents " : " still present ") + name, presenting(true));
  } else if (std::holds_alternative<model::SomeNodePresents>(watched.property)) {
    finding.message = "nobody presents " + name;
    tell_why_not_presented(watched.certificate, finding);
  } else if (std::holds_alternative<model::EveryNodeAccepts>(watched.property)) {
    const auto witness = accepting(false);
    finding.message = of_all(nodes - (*numbers.accepted_by)[watched.certificate]) +
                      do_not(nodes - (*numbers.accepted_by)[watched.certificate]) + "accept " + name;
    if (witness) finding.message += "; first " + node_label(*witness);
    say_verdict(witness);
  } else if (std::holds_alternative<model::NoNodeAccepts>(watched.property)) {
    const auto witness = accepting(true);
    const std::uint64_t some = (*numbers.accepted_by)[watched.certificate];
    finding.message = of_all(some) + (some == 1 ? " still accepts " : " still accept ") + name;
    if (witness) finding.message += "; first " + node_label(*witness);
    say_verdict(witness);
  } else {
    finding.message = "only " + counted(numbers.distinct_presented, "certificate") +
                      (numbers.distinct_presented == 1 ? " is" : " are") + " presented";
  }
}

Finding StoryTeller::tell(const model::Check& check, const WatchedProperty& watched,
                          const std::vector<Happening>& happenings) {
  Finding finding;
  finding.at = now_;
  const bool property_is_true = holds(watched, numbers_);
  if (check.quantifier == model::Quantifier::never && property_is_true) {
    finding.id = id_of_broken_never;
    finding.message = "it holds, and never should: " + model::to_string(check.property);
    finding.story.push_back(cause(happenings));
    return finding;
  }
  if (check.quantifier == model::Quantifier::sometimes) {
    finding.id = id_of_missed_sometimes;
    finding.message = "it never holds during the run: " + model::to_string(check.property);
    if (about_federation(check.property)) {
      Finding at_end;
      tell_of_federation(watched, at_end);
      finding.story = std::move(at_end.story);
      finding.advice = std::move(at_end.advice);
    } else if (std::holds_alternative<model::CanBeCleanedUp>(check.property)) {
      Finding at_end;
      tell_of_clean_up(watched, {}, at_end);
      finding.story = std::move(at_end.story);
      finding.advice = std::move(at_end.advice);
    } else if (watched.certificate != pki::no_certificate) {
      Finding at_end;
      tell_of_certificate(watched, {}, at_end);
      finding.story = std::move(at_end.story);
      finding.advice = std::move(at_end.advice);
    } else if (about_clients(check.property)) {
      Finding at_end;
      tell_of_clients(watched, {}, at_end);
      finding.story = std::move(at_end.story);
      finding.client_refusals = std::move(at_end.client_refusals);
      finding.advice = std::move(at_end.advice);
    }
    return finding;
  }
  finding.id = id_of(check.property);
  if (about_federation(check.property)) {
    tell_of_federation(watched, finding);
  } else if (about_clients(check.property)) {
    tell_of_clients(watched, happenings, finding);
  } else if (std::holds_alternative<model::CanBeCleanedUp>(check.property)) {
    tell_of_clean_up(watched, happenings, finding);
  } else if (about_links(check.property)) {
    tell_of_links(check.property, happenings, finding);
  } else {
    tell_of_certificate(watched, happenings, finding);
  }
  return finding;
}

}  // namespace certdrill::check
