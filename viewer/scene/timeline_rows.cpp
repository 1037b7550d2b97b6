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

  // What there is besides steps and certificates, and at least two certificates.
  float rest = size.y - top - 2 * line - trust - (flags ? line : 0) - (node ? line : 0) -
               (input.other != nullptr ? line + trust : 0);
  const float least_certificates = static_cast<float>(std::min<std::size_t>(certificates.size(), 2)) * line;
  const bool each_step = static_cast<float>(steps.size()) * line <= rest - least_certificates && input.other == nullptr;

  add(Kind::cursor, line);
  add(Kind::axis, line);
  if (flags) add(Kind::findings, line);
  if (each_step) {
    for (const std::uint32_t step : steps) add(Kind::phase, line, step);
  } else {
    add(Kind::plan, line);
  }
  add(Kind::trust, trust);
  if (input.other != nullptr) {
    add(Kind::plan, line, 0, true);
    add(Kind::trust, trust, 0, true);
  }
  if (node) add(Kind::node, line, input.selection.first);

  const auto fitting = static_cast<std::size_t>(std::max(0.0F, (size.y - top - 1) / line));
  const std::size_t shown = certificates.size() <= fitting ? certificates.size() : fitting > 1 ? fitting - 1 : 0;
  for (std::size_t each = 0; each < shown; ++each) add(Kind::certificate, line, certificates[each]);
  if (shown < certificates.size() && fitting > 0)
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
