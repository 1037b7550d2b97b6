#include "workspace/gallery.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "load/scenario_locator.h"
#include "load/scenario_reader.h"

namespace certdrill::workspace {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  if (std::ifstream in(file, std::ios::binary); in) text << in.rdbuf();
  return text.str();
}

}  // namespace

std::string first_sentence(std::string_view markdown) {
  std::string paragraph;
  while (!markdown.empty()) {
    const std::size_t end = markdown.find('\n');
    const std::string_view line = trimmed(markdown.substr(0, end));
    markdown = end == std::string_view::npos ? std::string_view() : markdown.substr(end + 1);
    if (line.starts_with('#')) continue;
    if (line.empty() && !paragraph.empty()) break;
    if (line.empty()) continue;
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += line;
  }
  std::string plain;
  for (const char letter : paragraph) {
    if (letter != '`' && letter != '*') plain += letter;
  }
  const std::size_t stop = plain.find(". ");
  return stop == std::string::npos ? plain : plain.substr(0, stop + 1);
}

std::vector<GalleryEntry> shipped_gallery() {
  std::vector<GalleryEntry> entries;
  for (const load::ShippedScenario& shipped : load::shipped_scenarios()) {
    const load::LoadedScenario loaded = load::read_scenario(shipped.file);
    if (!loaded.scenario) continue;
    GalleryEntry entry;
    entry.name = shipped.name;
    entry.title = loaded.scenario->title.empty() ? shipped.name : loaded.scenario->title;
    entry.teaches = first_sentence(text_of(shipped.file.parent_path() / "about.md"));
    entry.expects_violation = loaded.scenario->expected == model::Verdict::violated;
    entry.file = shipped.file;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace certdrill::workspace
