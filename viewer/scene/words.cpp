#include "scene/words.h"

namespace certdrill::scene {

std::string with_thousands(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3;) {
    place -= 3;
    text.insert(place, ",");
  }
  return text;
}

std::string short_count(std::uint64_t number) {
  if (number < 10'000) return with_thousands(number);
  if (number < 1'000'000) return std::to_string(number / 1'000) + "k";
  const std::uint64_t tenths = number / 100'000;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + "M";
}

std::string counted_with_thousands(std::uint64_t number, const std::string& noun) {
  return with_thousands(number) + " " + noun + (number == 1 ? "" : "s");
}

std::string certificate_name(const model::Scenario& scenario, pki::CertificateId certificate) {
  return certificate < scenario.certificates.size() ? scenario.certificates[certificate].name : "nothing";
}

}  // namespace certdrill::scene
