// In a file of its own, so that no caller sees that operator new is malloc and the compiler warns of a mismatch.
#include "counting_new.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::uint64_t> count = 0;
}  // namespace

namespace certdrill::testing_kernel {
std::uint64_t allocations() { return count; }
}  // namespace certdrill::testing_kernel

void* operator new(std::size_t size) {
  ++count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
