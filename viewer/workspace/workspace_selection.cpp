// What is selected, what is known of it, and which events are listed.
#include <algorithm>

#include "workspace/names.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

using Kind = scene::Selection::Kind;

// The first node of a class, but for this one.
std::optional<model::NodeIndex> node_of_class(const replay::Snapshot& now, std::uint64_t class_id,
                                              std::optional<model::NodeIndex> but = std::nullopt) {
  for (model::NodeIndex node = 0; node < now.nodes.size(); ++node) {
    if (now.nodes[node].class_id == class_id && node != but) return node;
  }
  return std::nullopt;
}

scene::Selection bounded(scene::Selection selection, std::size_t nodes) {
  if (selection.kind == Kind::node && selection.first >= nodes) return {};
  if (selection.kind == Kind::pair && (selection.first >= nodes || selection.second >= nodes)) return {};
  return selection;
}

}  // namespace

void Workspace::select(const scene::Selection& selection) {
  if (!has_document()) return;
  selection_ = selection;
  if (selection.kind == Kind::finding) move_to(replay::event_of_finding(run(), selection.first), Move::jump);
}

void Workspace::select(const scene::Target& target) {
  if (!has_document()) return;
  if (prediction_ && !prediction_->revealed && mark_predicted(target)) return;
  if (target.kind == scene::Target::Kind::moment) {
    go_to(target.a);
  } else if (target.kind == scene::Target::Kind::step) {
    const std::vector<replay::PlanPoint>& points = run().plan_points();
    const auto begins = std::find_if(points.begin(), points.end(),
                                     [&](const replay::PlanPoint& each) { return each.place.step == target.a; });
    if (begins != points.end()) go_to(begins->event);
  } else if (target.kind == scene::Target::Kind::domain || target.kind == scene::Target::Kind::group) {
    open_or_close_domain(static_cast<std::uint32_t>(target.a));
  } else if (const std::optional<scene::Selection> meant = selection_of(target)) {
    select(*meant);
  }
}

// none: nobody in particular.
std::optional<scene::Selection> Workspace::selection_of(const scene::Target& target) const {
  const auto first = static_cast<std::uint32_t>(target.a);
  const auto second = static_cast<std::uint32_t>(target.b);
  switch (target.kind) {
    case scene::Target::Kind::none:
      return scene::Selection{};
    case scene::Target::Kind::node:
      return scene::Selection{Kind::node, first, 0};
    case scene::Target::Kind::pair:
    case scene::Target::Kind::session:
      return scene::Selection{Kind::pair, first, second};
    case scene::Target::Kind::class_pair: {
      const replay::Snapshot& now = cursor_->snapshot();
      const std::optional<model::NodeIndex> judge = node_of_class(now, target.a);
      const std::optional<model::NodeIndex> shower = node_of_class(now, target.b, judge);
      if (!judge || !shower) return std::nullopt;
      return scene::Selection{Kind::pair, *judge, *shower};
    }
    case scene::Target::Kind::certificate:
      return scene::Selection{Kind::certificate, first, 0};
    case scene::Target::Kind::finding:
      return scene::Selection{Kind::finding, first, 0};
    case scene::Target::Kind::check:
      return scene::Selection{Kind::check, first, 0};
    case scene::Target::Kind::vault:
      return scene::Selection{Kind::vault, first, 0};
    case scene::Target::Kind::agent:
      return scene::Selection{Kind::agent, first, 0};
    case scene::Target::Kind::client:
      return scene::Selection{Kind::client, first, 0};
    default:
      return std::nullopt;
  }
}

// A pair is marked or no longer marked; a node is the first of a pair until another one is chosen. What was marked is
// not selected as well: the next click begins anew.
bool Workspace::mark_predicted(const scene::Target& target) {
  const std::optional<scene::Selection> meant = selection_of(target);
  if (!meant) return false;
  if (meant->kind == Kind::pair) {
    prediction_->toggle(meant->first, meant->second);
  } else if (meant->kind == Kind::node && selection_.kind == Kind::node && selection_.first != meant->first) {
    prediction_->toggle(selection_.first, meant->first);
  } else {
    return false;
  }
  selection_ = {};
  return true;
}

void Workspace::open_or_close_domain(std::uint32_t domain) {
  if (run().setting()->node_count() <= scene::most_single_nodes) return;
  std::vector<std::uint32_t>& open = view.open_domains;
  if (std::erase(open, domain) == 0) open.push_back(domain);
}

std::optional<Problem> Workspace::select_named(const std::string& text) {
  if (!has_document()) return problem("nothing is open");
  const Result<scene::Selection> parsed = parse_selection(text, run());
  if (!parsed) return parsed.problem();
  select(*parsed);
  return std::nullopt;
}

std::string Workspace::selected_name() const { return has_document() ? name_of(selection_, run()) : std::string(); }

std::optional<std::pair<model::NodeIndex, model::NodeIndex>> Workspace::selected_pair() const {
  if (!has_document()) return std::nullopt;
  if (selection_.kind == Kind::pair) return std::pair(selection_.first, selection_.second);
  if (selection_.kind != Kind::finding) return std::nullopt;
  const check::Finding& finding = run().result().findings[selection_.first];
  if (finding.refusals.empty()) return std::nullopt;
  return std::pair(finding.refusals.front().validator, finding.refusals.front().shower);
}

void Workspace::inspect() {
  if (inspected_at_ == cursor_->event() && inspected_selection_ == selection_) return;
  inspected_at_ = cursor_->event();
  inspected_selection_ = selection_;
  inspected_node_.reset();
  inspected_pair_.reset();
  inspected_actor_ = std::monostate();
  if (selection_.kind == Kind::vault) inspected_actor_ = replay::inspect_vault(*cursor_, selection_.first);
  if (selection_.kind == Kind::agent) inspected_actor_ = replay::inspect_agent(*cursor_, selection_.first);
  if (selection_.kind == Kind::client) inspected_actor_ = replay::inspect_client(*cursor_, selection_.first);
  if (selection_.kind == Kind::node) inspected_node_ = replay::inspect_node(*cursor_, selection_.first);
  if (const auto pair = selected_pair()) {
    inspected_pair_ = replay::inspect_pair(*cursor_, pair->first, pair->second);
  }
}

const std::optional<replay::NodeInspection>& Workspace::inspected_node() {
  if (has_document()) inspect();
  return inspected_node_;
}

const std::optional<replay::PairInspection>& Workspace::inspected_pair() {
  if (has_document()) inspect();
  return inspected_pair_;
}

const Workspace::Actor& Workspace::inspected_actor() {
  if (has_document()) inspect();
  return inspected_actor_;
}

bool Workspace::has_actors() const {
  if (!has_document()) return false;
  const model::Scenario& scenario = run().scenario();
  return !scenario.vaults.empty() || !scenario.agents.empty() || !scenario.cluster.clients.empty();
}

const std::vector<replay::EventNumber>& Workspace::listed_events() {
  if (!has_document() || listed_for_ == view.event_filter) return listed_;
  listed_for_ = view.event_filter;
  const Result<replay::Condition> condition = replay::Condition::parse(view.event_filter, run().scenario());
  if (condition) {
    filter_problem_.reset();
    listed_ = condition->all_in(run());
  } else {
    filter_problem_ = condition.problem();
    if (!listed_.empty() && listed_.back() > run().last_event()) listed_.clear();  // of another run
  }
  return listed_;
}

scene::Moment Workspace::moment() {
  if (!has_document()) return {};
  scene::Moment moment;
  moment.setting = run().setting().get();
  moment.now = &cursor_->snapshot();
  moment.change = &change();
  moment.selection = selection_;
  if (const auto pair = selected_pair()) moment.selection = {Kind::pair, pair->first, pair->second};
  moment.hovered = hovered;
  moment.prediction = prediction();
  return moment;
}

scene::Moment Workspace::other_moment() {
  if (!comparing()) return {};
  const std::size_t nodes = other_->run().setting()->node_count();
  scene::Moment moment;
  moment.setting = other_->run().setting().get();
  moment.now = &other_->snapshot();
  moment.selection = same_selection(selection_, run(), other_->run());
  if (const auto pair = selected_pair()) moment.selection = bounded({Kind::pair, pair->first, pair->second}, nodes);
  // What the mouse points at by number is the same in both only as far as both have it.
  const bool of_nodes = hovered.kind == scene::Target::Kind::node || hovered.kind == scene::Target::Kind::pair ||
                        hovered.kind == scene::Target::Kind::session;
  if (of_nodes && hovered.a < nodes && hovered.b < nodes) moment.hovered = hovered;
  return moment;
}

scene::TimelineInput Workspace::timeline() {
  scene::TimelineInput input;
  if (!has_document()) return input;
  input.run = &run();
  input.cursor = cursor_->event();
  input.span = span;
  input.selection = selection_;
  input.hovered = hovered;
  input.deadlines = deadlines();
  if (comparing()) {
    input.other = &other_->run();
    if (difference_) input.first_difference = difference_->in_first;
  }
  return input;
}

}  // namespace certdrill::workspace
