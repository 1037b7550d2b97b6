#include "report/deadline_report.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/duration.h"
#include "base/text.h"
#include "plan/edge_search.h"
#include "report/verdict_json.h"

namespace certdrill::report {
namespace {

using plan::Bound;
using plan::Deadline;
using plan::Deadlines;
using plan::Edge;
using Json = nlohmann::ordered_json;

class Text {
 public:
  Text(const model::Scenario& scenario, const Deadlines& deadlines, bool colored)
      : scenario_(scenario), all_(deadlines), colored_(colored) {}

  std::string write() {
    write_head();
    if (!all_.items.empty()) {
      line("");
      all_.violated_by ? write_mends() : write_table();
    }
    if (!all_.violated_by) write_what_happens();
    if (!all_.left_out.empty()) {
      line("");
      line(title("Without a deadline of their own"));
      for (const plan::LeftOut& each : all_.left_out) line("  " + certdrill::quoted(each.name) + ": " + each.why);
    }
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }
  [[nodiscard]] std::string paint(const char* code, const std::string& text) const {
    return colored_ ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }
  [[nodiscard]] std::string title(const std::string& text) const { return paint("1", text); }

  // Parts of a second tell nothing where whole seconds were looked for. The safe side of a moment is kept.
  [[nodiscard]] std::string moment(SimTime at, bool up = false) const {
    if (all_.resolution < std::chrono::seconds(1)) return to_string(at);
    return to_string(up ? plan::rounded_up(at, std::chrono::seconds(1))
                        : plan::rounded_down(at, std::chrono::seconds(1)));
  }
  [[nodiscard]] static std::string name_of(const Deadline& deadline) {
    return deadline.item.kind == plan::ItemKind::step ? certdrill::quoted(deadline.name)
                                                      : deadline.name + " in its vault";
  }

  void write_head() {
    std::string head = scenario_.name + ": ";
    if (all_.violated_by) {
      head += paint("1;31", "violated") + " as it is";
      if (all_.seeds > 1) head += ", with seed " + std::to_string(all_.seed);
      head += ": at " + moment(all_.violated_by->at) +
              (all_.violated_by->step.empty() ? "" : ", in " + certdrill::quoted(all_.violated_by->step)) + ", " +
              all_.violated_by->message;
    } else {
      head += paint("1;32", "holds") + "; " + counted(all_.items.size(), "deadline");
    }
    line(head);
    line("  each of them alone at another moment, all behind it following; " + seeds() + "; to " +
         to_string(all_.resolution) + "; " + counted(all_.runs, "run"));
    if (all_.violated_by) return;
    if (all_.fails_anyway) {
      line("  looked at until " + moment(all_.horizon) + ": then, whatever is moved, " + all_.fails_anyway->message);
    } else {
      line("  looked at until " + moment(all_.horizon));
    }
  }
  [[nodiscard]] std::string seeds() const {
    if (all_.seeds == 1 || all_.violated_by) return "seed " + std::to_string(all_.seed);
    return "the narrowest of seeds " + std::to_string(all_.seed) + " to " + std::to_string(all_.seed + all_.seeds - 1);
  }

  void write_rows(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const std::vector<std::string>& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const std::vector<std::string>& row : rows) {
      std::string text;
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += "  " + (i + 1 < row.size() ? padded(row[i], widths[i]) : row[i]);
      }
      line(&row == &rows.front() ? title(text) : text);
    }
  }

  void write_table() {
    std::vector<std::vector<std::string>> rows = {{"what", "planned", "earliest", "latest", "margin"}};
    for (const Deadline& each : all_.items) {
      rows.push_back({name_of(each), moment(each.planned), earliest(each), latest(each), margin(each)});
    }
    write_rows(rows);
  }
  [[nodiscard]] std::string earliest(const Deadline& deadline) const {
    const Edge& edge = *deadline.earliest;
    switch (edge.bound) {
      case Bound::start:
        return "the start";
      case Bound::step_before:
        // When that is differs from seed to seed.
        return edge.at == deadline.planned || all_.seeds > 1 ? "at once" : "at once, " + moment(edge.at, true);
      case Bound::not_found:
        return "not found";
      default:
        return moment(edge.at, true);
    }
  }
  [[nodiscard]] std::string latest(const Deadline& deadline) const {
    const Edge& edge = *deadline.latest;
    switch (edge.bound) {
      case Bound::horizon:
      case Bound::fails_anyway:
        return "any time after";
      case Bound::not_found:
        return "not found";
      default:
        return moment(edge.at);
    }
  }
  [[nodiscard]] static std::string margin(const Deadline& deadline) {
    const Edge& edge = *deadline.latest;
    switch (edge.bound) {
      case Bound::horizon:
      case Bound::fails_anyway:
        return "-";
      case Bound::not_found:
        return "more than " + rough(edge.margin);
      default:
        return rough(edge.margin);
    }
  }

  [[nodiscard]] std::string ending(const plan::Ending& ending) const {
    return "at " + moment(ending.at) + (ending.step.empty() ? "" : ", in " + certdrill::quoted(ending.step)) + ", " +
           ending.message;
  }

  // "too late: begun at T, ...", "too soon: ...".
  [[nodiscard]] std::vector<std::string> stories(const Deadline& deadline) const {
    std::vector<std::string> told;
    const std::string_view how = deadline.item.kind == plan::ItemKind::step ? "begun " : "there ";
    const std::string step_apart = to_string(all_.resolution);
    const auto tell = [&](const Edge& edge, bool late) {
      const std::string_view beside = late ? " later" : " earlier";
      if (edge.bound == Bound::goes_wrong) {
        told.push_back(std::string(how) + step_apart + std::string(beside) + ": " + this->ending(*edge.ends_with));
        if (edge.hinges_on)
          told.push_back("  it hinges on this: at " + moment(edge.hinges_on->at) + ", " + edge.hinges_on->what);
      } else if (edge.bound == Bound::version_before || edge.bound == Bound::version_behind) {
        told.push_back("no further " + std::string(late ? "back" : "forward") + ": the versions " +
                       "come in their order");
      } else if (edge.bound == Bound::not_found) {
        told.push_back(std::string("how much") + std::string(beside) + " was not found within the runs allowed; safe " +
                       (late ? "until " : "from ") + moment(edge.at, !late) + " at least");
      }
    };
    if (deadline.latest) {
      tell(*deadline.latest, true);
      if (deadline.item.kind == plan::ItemKind::version && deadline.latest->done &&
          deadline.latest->bound == Bound::goes_wrong) {
        told.push_back("  it must be on every node by " + moment(*deadline.latest->done) +
                       (deadline.done ? "; as planned it is by " + moment(*deadline.done) : ""));
      }
    }
    if (deadline.earliest) tell(*deadline.earliest, false);
    return told;
  }

  void write_what_happens() {
    bool headed = false;
    for (const Deadline& each : all_.items) {
      const std::vector<std::string> told = stories(each);
      if (told.empty()) continue;
      if (!headed) {
        line("");
        line(title("Just outside"));
      }
      headed = true;
      line("  " + name_of(each));
      for (const std::string& text : told) line("    " + text);
    }
  }

  void write_mends() {
    line(title("What would make it hold"));
    for (const Deadline& each : all_.items) {
      if (!each.mend) {
        line("  " + name_of(each) + ", planned " + moment(each.planned) + ": " +
             (each.gave_up ? "no moment was found within the runs allowed" : "no other moment alone mends it"));
        continue;
      }
      const plan::Mend& mend = *each.mend;
      const bool late = mend.by < Duration(0);
      const Duration by = late ? -mend.by : mend.by;
      line("  " + name_of(each) + ", planned " + moment(each.planned) + ": too " + (late ? "late" : "early") + " by " +
           rough(by) + "; it holds when begun at " + moment(mend.at, !late) + " or a little " +
           (late ? "before" : "after"));
      if (mend.scenario_begins_earlier) line("    that is before the scenario begins: all of it would begin then");
      line("    at " + moment(mend.outside) + " still: " + ending(mend.ends_with));
    }
  }

  const model::Scenario& scenario_;
  const Deadlines& all_;
  bool colored_;
  std::string out_;
};

Json ending_json(const plan::Ending& ending) {
  return {{"id", ending.id.empty() ? Json(nullptr) : Json(ending.id)},
          {"at", to_string(ending.at)},
          {"step", ending.step},
          {"message", ending.message}};
}

Json optional_time(const std::optional<SimTime>& at) { return at ? Json(to_string(*at)) : Json(nullptr); }

Json edge_json(const model::Scenario& scenario, const Edge& edge) {
  Json out;
  out["at"] = to_string(edge.at);
  out["bound"] = plan::to_string(edge.bound);
  out["marginSeconds"] = std::chrono::floor<std::chrono::seconds>(edge.margin).count();
  out["margin"] = to_string(edge.margin);
  out["done"] = optional_time(edge.done);
  out["outside"] = optional_time(edge.outside);
  out["endsWith"] = edge.ends_with ? ending_json(*edge.ends_with) : Json(nullptr);
  if (edge.hinges_on) {
    const pki::CertificateId id = edge.hinges_on->certificate;
    out["hingesOn"] = {
        {"at", to_string(edge.hinges_on->at)},
        {"certificate", id == pki::no_certificate ? Json(nullptr) : Json(scenario.certificates[id].name)},
        {"what", edge.hinges_on->what}};
  } else {
    out["hingesOn"] = nullptr;
  }
  out["seed"] = edge.seed;
  return out;
}

}  // namespace

std::string deadlines_text(const model::Scenario& scenario, const Deadlines& deadlines, bool colored) {
  return Text(scenario, deadlines, colored).write();
}

std::string deadlines_json(const model::Scenario& scenario, const Deadlines& deadlines) {
  Json out;
  out["format"] = "certdrill.deadlines/1";
  out["scenario"] = scenario.name;
  out["seed"] = deadlines.seed;
  out["seeds"] = deadlines.seeds;
  out["resolution"] = to_string(deadlines.resolution);
  out["verdict"] = deadlines.violated_by ? "violated" : "holds";
  out["violatedBy"] = deadlines.violated_by ? ending_json(*deadlines.violated_by) : Json(nullptr);
  out["start"] = to_string(deadlines.start);
  out["horizon"] = to_string(deadlines.horizon);
  out["failsAnyway"] = deadlines.fails_anyway ? ending_json(*deadlines.fails_anyway) : Json(nullptr);
  out["deadlines"] = Json::array();
  for (const Deadline& each : deadlines.items) {
    Json entry;
    entry["kind"] = each.item.kind == plan::ItemKind::step ? "step" : "version";
    entry["name"] = each.name;
    entry["planned"] = to_string(each.planned);
    entry["done"] = optional_time(each.done);
    entry["earliest"] = each.earliest ? edge_json(scenario, *each.earliest) : Json(nullptr);
    entry["latest"] = each.latest ? edge_json(scenario, *each.latest) : Json(nullptr);
    if (each.mend) {
      entry["mend"] = {{"at", to_string(each.mend->at)},
                       {"by", to_string(each.mend->by)},
                       {"bySeconds", std::chrono::floor<std::chrono::seconds>(each.mend->by).count()},
                       {"scenarioBeginsEarlier", each.mend->scenario_begins_earlier},
                       {"outside", to_string(each.mend->outside)},
                       {"endsWith", ending_json(each.mend->ends_with)}};
    } else {
      entry["mend"] = nullptr;
    }
    entry["gaveUp"] = each.gave_up;
    entry["runs"] = each.runs;
    out["deadlines"].push_back(std::move(entry));
  }
  out["leftOut"] = Json::array();
  for (const plan::LeftOut& each : deadlines.left_out)
    out["leftOut"].push_back({{"name", each.name}, {"why", each.why}});
  out["runs"] = deadlines.runs;
  return to_text(out);
}

}  // namespace certdrill::report
