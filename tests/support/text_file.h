// Whole files as text, and text as lines.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace certdrill::test {

[[nodiscard]] std::string read_text(const std::filesystem::path& file);  // a test failure when it cannot be read
void write_text(const std::filesystem::path& file, std::string_view text);
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);  // without their line breaks

}  // namespace certdrill::test
