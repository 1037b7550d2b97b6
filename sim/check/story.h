// Tells what led to a broken property, in a few sentences, and what small change avoids it.
//
// All words of findings are made here and in advice.h; reports print them as they are. Sentences have times, names
// and values, so that they can be read without the rest of the report.
// Cost       linear in nodes, once per finding.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/classes.h"
#include "check/cluster_count.h"
#include "check/property_watch.h"
#include "check/result.h"
#include "world/world.h"

namespace certdrill::check {

// Every id that a Finding can have: one for each property, and those of checks that are not about a broken state.
[[nodiscard]] const std::vector<std::string_view>& all_finding_ids();

// One event of the instant that is told about, and where in the plan it happened.
struct Happening {
  world::Action action;
  std::optional<world::NodeChange> change;
  std::optional<std::uint32_t> step;    // under way
  std::optional<std::uint32_t> domain;  // under way, or the last one of the step
  bool between_domains = false;         // that domain had been completed
  bool crls_changed = false;            // an authority has another CRL now, or none that is current
};

// The one that made the difference: the last that changed a node, a certificate's validity or a CRL, else the last.
// Null for the initial state.
[[nodiscard]] const Happening* decisive(const std::vector<Happening>& happenings);

// A client and the management endpoint of a node: what each shows, and what each says to that.
struct Meeting {
  ClientIndex client = 0;
  model::NodeIndex node = 0;
  trust::Presentation client_shows;
  trust::Presentation endpoint_shows;
  trust::Verdict endpoint_says;
  trust::Verdict client_says;

  [[nodiscard]] bool connects() const { return endpoint_says.accepted && client_says.accepted; }
};

// The line of a finding about it: "the deployment of N3 (UD0) failed: TP=A is not in its store".
[[nodiscard]] std::string message_for(const ProvisioningTrouble& trouble, const model::Scenario& scenario);

class StoryTeller {
 public:
  // `numbers`: those of `count`, and what is known of the federation and the plan.
  StoryTeller(const world::World& world, AuthenticationClasses& classes, const ClusterCount& count,
              const InstantNumbers& numbers)
      : world_(&world), classes_(&classes), count_(&count), numbers_(numbers), now_(numbers.now) {}

  // The finding for a property that is false (or, for a `never`, true) at this moment. `happenings` is empty for the
  // initial state.
  [[nodiscard]] Finding tell(const model::Check& check, const WatchedProperty& watched,
                             const std::vector<Happening>& happenings);

  // The runtime refuses to begin this step, with an error of this name.
  [[nodiscard]] Finding tell_refusal(std::uint32_t step, std::string_view error) const;

  // Something could not be fetched, or a machine could not be deployed, just now.
  [[nodiscard]] Finding tell_trouble(const ProvisioningTrouble& trouble);

  // How a client stands now, for the end of a run.
  [[nodiscard]] ClientResult result_of(ClientIndex client);

  [[nodiscard]] std::string node_label(model::NodeIndex node) const;  // "N5 (UD0)"
  [[nodiscard]] std::string certificate_name(pki::CertificateId id) const;

 private:
  static constexpr std::size_t names_listed = 5;  // of a longer list the first ones

  struct Pair {
    model::NodeIndex one = 0;
    model::NodeIndex other = 0;
  };

  void tell_of_links(const model::Property& property, const std::vector<Happening>& happenings, Finding& finding);
  void tell_of_certificate(const WatchedProperty& watched, const std::vector<Happening>& happenings, Finding& finding);
  // federation_story.cpp
  void tell_of_federation(const WatchedProperty& watched, Finding& finding);
  void tell_of_upgrade(const model::UpgradeCompletesWithin& property, std::uint32_t step, Finding& finding);
  void tell_of_sessions(const WatchedProperty& watched, Finding& finding);
  void tell_losses(Finding& finding);
  void tell_loss(const NodeLoss& loss, Finding& finding);
  void tell_refusals_between(model::NodeIndex node, model::NodeIndex partner, Finding& finding);
  bool tell_parted(model::NodeIndex node, model::NodeIndex partner, Finding& finding) const;
  bool tell_why_outside(model::NodeIndex node, Finding& finding);
  // story_cause.cpp
  [[nodiscard]] std::string cause(const std::vector<Happening>& happenings) const;
  [[nodiscard]] std::string names_of(const std::vector<pki::CertificateId>& ids) const;
  [[nodiscard]] std::string changed_store(model::NodeIndex node, const world::NodeChange& change) const;
  // provisioning_story.cpp
  [[nodiscard]] std::optional<std::string> cause_in_provisioning(const Happening& happening) const;
  [[nodiscard]] std::string brought(model::AgentIndex agent, const world::NodeChange& change) const;
  [[nodiscard]] std::string holdings(model::NodeIndex node) const;
  void tell_of_machine(const ProvisioningTrouble& trouble, Finding& finding);
  void tell_of_clean_up(const WatchedProperty& watched, const std::vector<Happening>& happenings, Finding& finding);
  // client_story.cpp
  void tell_of_clients(const WatchedProperty& watched, const std::vector<Happening>& happenings, Finding& finding);
  [[nodiscard]] Meeting meet(ClientIndex client, model::NodeIndex node);
  void tell_meeting(const Meeting& meeting, bool wants_admin, Finding& finding) const;
  [[nodiscard]] std::string standings_of(ClientIndex client) const;

  void tell_why_not_presented(pki::CertificateId certificate, Finding& finding);
  [[nodiscard]] std::optional<Pair> broken_pair(const std::vector<Happening>& happenings) const;
  [[nodiscard]] std::optional<model::NodeIndex> first_node_of_class(ClassId class_id,
                                                                    std::optional<model::NodeIndex> except) const;
  template <typename Wanted>
  [[nodiscard]] std::optional<model::NodeIndex> first_node(Wanted wanted) const {
    const auto nodes = static_cast<model::NodeIndex>(world_->configuration_by_node().size());
    for (model::NodeIndex node = 0; node < nodes; ++node) {
      if (is_there(node) && wanted(node)) return node;
    }
    return std::nullopt;
  }
  // Is it a node yet? Nobody speaks of those that are not.
  [[nodiscard]] bool is_there(model::NodeIndex node) const {
    return world_->configurations().store_of(world_->configuration_of(node)).deployed;
  }
  [[nodiscard]] std::string presents(model::NodeIndex node) const;
  // "the clock of N3 is 2h behind"; empty when it is right. tell_clock() adds it to the story.
  [[nodiscard]] std::string clock_of(model::NodeIndex node) const;
  void tell_clock(model::NodeIndex node, Finding& finding) const;
  [[nodiscard]] std::string scale() const;
  [[nodiscard]] const AuthenticationClasses::Facts& facts_of(model::NodeIndex node) const {
    return classes_->facts(world_->configuration_of(node));
  }
  [[nodiscard]] const model::SecurityConfiguration& security_of(ConfigurationId id) const {
    return world_->scenario().securities[world_->configurations()[id].security];
  }

  const world::World* world_;
  AuthenticationClasses* classes_;
  const ClusterCount* count_;
  InstantNumbers numbers_;
  SimTime now_;
};

}  // namespace certdrill::check
