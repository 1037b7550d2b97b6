#include "panels/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace certdrill::panels {
namespace {

using scene::Theme;
using scene::Tone;

using Rgb = std::array<double, 3>;

// From the eight bits of a screen to linear light. Source: IEC 61966-2-1.
Rgb linear(std::uint32_t color) {
  Rgb out{};
  for (unsigned i = 0; i < 3; ++i) {
    const double part = (color >> (16 - 8 * i) & 0xFFU) / 255.0;
    out[i] = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  }
  return out;
}

// Source: WCAG 2.1, "contrast ratio".
double contrast(std::uint32_t one, std::uint32_t other) {
  const auto luminance = [](std::uint32_t color) {
    const Rgb rgb = linear(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  };
  const auto [low, high] = std::minmax({luminance(one), luminance(other)});
  return (high + 0.05) / (low + 0.05);
}

// As somebody sees it who has no cones for red (protan) or green (deutan). Source: Machado, Oliveira, Fernandes
// (2009), table 1, severity 1.
Rgb seen(std::uint32_t color, bool protan) {
  const Rgb in = linear(color);
  using Matrix = std::array<Rgb, 3>;
  const Matrix of_protan = {
      {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
  const Matrix of_deutan = {
      {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
  const Matrix& matrix = protan ? of_protan : of_deutan;
  Rgb out{};
  for (std::size_t i = 0; i < 3; ++i)
    out[i] = std::clamp(matrix[i][0] * in[0] + matrix[i][1] * in[1] + matrix[i][2] * in[2], 0.0, 1.0);
  return out;
}

// In a space in which equal distances look alike (CIE L*a*b*, D65).
double distance(const Rgb& one, const Rgb& other) {
  const auto lab = [](const Rgb& c) {
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
    const double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
    const double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
    return Rgb{116 * y - 16, 500 * (x - y), 200 * (y - z)};
  };
  const Rgb a = lab(one);
  const Rgb b = lab(other);
  return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

class EachTheme : public testing::TestWithParam<Theme> {
 protected:
  [[nodiscard]] static std::uint32_t color(Tone tone) { return color_of(GetParam(), tone); }
  [[nodiscard]] static std::vector<Tone> certificates() {
    std::vector<Tone> out;
    for (std::uint32_t id = 0; id < scene::certificate_tones; ++id) out.push_back(scene::certificate_tone(id));
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Themes, EachTheme,
                         testing::Values(Theme::dark, Theme::light, Theme::projector, Theme::colour_blind),
                         [](const auto& row) {
                           std::string name(scene::to_string(row.param));
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(EachTheme, TextIsReadOnEverySurface) {
  for (const Tone behind : {Tone::background, Tone::surface}) {
    EXPECT_GE(contrast(color(Tone::text), color(behind)), 7) << scene::to_string(behind);
    EXPECT_GE(contrast(color(Tone::faint), color(behind)), 4.5) << scene::to_string(behind);
  }
}

TEST_P(EachTheme, NamesAreReadOnEveryCertificate) {
  for (const Tone certificate : certificates())
    EXPECT_GE(contrast(color(Tone::background), color(certificate)), 4.5) << scene::to_string(certificate);
}

TEST_P(EachTheme, CertificatesAreToldApart) {
  const std::vector<Tone> all = certificates();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      EXPECT_GE(distance(linear(color(all[i])), linear(color(all[j]))), 18)
          << scene::to_string(all[i]) << " and " << scene::to_string(all[j]);
    }
  }
}

TEST_P(EachTheme, LinesAreSeenOnTheBackground) {
  for (const Tone tone : {Tone::good, Tone::one_way, Tone::refused, Tone::old_session, Tone::accent, Tone::selected})
    EXPECT_GE(contrast(color(tone), color(Tone::background)), 2.1) << scene::to_string(tone);
}

TEST_P(EachTheme, WhatAVerdictMayBeIsToldApart) {
  constexpr std::array<Tone, 3> verdicts = {Tone::good, Tone::one_way, Tone::refused};
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    for (std::size_t j = i + 1; j < verdicts.size(); ++j) {
      EXPECT_GE(distance(linear(color(verdicts[i])), linear(color(verdicts[j]))), 30)
          << scene::to_string(verdicts[i]) << " and " << scene::to_string(verdicts[j]);
    }
  }
}

class Sight : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Kinds, Sight, testing::Bool(),
                         [](const auto& row) { return row.param ? "no_red" : "no_green"; });

TEST_P(Sight, ColourBlindThemeTellsVerdictsApart) {
  const auto shown = [](Tone tone) { return seen(color_of(Theme::colour_blind, tone), GetParam()); };
  EXPECT_GE(distance(shown(Tone::good), shown(Tone::refused)), 30);
  EXPECT_GE(distance(shown(Tone::good), shown(Tone::one_way)), 30);
  EXPECT_GE(distance(shown(Tone::one_way), shown(Tone::refused)), 15);
}

TEST(Theme, ProjectorHasLargerText) {
  EXPECT_GT(text_scale(Theme::projector), text_scale(Theme::light));
  EXPECT_FALSE(is_bright(Theme::dark));
  EXPECT_TRUE(is_bright(Theme::projector));
}

}  // namespace
}  // namespace certdrill::panels
