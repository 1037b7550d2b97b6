#include "panels/actor_panel.h"

#include <algorithm>
#include <string>
#include <variant>

#include <imgui.h>

#include "panels/widgets.h"
#include "replay/actor_inspection.h"

namespace certdrill::panels {
namespace {

using scene::Selection;
using scene::Target;
using scene::Tone;

void space() { ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y / 2}); }

void certificate_row(Frame& frame, const std::string& id, pki::CertificateId certificate, const std::string& words) {
  if (row(id, words, false)) {
    frame.workspace.select(Selection{Selection::Kind::certificate, static_cast<std::uint32_t>(certificate), 0});
  }
  frame.place(Target{Target::Kind::certificate, certificate, 0});
}

struct ShowActor {
  Frame& frame;

  void operator()(std::monostate /*none*/) const {}

  void operator()(const replay::VaultInspection& vault) const {
    heading("vault " + vault.name);
    wrapped(frame, vault.answers ? Tone::text : Tone::refused, vault.state);
    fact(frame, "read by", vault.readers);
    for (const replay::LineInspection& line : vault.lines) {
      space();
      heading(line.name);
      wrapped(frame, Tone::faint, line.policy);
      for (const replay::VersionRow& version : line.versions) {
        certificate_row(frame, line.name + version.name, version.certificate, version.name + "   " + version.state);
        ImGui::Indent();
        wrapped(frame, version.usable ? Tone::faint : Tone::waiting, version.dates);
        ImGui::Unindent();
      }
    }
  }

  void operator()(const replay::AgentInspection& agent) const {
    heading("agent " + agent.name);
    wrapped(frame, Tone::text, agent.kind);
    wrapped(frame, Tone::text, agent.state);
    if (!agent.links.empty()) wrapped(frame, Tone::faint, agent.links);
    space();
    heading("Observes");
    for (const replay::ObservedRow& each : agent.observed) {
      say(frame, each.good ? Tone::good : Tone::one_way, each.good ? "✓" : "…");
      ImGui::SameLine();
      wrapped(frame, Tone::text, each.address);
      ImGui::Indent();
      wrapped(frame, each.good ? Tone::faint : Tone::one_way, each.text);
      ImGui::Unindent();
    }
    if (agent.waiting.empty()) return;
    space();
    wrapped(frame, Tone::waiting, agent.waiting);
  }

  void operator()(const replay::ClientInspection& client) const {
    heading("client " + client.name);
    if (!client.security.empty()) wrapped(frame, Tone::text, client.security, mono_font());
    if (!client.shows.empty()) fact(frame, "shows", client.shows);
    wrapped(frame, client.connects ? Tone::good : Tone::refused, client.standing);
    if (client.calls.empty()) return;
    space();
    heading("Calls");
    for (const replay::CallRow& call : client.calls) {
      wrapped(frame, Tone::text, call.name + ", " + call.plan);
      ImGui::Indent();
      wrapped(frame, call.good ? Tone::faint : Tone::refused, call.last);
      if (!call.so_far.empty()) wrapped(frame, Tone::faint, call.so_far);
      ImGui::Unindent();
    }
  }
};

// A row for each of a kind, with what it does now.
template <typename Moments, typename Name, typename Words>
void list(Frame& frame, const char* title, const Moments& moments, std::pair<Selection::Kind, Target::Kind> kind,
          const Name& name, const Words& words) {
  if (moments.empty()) return;
  heading(title);
  const Selection selected = frame.workspace.selection();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(moments.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto index = static_cast<std::uint32_t>(i);
      const std::string line = name(index) + "   " + words(moments[index]);
      const bool chosen = selected.kind == kind.first && selected.first == index;
      if (row(title + std::to_string(i), line, chosen)) frame.workspace.select(Selection{kind.first, index, 0});
      frame.place(Target{kind.second, index, 0});
      hint(frame, line);
    }
  }
  space();
}

}  // namespace

void show_inspected_actor(Frame& frame) { std::visit(ShowActor{frame}, frame.workspace.inspected_actor()); }

void ActorPanel::show(Frame& frame) {
  const model::Scenario& scenario = frame.workspace.run().scenario();
  const replay::ActorsMoment& actors = frame.workspace.cursor().snapshot().actors;
  if (!frame.workspace.has_actors()) {
    wrapped(frame, Tone::faint, "The scenario has no vaults, agents or clients.");
    return;
  }
  list(
      frame, "Vaults", actors.vaults, {Selection::Kind::vault, Target::Kind::vault},
      [&](std::uint32_t index) { return scenario.vaults[index].name; },
      [&](const replay::VaultMoment& each) { return replay::vault_line(each, scenario); });
  list(
      frame, "Agents", actors.agents, {Selection::Kind::agent, Target::Kind::agent},
      [&](std::uint32_t index) { return scenario.agents[index].name; },
      [&](const replay::AgentMoment& each) { return replay::agent_line(each, scenario); });
  list(
      frame, "Clients", actors.clients, {Selection::Kind::client, Target::Kind::client},
      [&](std::uint32_t index) { return scenario.cluster.clients[index].name; },
      [&](const replay::ClientMoment& each) { return replay::client_line(each, scenario); });
  if (std::holds_alternative<std::monostate>(frame.workspace.inspected_actor())) {
    wrapped(frame, Tone::faint, "Select one to see what is known of it.");
    return;
  }
  ImGui::Separator();
  show_inspected_actor(frame);
}

}  // namespace certdrill::panels
