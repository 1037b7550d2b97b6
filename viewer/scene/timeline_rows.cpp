#include "scene/timeline_rows.h"

#include <algorithm>

namespace certdrill::scene {

namespace {

using Kind = TimelineRow::Kind;

// What was presented comes first, then other certificates, then authorities; else in the file's order.
std::vector<std::uint32_t> certificates_by_weight(const replay::RecordedRun& run) {
  const auto& specs = run.scenario().certificates;
  std::vector<int> rank(specs.size(), 1);
  for (std::uint32_t id = 0; id < specs.size(); ++id) {
    if (specs[id].authority) rank[id] = 2;
  }
  for (const check::Margin& margin : run.result().margins) {
    if (margin.certificate < rank.size()) rank[margin.certificate] = 0;
  }
  std::vector<std::uint32_t> order(specs.size());
  for (std::uint32_t id = 0; id < specs.size(); ++id) order[id] = id;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
  return order;
}

std::vector<std::uint32_t> steps_begun(const replay::RecordedRun& run) {
  std::vector<std::uint32_t> begun;
  const auto& steps = run.result().steps;
  for (std::uint32_t step = 0; step < steps.size(); ++step) {
    if (steps[step].state != check::StepState::not_begun) begun.push_back(step);
  }
  return begun;
}

// Clients that call: the first few, and the one that is selected.
std::vector<std::uint32_t> callers(const TimelineInput& input) {
  constexpr std::size_t most_callers = 3;
  std::vector<std::uint32_t> list;
  for (std::uint32_t client = 0; client < input.run->scenario().cluster.clients.size(); ++client) {
    if (input.run->calls_of(client).empty()) continue;
    const bool selected = input.selection.kind == Selection::Kind::client && input.selection.first == client;
    if (list.size() < most_callers) {
      list.push_back(client);
    } else if (selected) {
      list.back() = client;
    }
  }
  return list;
}

}  // namespace

std::vector<TimelineRow> timeline_rows(const TimelineInput& input, Point size, const TextMeasure& text) {
  const float line = text.height + 3;
  const float trust = 1.5F * text.height;
  std::vector<TimelineRow> rows;
  float top = 2;
  const auto add = [&](Kind kind, float height, std::uint32_t index = 0, bool of_other = false) {
    rows.push_back({kind, index, of_other, top, top + height});
    top += height;
  };
  const std::vector<std::uint32_t> steps = steps_begun(*input.run);
  const std::vector<std::uint32_t> certificates = certificates_by_weight(*input.run);
  const bool node = input.selection.kind == Selection::Kind::node && input.selection.first < input.run->result().nodes;
  const bool flags = !input.run->result().findings.empty();

  const model::Scenario& scenario = input.run->scenario();
  const std::vector<std::uint32_t> calling = callers(input);
  const std::size_t deadlines = input.deadlines == nullptr ? 0 : input.deadlines->size();
  const std::size_t actors = (scenario.vaults.empty() ? 0 : 1) + (scenario.agents.empty() ? 0 : 1) + calling.size();

  // What there is besides steps and certificates, and at least two certificates.
  const float rest = size.y - top - 2 * line - trust - (flags ? line : 0) - (node ? line : 0) -
                     (input.other != nullptr ? line + trust : 0) - static_cast<float>(actors) * line;
  const float least_certificates = static_cast<float>(std::min<std::size_t>(certificates.size(), 2)) * line;
  const bool each_step =
      static_cast<float>(steps.size()) * line <= rest - least_certificates && input.other == nullptr && deadlines == 0;

  add(Kind::cursor, line);
  add(Kind::axis, line);
  if (flags) add(Kind::findings, line);
  if (each_step) {
    for (const std::uint32_t step : steps) add(Kind::phase, line, step);
  } else {
    add(Kind::plan, line);
  }
  const auto fitting = [&] { return static_cast<std::size_t>(std::max(0.0F, (size.y - top - 1) / line)); };
  const std::size_t deadlines_shown = std::min(deadlines, fitting());
  for (std::uint32_t each = 0; each < deadlines_shown; ++each) add(Kind::deadline, line, each);
  add(Kind::trust, trust);
  if (input.other != nullptr) {
    add(Kind::plan, line, 0, true);
    add(Kind::trust, trust, 0, true);
  }
  if (!scenario.vaults.empty() && fitting() > 0) add(Kind::vaults, line);
  if (!scenario.agents.empty() && fitting() > 0) add(Kind::agents, line);
  for (const std::uint32_t client : calling) {
    if (fitting() > 0) add(Kind::client, line, client);
  }
  if (node) add(Kind::node, line, input.selection.first);

  const std::size_t room = fitting();
  const std::size_t shown = certificates.size() <= room ? certificates.size() : room > 1 ? room - 1 : 0;
  for (std::size_t each = 0; each < shown; ++each) add(Kind::certificate, line, certificates[each]);
  if (shown < certificates.size() && room > 0)
    add(Kind::more, line, static_cast<std::uint32_t>(certificates.size() - shown));

  // What room is left makes the rows below the axis higher.
  if (rows.size() > 2 && top < size.y - 2) {
    const float grown = std::min(1.5F, 1 + (size.y - 2 - top) / (top - rows[1].bottom));
    float at = rows[1].bottom;
    for (std::size_t row = 2; row < rows.size(); ++row) {
      const float height = (rows[row].bottom - rows[row].top) * grown;
      rows[row].top = at;
      rows[row].bottom = at += height;
    }
  }
  return rows;
}

}  // namespace certdrill::scene
