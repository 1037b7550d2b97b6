#include "panels/style.h"

#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include <imgui.h>

#include "panels/theme.h"
#include "panels/ui.h"

namespace certdrill::panels {
namespace {

using scene::Tone;

constexpr float height_at_scale_1 = 15;
constexpr const char* font_folder = "/usr/share/fonts/truetype/dejavu/";

// Latin, punctuation, arrows, lines and boxes, geometric shapes, signs. It outlives every atlas.
constexpr std::array<ImWchar, 13> ranges = {0x0020, 0x00FF, 0x2000, 0x206F, 0x2190, 0x21FF, 0x2260,
                                            0x2265, 0x2500, 0x25FF, 0x2600, 0x27BF, 0};

void build_fonts(float height) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  ImFontConfig config;
  config.OversampleH = 2;
  config.PixelSnapH = true;
  for (const char* name : {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf"}) {
    const std::string file = std::string(font_folder) + name;
    std::error_code none;
    if (std::filesystem::is_regular_file(file, none))
      atlas.AddFontFromFileTTF(file.c_str(), height, &config, ranges.data());
  }
  if (atlas.Fonts.empty()) {
    ImFontConfig own;
    own.SizePixels = height;
    atlas.AddFontDefault(&own);
  }
  atlas.Build();
}

ImVec4 mixed(scene::Theme theme, Tone one, Tone other, float part, float opacity = 1) {
  const ImVec4 a = vec4_of(theme, one);
  const ImVec4 b = vec4_of(theme, other);
  return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.z + (b.z - a.z) * part, opacity};
}

void color_widgets(ImGuiStyle& style, scene::Theme theme) {
  const auto set = [&style](ImGuiCol which, const ImVec4& color) { style.Colors[which] = color; };
  const auto tone = [theme](Tone which, float opacity = 1) { return vec4_of(theme, which, opacity); };
  set(ImGuiCol_Text, tone(Tone::text));
  set(ImGuiCol_TextDisabled, tone(Tone::faint));
  set(ImGuiCol_WindowBg, tone(Tone::background));
  set(ImGuiCol_ChildBg, tone(Tone::none, 0));
  set(ImGuiCol_PopupBg, tone(Tone::surface));
  set(ImGuiCol_Border, tone(Tone::grid));
  set(ImGuiCol_BorderShadow, tone(Tone::none, 0));
  const ImVec4 field = mixed(theme, Tone::surface, Tone::grid, 0.45F);
  const ImVec4 raised = mixed(theme, Tone::surface, Tone::grid, 0.7F);
  const ImVec4 active = mixed(theme, Tone::surface, Tone::accent, 0.45F);
  const ImVec4 pointed = mixed(theme, Tone::surface, Tone::accent, 0.28F);
  set(ImGuiCol_FrameBg, field);
  set(ImGuiCol_FrameBgHovered, pointed);
  set(ImGuiCol_FrameBgActive, pointed);
  set(ImGuiCol_TitleBg, tone(Tone::surface));
  set(ImGuiCol_TitleBgActive, tone(Tone::surface));
  set(ImGuiCol_TitleBgCollapsed, tone(Tone::surface));
  set(ImGuiCol_MenuBarBg, tone(Tone::surface));
  set(ImGuiCol_ScrollbarBg, tone(Tone::none, 0));
  set(ImGuiCol_ScrollbarGrab, tone(Tone::grid));
  set(ImGuiCol_ScrollbarGrabHovered, tone(Tone::faint));
  set(ImGuiCol_ScrollbarGrabActive, tone(Tone::faint));
  set(ImGuiCol_CheckMark, tone(Tone::accent));
  set(ImGuiCol_SliderGrab, tone(Tone::accent));
  set(ImGuiCol_SliderGrabActive, tone(Tone::accent));
  set(ImGuiCol_Button, raised);
  set(ImGuiCol_ButtonHovered, pointed);
  set(ImGuiCol_ButtonActive, active);
  set(ImGuiCol_Header, active);
  set(ImGuiCol_HeaderHovered, pointed);
  set(ImGuiCol_HeaderActive, active);
  set(ImGuiCol_Separator, tone(Tone::grid));
  set(ImGuiCol_SeparatorHovered, tone(Tone::accent));
  set(ImGuiCol_SeparatorActive, tone(Tone::accent));
  set(ImGuiCol_ResizeGrip, tone(Tone::grid));
  set(ImGuiCol_ResizeGripHovered, tone(Tone::accent));
  set(ImGuiCol_ResizeGripActive, tone(Tone::accent));
  set(ImGuiCol_Tab, tone(Tone::surface));
  set(ImGuiCol_TabHovered, pointed);
  set(ImGuiCol_TabActive, active);
  set(ImGuiCol_TabUnfocused, tone(Tone::surface));
  set(ImGuiCol_TabUnfocusedActive, active);
  set(ImGuiCol_PlotHistogram, tone(Tone::accent));
  set(ImGuiCol_TableHeaderBg, tone(Tone::surface));
  set(ImGuiCol_TableBorderStrong, tone(Tone::grid));
  set(ImGuiCol_TableBorderLight, tone(Tone::grid, 0.5F));
  set(ImGuiCol_TableRowBg, tone(Tone::none, 0));
  set(ImGuiCol_TableRowBgAlt, mixed(theme, Tone::surface, Tone::grid, 0.5F, 0.35F));
  set(ImGuiCol_TextSelectedBg, tone(Tone::accent, 0.35F));
  set(ImGuiCol_NavHighlight, tone(Tone::accent));
  set(ImGuiCol_ModalWindowDimBg, {0, 0, 0, is_bright(theme) ? 0.35F : 0.55F});
}

}  // namespace

ImFont* normal_font() { return ImGui::GetIO().Fonts->Fonts[0]; }
ImFont* bold_font() {
  const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
  return fonts[fonts.Size == 3 ? 1 : 0];
}
ImFont* mono_font() {
  const ImVector<ImFont*>& fonts = ImGui::GetIO().Fonts->Fonts;
  return fonts[fonts.Size == 3 ? 2 : 0];
}

float text_height(const scene::View& view) {
  return std::round(height_at_scale_1 * view.scale * text_scale(view.theme));
}

scene::TextMeasure text_measure() {
  scene::TextMeasure measure;
  measure.width = [](std::string_view text) {
    ImFont* font = normal_font();
    return font->CalcTextSizeA(font->FontSize, 1e9F, 0, text.data(), text.data() + text.size()).x;
  };
  measure.height = normal_font()->FontSize;
  return measure;
}

ImVec4 vec4_of(scene::Theme theme, scene::Tone tone, float opacity) {
  const std::uint32_t rgb = color_of(theme, tone);
  const auto part = [rgb](unsigned shift) { return static_cast<float>(rgb >> shift & 0xFFU) / 255.0F; };
  return {part(16), part(8), part(0), opacity};
}

std::uint32_t packed(scene::Theme theme, scene::Tone tone, float opacity) {
  const std::uint32_t rgb = color_of(theme, tone);
  const auto alpha = static_cast<std::uint32_t>(std::lround(std::fmin(std::fmax(opacity, 0.0F), 1.0F) * 255.0F));
  return (rgb >> 16 & 0xFFU) << IM_COL32_R_SHIFT | (rgb >> 8 & 0xFFU) << IM_COL32_G_SHIFT |
         (rgb & 0xFFU) << IM_COL32_B_SHIFT | alpha << IM_COL32_A_SHIFT;
}

bool prepare_style(const scene::View& view) {
  const float height = text_height(view);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const bool anew = atlas.Fonts.empty() || atlas.Fonts[0]->FontSize != height;
  if (anew) build_fonts(height);
  ImGuiStyle style;
  style.WindowPadding = {8, 8};
  style.FramePadding = {7, 3};
  style.ItemSpacing = {7, 5};
  style.ItemInnerSpacing = {5, 4};
  style.ScrollbarSize = 12;
  style.WindowRounding = 0;
  style.PopupRounding = 6;
  style.ChildRounding = 4;
  style.FrameRounding = 4;
  style.GrabRounding = 4;
  style.TabRounding = 4;
  style.ScrollbarRounding = 6;
  style.WindowBorderSize = 1;
  style.FrameBorderSize = view.theme == scene::Theme::projector ? 1.0F : 0.0F;
  color_widgets(style, view.theme);
  style.ScaleAllSizes(view.scale * text_scale(view.theme));
  ImGui::GetStyle() = style;
  return anew;
}

}  // namespace certdrill::panels
