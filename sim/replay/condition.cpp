#include "replay/condition.h"

#include <algorithm>

#include "base/text.h"
#include "replay/at_event.h"
#include "replay/condition_term.h"
#include "replay/event_text.h"

namespace certdrill::replay {
namespace {

using Term = Condition::Term;
using Kind = Term::Kind;

bool has(const std::vector<std::uint64_t>& values, std::uint64_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool matches_node(const Term& term, const RecordedRun& run, EventNumber number) {
  const RecordedEvent& event = run.event(number);
  const auto is = [&](model::NodeIndex node) { return node != world::nobody && has(term.values, node); };
  return is(event.node) || is(event.other) || is(run.detail(number).awaited) ||
         any_at(run.node_turns(), number, [&](const NodeTurn& turn) { return is(turn.node); }) ||
         any_at(run.node_touches(), number, [&](const NodeTouch& touch) { return is(touch.node); });
}

// The domain that it is about; else those of its nodes.
bool matches_domain(const Term& term, const RecordedRun& run, EventNumber number) {
  const RecordedEvent& event = run.event(number);
  const std::optional<std::uint32_t> own = std::visit(
      [](const auto& each) -> std::optional<std::uint32_t> {
        if constexpr (requires { each.domain; }) return each.domain;
        return std::nullopt;
      },
      event.what);
  if (own) return has(term.values, *own);
  const std::vector<model::Node>& nodes = run.scenario().cluster.nodes;
  const auto is = [&](model::NodeIndex node) {
    return node != world::nobody && has(term.values, nodes[node].upgrade_domain);
  };
  return is(event.node) || is(event.other);
}

// The step that it begins, ends or belongs to.
bool matches_step(const Term& term, const RecordedRun& run, EventNumber number) {
  const RecordedEvent& event = run.event(number);
  const std::optional<std::uint32_t> own = std::visit(
      [](const auto& each) -> std::optional<std::uint32_t> {
        if constexpr (requires { each.step; }) return each.step;
        return std::nullopt;
      },
      event.what);
  if (own && has(term.values, *own)) return true;
  const check::PlanPlace place = event.step_completed ? run.place_of_event(number) : run.place_at(number);
  return place.step && has(term.values, *place.step);
}

bool matches_certificate(const Term& term, const RecordedRun& run, EventNumber number) {
  const EventDetail& detail = run.detail(number);
  if (detail.shows && (has(term.values, detail.node_shows) || has(term.values, detail.other_shows))) return true;
  const bool own = std::visit(
      [&](const auto& each) {
        if constexpr (requires { each.certificate; }) return has(term.values, each.certificate);
        if constexpr (requires { each.authority; }) return has(term.values, each.authority);
        return false;
      },
      run.event(number).what);
  if (own || (detail.version != pki::no_certificate && has(term.values, detail.version))) return true;
  if (detail.from == detail.to) return false;
  // Installed or removed.
  const model::Store& from = run.configurations().store_of(detail.from);
  const model::Store& to = run.configurations().store_of(detail.to);
  const auto entry_of = [](const model::Store& store, std::uint64_t id) -> std::optional<model::StoreEntry> {
    for (const model::StoreEntry& entry : store.entries) {
      if (entry.certificate == id) return entry;
    }
    return std::nullopt;
  };
  return std::any_of(term.values.begin(), term.values.end(),
                     [&](std::uint64_t id) { return entry_of(from, id) != entry_of(to, id); });
}

// Of a step: whom it changes.
std::optional<std::uint32_t> actor_of(const model::Step& step, Kind kind, const model::Scenario& scenario) {
  return std::visit(
      [&](const auto& each) -> std::optional<std::uint32_t> {
        if constexpr (requires { each.vault; }) {
          if (kind == Kind::vault) return each.vault;
        } else if constexpr (requires { each.line; }) {
          if (kind == Kind::vault) return scenario.vault_certificates[each.line].vault;
        } else if constexpr (requires { each.agent; }) {
          if (kind == Kind::agent) return each.agent;
        } else if constexpr (requires { each.client; }) {
          if (kind == Kind::client) return each.client;
        }
        return std::nullopt;
      },
      step.what);
}

// The agent, vault or client that it is about.
bool matches_actor(const Term& term, const RecordedRun& run, EventNumber number) {
  const model::Scenario& scenario = run.scenario();
  const std::optional<std::uint32_t> actor = std::visit(
      [&](const auto& each) -> std::optional<std::uint32_t> {
        if constexpr (requires { each.agent; }) {
          if (term.kind == Kind::agent) return each.agent;
        } else if constexpr (requires { each.client; }) {
          if (term.kind == Kind::client) return each.client;
        } else if constexpr (requires { each.vault; }) {
          if (term.kind == Kind::vault) return each.vault;
        } else if constexpr (requires { each.line; }) {
          if (term.kind == Kind::vault) return scenario.vault_certificates[each.line].vault;
        } else if constexpr (requires { each.step; }) {
          return actor_of(scenario.steps[each.step], term.kind, scenario);
        }
        return std::nullopt;
      },
      run.event(number).what);
  return actor && has(term.values, *actor);
}

bool matches_text(const Term& term, const RecordedRun& run, EventNumber number) {
  const std::string line = lower_ascii(event_text(run, number) + " " + std::string(event_name(run, number)));
  return line.find(term.text) != std::string::npos;
}

template <typename T>
bool compares(Term::Comparison comparison, const T& left, const T& right) {
  switch (comparison) {
    case Term::Comparison::equal:
      return left == right;
    case Term::Comparison::not_equal:
      return left != right;
    case Term::Comparison::less:
      return left < right;
    case Term::Comparison::less_or_equal:
      return left <= right;
    case Term::Comparison::greater:
      return left > right;
    case Term::Comparison::greater_or_equal:
      return left >= right;
  }
  return false;
}

bool term_matches(const Term& term, const RecordedRun& run, EventNumber number) {
  const auto part_matches = [&](const std::shared_ptr<const Term>& part) { return term_matches(*part, run, number); };
  switch (term.kind) {
    case Kind::all_of:
      return std::all_of(term.parts.begin(), term.parts.end(), part_matches);
    case Kind::any_of:
      return std::any_of(term.parts.begin(), term.parts.end(), part_matches);
    case Kind::none_of:
      return std::none_of(term.parts.begin(), term.parts.end(), part_matches);
    case Kind::text:
      return matches_text(term, run, number);
    case Kind::node:
      return matches_node(term, run, number);
    case Kind::event:
      return has(term.values, run.event(number).what.index());
    case Kind::domain:
      return matches_domain(term, run, number);
    case Kind::step:
      return matches_step(term, run, number);
    case Kind::certificate:
      return matches_certificate(term, run, number);
    case Kind::outcome:
      return has(term.values, static_cast<std::uint64_t>(run.event(number).outcome));
    case Kind::state:
      return any_at(run.node_turns(), number,
                    [&](const NodeTurn& turn) { return has(term.values, static_cast<std::uint64_t>(turn.to)); });
    case Kind::cause:
      return any_at(run.node_turns(), number,
                    [&](const NodeTurn& turn) { return has(term.values, static_cast<std::uint64_t>(turn.cause)); });
    case Kind::agent:
    case Kind::vault:
    case Kind::client:
      return matches_actor(term, run, number);
    case Kind::time:
      return compares(term.comparison, run.time_of(number), term.at);
    case Kind::number:
      return compares(term.comparison, number, term.values.front());
  }
  return false;
}

}  // namespace

Result<Condition> Condition::parse(std::string_view text, const model::Scenario& scenario) {
  Result<std::shared_ptr<const Term>> root = parse_condition(text, scenario);
  if (!root) return root.problem();
  Condition condition;
  condition.root_ = *root;
  return condition;
}

bool Condition::matches(const RecordedRun& run, EventNumber event) const {
  return root_ == nullptr || (event > 0 && term_matches(*root_, run, event));
}

std::vector<EventNumber> Condition::all_in(const RecordedRun& run) const {
  std::vector<EventNumber> numbers;
  for (EventNumber number = 1; number <= run.last_event(); ++number) {
    if (matches(run, number)) numbers.push_back(number);
  }
  return numbers;
}

}  // namespace certdrill::replay
