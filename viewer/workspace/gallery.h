// The gallery: the shipped scenarios, with what each of them teaches.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::workspace {

struct GalleryEntry {
  std::string name;
  std::string title;
  std::string teaches;  // the first sentence of its about.md
  bool expects_violation = false;
  std::filesystem::path file;
};

// By name. A scenario that does not load is left out: opening it by name tells what is wrong with it.
[[nodiscard]] std::vector<GalleryEntry> shipped_gallery();
// The first sentence behind the heading, without Markdown's marks.
[[nodiscard]] std::string first_sentence(std::string_view markdown);

}  // namespace certdrill::workspace
