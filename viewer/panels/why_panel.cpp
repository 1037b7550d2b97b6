#include "panels/why_panel.h"

#include <string>
#include <variant>

#include <imgui.h>

#include "base/text.h"
#include "model/notation.h"
#include "panels/actor_panel.h"
#include "panels/widgets.h"
#include "panels/words.h"
#include "scene/words.h"
#include "trust/reason.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

void space() { ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y / 2}); }

// The id opens its page; a reason is told with its weight by a sign and by colour.
void show_reason(Frame& frame, const trust::Reason& reason, const std::string& id) {
  const bool refuses = reason.weight == trust::Weight::refuses;
  const bool supports = reason.weight == trust::Weight::supports;
  const std::string name(trust::to_string(reason.id));
  say(frame, refuses ? Tone::refused : supports ? Tone::good : Tone::one_way, refuses ? "✗" : supports ? "✓" : "~");
  ImGui::SameLine();
  ImGui::PushID(id.c_str());
  if (button(frame, "rule: " + name, name, {.hint = "what this means, and what to do", .small = true}))
    frame.show_rule(name);
  ImGui::PopID();
  std::string words = reason.found;
  if (!reason.expected.empty()) words += (words.empty() ? "" : ", ") + reason.expected;
  if (!words.empty()) {
    ImGui::Indent();
    wrapped(frame, Tone::text, words);
    ImGui::Unindent();
  }
}

}  // namespace

void show_verdict(Frame& frame, const std::string& validator, const std::string& shower,
                  const trust::Verdict& verdict) {
  ImGui::PushID((validator + ">" + shower).c_str());
  ImGui::PushFont(bold_font());
  wrapped(frame, verdict.accepted ? Tone::good : Tone::refused,
          (verdict.accepted ? "✓ " : "✗ ") + validator + (verdict.accepted ? " accepts " : " refuses ") + shower);
  ImGui::PopFont();
  wrapped(frame, Tone::text, trust::summary(verdict));
  if (!verdict.accepted && !verdict.fault.empty()) wrapped(frame, Tone::faint, shower + " sees " + verdict.fault);
  for (std::size_t i = 0; i < verdict.reasons.size(); ++i)
    show_reason(frame, verdict.reasons[i], "whole " + std::to_string(i));
  for (std::size_t r = 0; r < verdict.rules.size(); ++r) {
    const trust::RuleVerdict& rule = verdict.rules[r];
    const bool decides = verdict.accepted && verdict.deciding_rule == r;
    wrapped(frame, rule.accepted ? Tone::good : Tone::faint,
            rule.rule + (rule.for_admins ? ", for admins," : "") + (rule.accepted ? " accepts" : " refuses") +
                (decides ? ", and decides" : ""),
            mono_font());
    ImGui::Indent();
    for (std::size_t i = 0; i < rule.reasons.size(); ++i)
      show_reason(frame, rule.reasons[i], std::to_string(r) + " " + std::to_string(i));
    ImGui::Unindent();
  }
  ImGui::PopID();
}

void WhyPanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const scene::Selection& selection = workspace.selection();
  if (selection.kind == scene::Selection::Kind::node) {
    if (const auto& node = workspace.inspected_node()) show_node(frame, *node);
  } else if (selection.kind == scene::Selection::Kind::pair) {
    if (const auto& pair = workspace.inspected_pair()) show_pair(frame, *pair);
  } else if (selection.kind == scene::Selection::Kind::finding) {
    show_finding(frame, selection.first);
  } else if (!std::holds_alternative<std::monostate>(workspace.inspected_actor())) {
    show_inspected_actor(frame);
  } else {
    show_overview(frame);
  }
}

void WhyPanel::show_overview(Frame& frame) {
  const check::RunResult& result = frame.workspace.run().result();
  if (const scene::Prediction* asked = frame.workspace.prediction(); asked != nullptr && !asked->revealed) {
    wrapped(frame, Tone::faint, "What comes is not told while you predict.");
    return;
  }
  heading(!result.whole ? "The trace was cut off here" : result.holds ? "The plan holds" : "The plan does not hold");
  wrapped(frame, Tone::faint, "Select a node, a link, a certificate or a flag of the timeline to see why.");
  if (result.findings.empty()) return;
  space();
  heading(counted(result.findings.size(), "finding"));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(result.findings.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const check::Finding& finding = result.findings[static_cast<std::size_t>(i)];
      if (row(std::to_string(i), std::to_string(i + 1) + "  " + finding.message, false))
        frame.workspace.select(scene::Selection{scene::Selection::Kind::finding, static_cast<std::uint32_t>(i), 0});
      frame.place(scene::Target{scene::Target::Kind::finding, static_cast<std::uint64_t>(i), 0});
      hint(frame, finding.message);
    }
  }
}

void WhyPanel::show_node(Frame& frame, const replay::NodeInspection& node) {
  heading(node.name);
  wrapped(frame, Tone::text, node.place);
  wrapped(frame, Tone::text, node.state);
  if (!node.clock.empty()) wrapped(frame, Tone::one_way, node.clock);
  space();
  wrapped(frame, Tone::text, node.security, mono_font());
  fact(frame, "presents", node.presents);
  command_button(frame, workspace::Command::last_change_of_node, "last change of node", "◀ last change");
  ImGui::SameLine();
  command_button(frame, workspace::Command::next_change_of_node, "next change of node", "next change ▶");
  space();
  heading("Store");
  if (node.store.empty()) say(frame, Tone::faint, "no certificate");
  for (const replay::HeldCertificate& held : node.store) {
    if (row("held " + held.name, held.name + "   " + held.standing, false)) {
      frame.workspace.select(
          scene::Selection{scene::Selection::Kind::certificate, static_cast<std::uint32_t>(held.certificate), 0});
    }
    frame.place(scene::Target{scene::Target::Kind::certificate, held.certificate, 0});
    ImGui::Indent();
    wrapped(frame, held.usable ? Tone::faint : Tone::refused, held.dates + ", " + held.key);
    if (!held.renewed_by.empty()) wrapped(frame, Tone::one_way, "its renewal mark leads to " + held.renewed_by);
    ImGui::Unindent();
  }
  if (!node.agents.empty()) {
    space();
    heading("Agents");
  }
  for (const replay::AgentRow& agent : node.agents) {
    if (row("agent " + std::to_string(agent.agent), agent.text, false))
      frame.workspace.select(scene::Selection{scene::Selection::Kind::agent, agent.agent, 0});
    frame.place(scene::Target{scene::Target::Kind::agent, agent.agent, 0});
  }
  if (node.sessions.empty()) return;
  space();
  heading("Sessions");
  const auto& cluster = frame.workspace.run().scenario().cluster;
  const std::uint32_t of = frame.workspace.selection().first;
  for (const replay::SessionRow& session : node.sessions) {
    const std::string name = cluster.node_name(session.with);
    if (row("session " + name, "with " + name, false))
      frame.workspace.select(scene::Selection{scene::Selection::Kind::pair, of, session.with});
    frame.place(scene::Target{scene::Target::Kind::session, of, session.with});
    ImGui::Indent();
    wrapped(frame, session.session.old ? Tone::old_session : Tone::faint, session.text);
    ImGui::Unindent();
  }
}

void WhyPanel::show_pair(Frame& frame, const replay::PairInspection& pair) {
  const check::Explanation& why = pair.explanation;
  const model::Cluster& cluster = frame.workspace.run().scenario().cluster;
  const std::string from = check::name_of(why.from.who, cluster);
  const std::string to = check::name_of(why.to.who, cluster);
  heading(from + " and " + to + (why.linked() ? " can authenticate" : " cannot authenticate"));
  if (!pair.session_text.empty())
    wrapped(frame, pair.session && pair.session->old ? Tone::old_session : Tone::faint, pair.session_text);
  for (const check::ExplainedParty* end : {&why.from, &why.to}) {
    space();
    wrapped(frame, Tone::text, check::name_of(end->who, cluster) + " = " + model::to_string(end->security),
            mono_font());
    fact(frame, "presents", trust::explain(end->presentation, *frame.workspace.run().setting()->certificates()));
  }
  space();
  ImGui::Separator();
  show_verdict(frame, to, from, why.to_judges_from);
  space();
  ImGui::Separator();
  show_verdict(frame, from, to, why.from_judges_to);
}

void WhyPanel::show_finding(Frame& frame, std::size_t number) {
  workspace::Workspace& workspace = frame.workspace;
  const std::vector<check::Finding>& findings = workspace.run().result().findings;
  if (number >= findings.size()) return;
  const check::Finding& finding = findings[number];
  say(frame, Tone::faint, "finding " + std::to_string(number + 1) + " of " + std::to_string(findings.size()));
  heading(finding.message);
  std::string when = to_string(finding.at);
  when += finding.until ? " to " + to_string(*finding.until) : ", and not mended";
  wrapped(frame, Tone::text, when);
  if (!finding.step.empty()) {
    fact(frame, "during",
         finding.step + (finding.domain.empty() ? "" : (finding.between_domains ? ", after " : ", ") + finding.domain));
  }
  if (button(frame, "finding: go", "go there", {.hint = "to the moment at which it began"})) {
    workspace.set_playing(false);
    workspace.go_to(replay::event_of_finding(workspace.run(), number));
  }
  ImGui::SameLine();
  if (button(frame, "rule: " + finding.id, finding.id, {.hint = "what this finding means"}))
    frame.show_rule(finding.id);
  space();
  for (const std::string& line : finding.story) wrapped(frame, Tone::text, line);
  if (finding.same_as) fact(frame, "as in", "finding " + std::to_string(*finding.same_as + 1));
  if (!finding.advice.empty()) {
    space();
    heading("What helps");
    wrapped(frame, Tone::good, finding.advice);
  }
  if (finding.refusals.empty()) return;
  space();
  heading("Who refuses whom");
  const model::Cluster& cluster = workspace.run().scenario().cluster;
  for (std::size_t i = 0; i < finding.refusals.size() && i < 50; ++i) {
    const check::Refusal& refusal = finding.refusals[i];
    const std::string words = cluster.node_name(refusal.validator) + " refuses " + cluster.node_name(refusal.shower);
    if (row("refusal " + std::to_string(i), words, false)) {
      workspace.go_to(replay::event_of_finding(workspace.run(), number));
      workspace.select(scene::Selection{scene::Selection::Kind::pair, refusal.validator, refusal.shower});
      return;  // the list is of what was selected
    }
    frame.place(scene::Target{scene::Target::Kind::pair, refusal.validator, refusal.shower});
    ImGui::Indent();
    wrapped(frame, Tone::faint, trust::summary(refusal.verdict));
    ImGui::Unindent();
  }
  if (finding.refusals.size() > 50)
    say(frame, Tone::faint, "and " + scene::with_thousands(finding.refusals.size() - 50) + " more");
}

}  // namespace certdrill::panels
