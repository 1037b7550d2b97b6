// Small words that pictures share: numbers, names, cut or shortened.
#pragma once

#include <cstdint>
#include <string>

#include "model/scenario.h"

namespace certdrill::scene {

[[nodiscard]] std::string with_thousands(std::uint64_t number);  // "19,950"
[[nodiscard]] std::string short_count(std::uint64_t number);     // "950", "19k", "2.5M"
[[nodiscard]] std::string counted_with_thousands(std::uint64_t number,
                                                 const std::string& noun);  // "1 node", "2,000 nodes"
[[nodiscard]] std::string certificate_name(const model::Scenario& scenario,
                                           pki::CertificateId certificate);  // or "nothing"

}  // namespace certdrill::scene
