// Deadlines of the plan that is open: found by the worker when somebody asks for them, kept for as long as the run.
#include <algorithm>
#include <string>
#include <utility>

#include "base/duration.h"
#include "base/text.h"
#include "plan/deadlines.h"
#include "workspace/worker.h"
#include "workspace/workspace.h"

namespace certdrill::workspace {
namespace {

using plan::Bound;

// Is there a moment behind which it would be too late, or before which too early?
bool is_known(const std::optional<plan::Edge>& edge) {
  return edge && edge->bound != Bound::horizon && edge->bound != Bound::fails_anyway && edge->bound != Bound::not_found;
}

std::string margin_of(const plan::Deadline& deadline) {
  if (!deadline.latest) return {};
  if (is_known(deadline.latest)) return "margin " + rough(deadline.latest->margin);
  return deadline.latest->bound == Bound::not_found ? "margin more than " + rough(deadline.latest->margin)
                                                    : "at any time after";
}

scene::DeadlineMark mark_of(const plan::Deadline& deadline, const model::Scenario& scenario) {
  scene::DeadlineMark mark;
  mark.name = deadline.name;
  mark.planned = deadline.planned;
  if (deadline.item.kind == plan::ItemKind::step) {
    mark.target = {scene::Target::Kind::step, deadline.item.index, 0};
  } else {
    const model::VaultVersion& version =
        scenario.vault_certificates[deadline.item.index].versions[deadline.item.version];
    mark.target = {scene::Target::Kind::certificate, version.certificate, 0};
  }
  if (deadline.mend) {  // the plan does not hold: from here to where it would
    mark.violated = true;
    mark.earliest = std::min(deadline.mend->at, deadline.planned);
    mark.latest = std::max(deadline.mend->at, deadline.planned);
    const bool late = deadline.mend->by < Duration(0);
    mark.words = late ? "too late by " + rough(-deadline.mend->by) : "too early by " + rough(deadline.mend->by);
    return mark;
  }
  if (!deadline.earliest && !deadline.latest) {
    mark.violated = true;
    mark.words = deadline.gave_up ? "no better moment found" : "no other moment mends the plan";
    mark.earliest = mark.latest = deadline.planned;
    return mark;
  }
  if (is_known(deadline.earliest)) mark.earliest = deadline.earliest->at;
  if (is_known(deadline.latest)) mark.latest = deadline.latest->at;
  mark.words = margin_of(deadline);
  return mark;
}

}  // namespace

void Workspace::toggle_deadlines() {
  if (deadlines_shown_) {
    deadlines_shown_ = false;
    return say("deadlines are hidden");
  }
  deadlines_shown_ = true;
  if (deadlines_of_ == cursor_->run_pointer()) return say(deadlines_told_);
  if (finding_deadlines_of_ == cursor_->run_pointer() && worker_->busy()) return;
  finding_deadlines_of_ = cursor_->run_pointer();
  worker_->submit([this, run = cursor_->run_pointer()](const Worker::Tell& tell) -> Worker::Delivery {
    plan::DeadlineOptions options;
    options.progress = [&tell](std::size_t runs) { return tell("looking for deadlines: " + counted(runs, "run"), -1); };
    if (!tell("looking for deadlines", -1)) return {};
    const std::optional<plan::Deadlines> found = plan::find_deadlines(run->setting(), options);
    if (!found) return {};
    auto marks = std::make_shared<std::vector<scene::DeadlineMark>>();
    for (const plan::Deadline& each : found->items) marks->push_back(mark_of(each, run->scenario()));
    std::string told = found->violated_by
                           ? "the plan is violated as it is: what is marked would mend it"
                           : counted(found->items.size(), "deadline") + ", found in " + counted(found->runs, "run") +
                                 " with " + (found->seeds == 1 ? "this seed" : counted(found->seeds, "seed"));
    return [this, run, marks, told = std::move(told)] {
      if (!has_document() || cursor_->run_pointer() != run) return;  // the file was read again in the meantime
      deadline_marks_ = std::move(*marks);
      deadlines_of_ = run;
      deadlines_told_ = told;
      say(told);
    };
  });
  say("looking for deadlines: the plan is run again and again");
}

}  // namespace certdrill::workspace
