#include "window/window.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "panels/ui.h"
#include "window/keys.h"
#include "window/live_report.h"
#include "window/opening.h"
#include "workspace/view_file.h"

namespace certdrill::window {
namespace {

using app::ExitCode;

constexpr const char* without_a_display = "--screenshot FILE.png makes a picture without one";
constexpr double frame_seconds = 1.0 / 60;
constexpr double rest_seconds = 0.25;     // between two looks at files that may have changed
constexpr int frames_after_an_event = 4;  // until hover colours and sizes have settled

bool given(const char* variable) {
  const char* const value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

Problem no_display(const std::string& said) {
  if (!given("DISPLAY") && !given("WAYLAND_DISPLAY")) {
    return problem("no display: DISPLAY and WAYLAND_DISPLAY are not set", without_a_display);
  }
  return problem("no display: it cannot be opened" + (said.empty() ? "" : ": " + said), without_a_display);
}

// What callbacks of GLFW leave for the next frame.
struct Happened {
  std::vector<KeyEvent> keys;
  std::vector<std::string> dropped;
  float scale = 0;  // a new one of the screen's
  int frames = frames_after_an_event;
};

Happened& happened_in(GLFWwindow* window) {
  Happened& happened = *static_cast<Happened*>(glfwGetWindowUserPointer(window));
  happened.frames = frames_after_an_event;
  return happened;
}

// What GLFW had to say of its last failure.
std::string said_by_glfw() {
  const char* what = nullptr;
  glfwGetError(&what);
  return what == nullptr ? "" : what;
}

// GLFW and ImGui for as long as the window is there, taken down in the order in which they came.
class Graphics {
 public:
  Graphics() = default;
  ~Graphics() {
    if (drawing_) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui_ImplGlfw_Shutdown();
    }
    if (context_ != nullptr) ImGui::DestroyContext(context_);
    if (window_ != nullptr) glfwDestroyWindow(window_);
    glfwTerminate();
  }
  Graphics(const Graphics&) = delete;
  Graphics& operator=(const Graphics&) = delete;

  [[nodiscard]] std::optional<Problem> open(const Options& options, Happened& happened);
  [[nodiscard]] GLFWwindow* window() const { return window_; }
  [[nodiscard]] float screen_scale() const {
    float x = 1;
    float y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::max(x, 0.5F);
  }
  void begin_frame(const workspace::Workspace& workspace);
  void end_frame(const workspace::Workspace& workspace);

 private:
  using Clear = void (*)(unsigned);
  using ClearColor = void (*)(float, float, float, float);
  using ViewPort = void (*)(int, int, int, int);

  GLFWwindow* window_ = nullptr;
  ImGuiContext* context_ = nullptr;
  bool drawing_ = false;
  std::optional<std::pair<scene::Theme, float>> styled_for_;
  Clear clear_ = nullptr;
  ClearColor clear_color_ = nullptr;
  ViewPort view_port_ = nullptr;
};

// ImGui's backend is told by these, of keys when their frame has come.
void listen(GLFWwindow* window) {
  glfwSetKeyCallback(window, [](GLFWwindow* of, int code, int scan_code, int action, int modifiers) {
    using Kind = KeyEvent::Kind;
    happened_in(of).keys.push_back({action == GLFW_RELEASE ? Kind::release : Kind::press, code, scan_code, modifiers});
  });
  glfwSetCharCallback(window, [](GLFWwindow* of, unsigned code_point) {
    happened_in(of).keys.push_back({KeyEvent::Kind::character, static_cast<int>(code_point), 0, 0});
  });
  glfwSetDropCallback(window, [](GLFWwindow* of, int count, const char** files) {
    happened_in(of).dropped.assign(files, files + count);
  });
  glfwSetWindowContentScaleCallback(window, [](GLFWwindow* of, float x, float) { happened_in(of).scale = x; });
  glfwSetCursorPosCallback(window, [](GLFWwindow* of, double, double) { happened_in(of); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* of, int, int) { happened_in(of); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* of) { happened_in(of); });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* of, int button, int action, int modifiers) {
    happened_in(of);
    ImGui_ImplGlfw_MouseButtonCallback(of, button, action, modifiers);
  });
  glfwSetScrollCallback(window, [](GLFWwindow* of, double x, double y) {
    happened_in(of);
    ImGui_ImplGlfw_ScrollCallback(of, x, y);
  });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* of, int focused) {
    happened_in(of);
    ImGui_ImplGlfw_WindowFocusCallback(of, focused);
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* of, int entered) {
    happened_in(of);
    ImGui_ImplGlfw_CursorEnterCallback(of, entered);
  });
}

// Tells ImGui and the panels the keys of this frame.
void pass_on(GLFWwindow* window, Happened& happened, panels::Ui& ui) {
  const std::size_t count = events_of_one_frame(happened.keys);
  for (std::size_t at = 0; at < count; ++at) {
    const KeyEvent& event = happened.keys[at];
    if (event.kind == KeyEvent::Kind::character) {
      const auto code_point = static_cast<unsigned>(event.code);
      ImGui_ImplGlfw_CharCallback(window, code_point);
      if (const auto key = key_of_character(code_point)) ui.press(*key);
      continue;
    }
    const bool pressed = event.kind == KeyEvent::Kind::press;
    ImGui_ImplGlfw_KeyCallback(window, event.code, event.scan_code, pressed ? GLFW_PRESS : GLFW_RELEASE,
                               event.modifiers);
    if (!pressed) continue;
    const char* const name = glfwGetKeyName(event.code, event.scan_code);
    if (const auto key = key_of_press(event.code, event.modifiers, name == nullptr ? "" : name)) ui.press(*key);
  }
  happened.keys.erase(happened.keys.begin(), happened.keys.begin() + static_cast<std::ptrdiff_t>(count));
  if (!happened.keys.empty()) happened.frames = frames_after_an_event;
}

Size size_of_window(const Options& options) {
  if (options.size) return *options.size;
  Size size;
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
  if (monitor != nullptr) glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
  if (width > 0 && height > 0) size = {std::min(size.width, width), std::min(size.height, height)};
  return size;
}

std::optional<Problem> Graphics::open(const Options& options, Happened& happened) {
  if (glfwInit() != GLFW_TRUE) return no_display(said_by_glfw());
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);  // the first with vertex offsets, for large pictures
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "certdrill-viewer");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "certdrill-viewer");
  const Size size = size_of_window(options);
  window_ = glfwCreateWindow(size.width, size.height, "certdrill", nullptr, nullptr);
  if (window_ == nullptr) {
    const std::string said = said_by_glfw();
    return problem("the display has no OpenGL 3.2" + (said.empty() ? "" : ": " + said), without_a_display);
  }
  glfwSetWindowUserPointer(window_, &happened);
  listen(window_);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  clear_ = reinterpret_cast<Clear>(glfwGetProcAddress("glClear"));
  clear_color_ = reinterpret_cast<ClearColor>(glfwGetProcAddress("glClearColor"));
  view_port_ = reinterpret_cast<ViewPort>(glfwGetProcAddress("glViewport"));
  if (clear_ == nullptr || clear_color_ == nullptr || view_port_ == nullptr) {
    return problem("the display has no OpenGL 3.2", without_a_display);
  }
  IMGUI_CHECKVERSION();
  context_ = ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;  // the view file keeps what is to be kept
  ImGui::GetIO().LogFilename = nullptr;
  drawing_ = ImGui_ImplGlfw_InitForOpenGL(window_, false) && ImGui_ImplOpenGL3_Init("#version 150");
  if (!drawing_) return problem("the display has no OpenGL 3.2 that can be used", without_a_display);
  return std::nullopt;
}

void Graphics::begin_frame(const workspace::Workspace& workspace) {
  const std::pair wanted(workspace.view.theme, workspace.view.scale);
  if (styled_for_ != wanted) {
    if (panels::prepare_style(workspace.view) && styled_for_) {  // the first time the backend makes its texture itself
      ImGui_ImplOpenGL3_DestroyFontsTexture();
      ImGui_ImplOpenGL3_CreateFontsTexture();
    }
    styled_for_ = wanted;
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
}

void Graphics::end_frame(const workspace::Workspace& workspace) {
  ImGui::Render();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  const ImVec4 back = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  view_port_(0, 0, width, height);
  clear_color_(back.x, back.y, back.z, 1);
  clear_(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
  const std::string title = workspace.has_document()
                                ? workspace.document().file.parent_path().filename().string() + " - certdrill"
                                : "certdrill";
  glfwSetWindowTitle(window_, title.c_str());
}

scene::View saved_view(float screen_scale, std::string& notice) {
  const std::filesystem::path file = workspace::view_file_place();
  scene::View view;
  std::error_code error;
  if (!file.empty() && std::filesystem::exists(file, error)) {
    workspace::RestoredView restored = workspace::load_view(file);
    view = std::move(restored.view);
    workspace::forget_document_settings(view);
    notice = std::move(restored.notice);
  } else {
    view.scale = screen_scale;
  }
  return view;
}

// Until something happens, or it is time for the next frame of what moves by itself.
void wait(Happened& happened, const workspace::Workspace& workspace, double frame_began) {
  if (workspace.playing() || workspace.busy() || happened.frames > 0) {
    const double left = frame_seconds - (glfwGetTime() - frame_began);
    if (left > 0.001) {
      glfwWaitEventsTimeout(left);
    } else {
      glfwPollEvents();
    }
  } else {
    glfwWaitEventsTimeout(rest_seconds);
  }
}

}  // namespace

ExitCode run_window(const Options& options, app::Console& console) {
  Happened happened;
  Graphics graphics;
  if (const std::optional<Problem> wrong = graphics.open(options, happened)) {
    console.complain(*wrong);
    return ExitCode::wrong_input;
  }
  LiveReport report;
  if (!options.report_to.empty()) {
    if (const std::optional<Problem> wrong = report.open(options.report_to)) {
      console.complain(*wrong);
      return ExitCode::wrong_input;
    }
  }
  float screen_scale = graphics.screen_scale();
  std::string notice;
  const scene::View saved = saved_view(screen_scale, notice);
  workspace::Workspace workspace(with_options(saved, options));
  if (!notice.empty()) workspace.say(notice);
  panels::Ui ui(workspace);
  bool to_be_shown = !options.file.empty();
  if (to_be_shown) workspace.open(options.file);

  double before = glfwGetTime();
  while (glfwWindowShouldClose(graphics.window()) == GLFW_FALSE) {
    const double now = glfwGetTime();
    workspace.update(std::min(now - before, rest_seconds));
    before = now;
    if (to_be_shown && !workspace.busy()) {
      to_be_shown = false;
      if (workspace.has_document()) {
        if (const std::optional<Problem> wrong = show(options, workspace)) workspace.say(wrong->what);
      }
      happened.frames = frames_after_an_event;
    }
    if (!happened.dropped.empty()) workspace.open(happened.dropped.front());
    happened.dropped.clear();
    if (happened.scale > 0 && happened.scale != screen_scale) {
      workspace.view.scale *= happened.scale / screen_scale;
      screen_scale = happened.scale;
    }
    pass_on(graphics.window(), happened, ui);

    graphics.begin_frame(workspace);
    ui.frame();
    graphics.end_frame(workspace);
    report.tell(workspace, ui);
    if (ui.wants_to_quit()) glfwSetWindowShouldClose(graphics.window(), GLFW_TRUE);
    if (happened.frames > 0) --happened.frames;
    wait(happened, workspace, now);
  }
  workspace.stop_work();
  const std::filesystem::path file = workspace::view_file_place();
  if (!file.empty()) {
    if (const std::optional<Problem> wrong =
            workspace::save_view(without_options(workspace.view, saved, options), file)) {
      console.complain(*wrong);
      return ExitCode::wrong_input;
    }
  }
  return ExitCode::as_expected;
}

}  // namespace certdrill::window
