// NullBackend is an ImGui context without a window: what is drawn can be counted, and the mouse and keys are moved by
// hand.
#pragma once

#include <string>

#include <imgui.h>

#include "panels/ui.h"
#include "scene/view.h"

namespace certdrill::panels {

class NullBackend {
 public:
  explicit NullBackend(const scene::View& view = {}, ImVec2 size = {1600, 1000}) {
    IMGUI_CHECKVERSION();
    context_ = ImGui::CreateContext();
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = size;
    io.DeltaTime = 1.0F / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
    prepare_style(view);
  }
  ~NullBackend() { ImGui::DestroyContext(context_); }
  NullBackend(const NullBackend&) = delete;
  NullBackend& operator=(const NullBackend&) = delete;

 private:
  ImGuiContext* context_;
};

}  // namespace certdrill::panels
