#include "panels/certificate_panel.h"

#include <algorithm>
#include <string>

#include <imgui.h>

#include "base/text.h"
#include "panels/widgets.h"
#include "panels/words.h"
#include "scene/words.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

// Green while it is valid at this moment, as the list shows it.
Tone tone_at(const pki::CertificateSpec& spec, SimTime now) {
  return now < spec.not_before ? Tone::waiting : now < spec.not_after ? Tone::good : Tone::refused;
}

void show_nodes(Frame& frame, std::string_view what, const std::vector<model::NodeIndex>& nodes, std::uint64_t all) {
  if (all == 0) return;
  std::vector<std::string> names;
  for (const model::NodeIndex node : nodes) names.push_back(frame.workspace.run().scenario().cluster.node_name(node));
  std::string words = join(names, ", ");
  if (names.size() < all) words += " and " + scene::with_thousands(all - names.size()) + " more";
  fact(frame, what, words);
}

}  // namespace

void CertificatePanel::show(Frame& frame) {
  workspace::Workspace& workspace = frame.workspace;
  const replay::Cursor& cursor = workspace.cursor();
  const std::vector<pki::CertificateSpec>& all = cursor.run().scenario().certificates;
  const scene::Selection& selection = workspace.selection();
  const bool one = selection.kind == scene::Selection::Kind::certificate && selection.first < all.size();
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float room = ImGui::GetContentRegionAvail().y;
  const float rows = line * static_cast<float>(std::min<std::size_t>(all.size(), 1000)) + line / 2;
  ImGui::BeginChild("list", {0, one ? std::min(rows, room * 0.4F) : room});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(all.size()), line);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto id = static_cast<pki::CertificateId>(i);
      const pki::CertificateSpec& spec = all[id];
      const ImVec2 at = ImGui::GetCursorScreenPos();
      ImGui::PushID(i);
      if (ImGui::Selectable("##certificate", one && selection.first == id))
        workspace.select(scene::Selection{scene::Selection::Kind::certificate, static_cast<std::uint32_t>(id), 0});
      ImGui::PopID();
      frame.place(scene::Target{scene::Target::Kind::certificate, id, 0});
      ImDrawList& list = *ImGui::GetWindowDrawList();
      const float box = ImGui::GetTextLineHeight() * 0.6F;
      const float top = at.y + (ImGui::GetTextLineHeight() - box) / 2;
      list.AddRectFilled({at.x, top}, {at.x + box, top + box},
                         packed(frame.view.theme, scene::certificate_tone(static_cast<std::uint32_t>(id))), 2);
      const float name_at = at.x + box + frame.pixels(6);
      const ImVec2 name = ImGui::CalcTextSize(spec.name.c_str());
      list.AddText({name_at, at.y}, ImGui::GetColorU32(ImGuiCol_Text), spec.name.c_str());
      const std::string dates = date_to_string(spec.not_before) + " to " + date_to_string(spec.not_after);
      list.AddText({std::max(name_at + name.x + frame.pixels(10), at.x + frame.pixels(110)), at.y},
                   packed(frame.view.theme, tone_at(spec, cursor.now())), dates.c_str());
    }
  }
  ImGui::EndChild();
  if (!one) return;

  if (run_ != &cursor.run() || event_ != cursor.event() || certificate_ != selection.first || !inspected_) {
    run_ = &cursor.run();
    event_ = cursor.event();
    certificate_ = static_cast<pki::CertificateId>(selection.first);
    inspected_ = replay::inspect_certificate(cursor, certificate_);
  }
  ImGui::Separator();
  ImGui::BeginChild("details", ImGui::GetContentRegionAvail());
  heading(inspected_->name);
  wrapped(frame, tone_at(all[selection.first], cursor.now()), inspected_->standing);
  wrapped(frame, Tone::text,
          "held by " + scene::with_thousands(inspected_->held_by) + ", presented by " +
              scene::with_thousands(inspected_->presented_by) + ", accepted by " +
              scene::with_thousands(inspected_->accepted_by) + " of " +
              counted(cursor.run().scenario().cluster.nodes.size(), "node") + "; in " +
              counted(inspected_->sessions, "open session"));
  show_nodes(frame, "presents", inspected_->first_presenting, inspected_->presented_by);
  show_nodes(frame, "holds", inspected_->first_holding, inspected_->held_by);
  ImGui::Separator();
  wrapped(frame, Tone::text, inspected_->details, mono_font());
  ImGui::EndChild();
}

}  // namespace certdrill::panels
