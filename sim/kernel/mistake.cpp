#include "kernel/mistake.h"

#include <cstdio>
#include <cstdlib>

namespace certdrill {

void mistake(const std::string& what) {
  std::fprintf(stderr, "certdrill: a mistake of ours: %s\n", what.c_str());
  std::abort();
}

}  // namespace certdrill
