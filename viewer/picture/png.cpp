#include "picture/png.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include <png.h>

#include "base/text.h"
#include "report/atomic_file.h"

namespace certdrill::picture {
namespace {

// A picture of a screen; beyond this it is a file that is damaged or meant for something else.
constexpr std::uintmax_t largest_file = std::uintmax_t{256} << 20;
constexpr png_uint_32 longest_side = 32'768;

Problem about(const std::filesystem::path& file, std::string what, std::string help = {}) {
  Problem told = problem(std::move(what), std::move(help));
  told.where.file = file.string();
  return told;
}

// png_image with its memory given back.
struct PngImage {
  PngImage() { image.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  png_image image{};
};

}  // namespace

std::optional<Problem> write_png(const Image& image, const std::filesystem::path& file) {
  PngImage png;
  png.image.width = static_cast<png_uint_32>(image.width);
  png.image.height = static_cast<png_uint_32>(image.height);
  png.image.format = PNG_FORMAT_RGB;
  if (image.width <= 0 || image.height <= 0) return about(file, "the picture has no pixels");
  // Made in memory, so that the file is written whole or not at all.
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png.image);
  std::string bytes(size, '\0');
  if (png_image_write_to_memory(&png.image, bytes.data(), &size, 0, image.rgb.data(), 0, nullptr) == 0) {
    return about(file, std::string("the picture cannot be made: ") + png.image.message);
  }
  bytes.resize(size);
  return report::write_file(file.string(), bytes);
}

Result<Image> read_png(const std::filesystem::path& file) {
  errno = 0;
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return about(file, "cannot be read: " + error.message());
  if (size > largest_file) return about(file, "is too large for a picture");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return about(file, std::string("cannot be read: ") + std::strerror(errno));
  std::string bytes(static_cast<std::size_t>(size), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(stream.gcount()) != bytes.size()) return about(file, "cannot be read to its end");

  PngImage png;
  if (png_image_begin_read_from_memory(&png.image, bytes.data(), bytes.size()) == 0) {
    return about(file, std::string("is not a PNG picture: ") + png.image.message);
  }
  if (png.image.width > longest_side || png.image.height > longest_side) {
    return about(file, "is a picture of " + std::to_string(png.image.width) + "x" + std::to_string(png.image.height) +
                           " pixels; expected " + std::to_string(longest_side) + " at most each way");
  }
  png.image.format = PNG_FORMAT_RGB;
  Image image;
  image.width = static_cast<int>(png.image.width);
  image.height = static_cast<int>(png.image.height);
  image.rgb.resize(PNG_IMAGE_SIZE(png.image));
  const png_color white = {255, 255, 255};  // shows through where a picture is transparent
  if (png_image_finish_read(&png.image, &white, image.rgb.data(), 0, nullptr) == 0) {
    return about(file, std::string("is a damaged PNG picture: ") + png.image.message);
  }
  return image;
}

}  // namespace certdrill::picture
