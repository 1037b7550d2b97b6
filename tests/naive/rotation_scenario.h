// The rotation that the benchmarks run: install B, accept it, present it, retire A; five domains.
#pragma once

#include <cstdint>

#include "model/scenario.h"

namespace certdrill::naive {

[[nodiscard]] model::Scenario rotation_scenario(std::uint32_t nodes, std::uint32_t domains = 5);

}  // namespace certdrill::naive
