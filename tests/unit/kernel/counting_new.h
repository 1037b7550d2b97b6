// Counts calls of operator new in this program, from every thread.
#pragma once

#include <cstdint>

namespace certdrill::testing_kernel {

[[nodiscard]] std::uint64_t allocations();

}  // namespace certdrill::testing_kernel
