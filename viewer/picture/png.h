// PNG files: written whole or not at all, read back to be compared.
#pragma once

#include <filesystem>
#include <optional>

#include "base/problem.h"
#include "base/result.h"
#include "picture/raster.h"

namespace certdrill::picture {

[[nodiscard]] std::optional<Problem> write_png(const Image& image, const std::filesystem::path& file);
[[nodiscard]] Result<Image> read_png(const std::filesystem::path& file);

}  // namespace certdrill::picture
