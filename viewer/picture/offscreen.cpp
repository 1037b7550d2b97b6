#include "picture/offscreen.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <imgui.h>

namespace certdrill::picture {
namespace {

constexpr double frame_seconds = 1.0 / 60;

// ImGui's own names of keys, which are their places in KeysDown here; none for what is no key of a text field.
int key_index(const workspace::Key& key) {
  using Name = workspace::Key::Name;
  switch (key.name) {
    case Name::character:
      switch (key.character) {
        case 'a':
          return ImGuiKey_A;
        case 'c':
          return ImGuiKey_C;
        case 'v':
          return ImGuiKey_V;
        case 'x':
          return ImGuiKey_X;
        case 'y':
          return ImGuiKey_Y;
        case 'z':
          return ImGuiKey_Z;
        default:
          return -1;
      }
    case Name::space:
      return ImGuiKey_Space;
    case Name::enter:
      return ImGuiKey_Enter;
    case Name::escape:
      return ImGuiKey_Escape;
    case Name::tab:
      return ImGuiKey_Tab;
    case Name::left:
      return ImGuiKey_LeftArrow;
    case Name::right:
      return ImGuiKey_RightArrow;
    case Name::up:
      return ImGuiKey_UpArrow;
    case Name::down:
      return ImGuiKey_DownArrow;
    case Name::home:
      return ImGuiKey_Home;
    case Name::end:
      return ImGuiKey_End;
    case Name::page_up:
      return ImGuiKey_PageUp;
    case Name::page_down:
      return ImGuiKey_PageDown;
    case Name::backspace:
      return ImGuiKey_Backspace;
    case Name::del:
      return ImGuiKey_Delete;
    case Name::f1:
    case Name::f5:
      return -1;
  }
  return -1;
}

// The context of this object for as long as it lives: there may be others, of a window or of another picture.
class Current {
 public:
  explicit Current(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) { ImGui::SetCurrentContext(context); }
  ~Current() { ImGui::SetCurrentContext(before_); }
  Current(const Current&) = delete;
  Current& operator=(const Current&) = delete;

 private:
  ImGuiContext* before_;
};

ImVec2 place(scene::Point at) { return {at.x, at.y}; }
scene::Point middle(const scene::Rect& rect) { return {(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2}; }

[[noreturn]] void not_to_be_seen(const std::string& what) {
  std::fprintf(stderr, "offscreen: %s is not to be seen\n", what.c_str());
  std::abort();
}

}  // namespace

Offscreen::Offscreen(workspace::Workspace& workspace, int width, int height)
    : workspace_(&workspace), context_(ImGui::CreateContext()), ui_(workspace) {
  const Current current(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
  io.ConfigInputTextCursorBlink = false;  // a picture does not depend on when it is taken
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
  take_style();
}

Offscreen::~Offscreen() { ImGui::DestroyContext(context_); }

void Offscreen::take_style() {
  panels::prepare_style(workspace_->view);
  styled_for_ = {workspace_->view.theme, workspace_->view.scale};
  unsigned char* alpha = nullptr;
  int width = 0;
  int height = 0;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &width, &height);
}

void Offscreen::frame(double seconds) {
  const Current current(context_);
  workspace_->update(seconds);
  if (styled_for_ != std::pair(workspace_->view.theme, workspace_->view.scale)) take_style();
  ImGui::GetIO().DeltaTime = static_cast<float>(seconds > 0 ? seconds : frame_seconds);
  ImGui::NewFrame();
  ui_.frame();
  ImGui::Render();
}

Image Offscreen::image() {
  const Current current(context_);
  if (ImGui::GetDrawData() == nullptr) frame();
  const ImVec4 back = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  const auto part = [](float value) { return static_cast<std::uint32_t>(std::lround(value * 255)); };
  return rasterise(*ImGui::GetDrawData(), part(back.x) << 16 | part(back.y) << 8 | part(back.z));
}

int Offscreen::vertices() {
  const Current current(context_);
  return ImGui::GetDrawData() == nullptr ? 0 : ImGui::GetDrawData()->TotalVtxCount;
}

ImGuiIO& Offscreen::io() {
  const Current current(context_);
  return ImGui::GetIO();
}

void Offscreen::move_mouse(scene::Point to) {
  io().MousePos = place(to);
  frame();
}

void Offscreen::click(scene::Point at) {
  // Long enough after whatever came before that two clicks at one place are not taken for a double one. Only the panels
  // wait: the run goes on by a frame.
  move_mouse(at);
  {
    const Current current(context_);
    ImGui::GetIO().DeltaTime = 1;
    ImGui::NewFrame();
    ui_.frame();
    ImGui::Render();
  }
  io().MouseDown[0] = true;
  frame();
  io().MouseDown[0] = false;
  frame();
  frame();  // what it did is painted
}

void Offscreen::click(const std::string& widget) {
  const std::optional<scene::Rect> where = ui_.place_of(widget);
  if (!where) not_to_be_seen('"' + widget + '"');
  click(middle(*where));
}

void Offscreen::click(const scene::Target& target) {
  const std::optional<scene::Point> where = ui_.place_of(target);
  if (!where) {
    not_to_be_seen("target " + std::to_string(static_cast<int>(target.kind)) + " " + std::to_string(target.a) + " " +
                   std::to_string(target.b));
  }
  click(*where);
}

void Offscreen::drag(scene::Point from, scene::Point to) {
  move_mouse(from);
  io().MouseDown[0] = true;
  frame();
  constexpr int steps = 8;
  for (int step = 1; step <= steps; ++step) {
    const float part = static_cast<float>(step) / steps;
    move_mouse({from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
  }
  io().MouseDown[0] = false;
  frame();
}

void Offscreen::wheel(scene::Point at, float notches) {
  move_mouse(at);
  io().MouseWheel = notches;
  frame();
}

void Offscreen::press(const workspace::Key& key) {
  io().KeyCtrl = key.control;
  io().KeyShift = key.shift;
  const int index = key_index(key);
  if (index >= 0) io().KeysDown[index] = true;
  ui_.press(key);
  frame();
  if (index >= 0) io().KeysDown[index] = false;
  io().KeyCtrl = false;
  io().KeyShift = false;
  frame();
}

void Offscreen::type(const std::string& text) {
  io().AddInputCharactersUTF8(text.c_str());
  frame();
  frame();
}

}  // namespace certdrill::picture
