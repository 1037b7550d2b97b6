#include "pki/openssl_handles.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include <openssl/crypto.h>
#include <openssl/err.h>

namespace certdrill::pki {

void start_openssl() {
  static const bool started = [] {
    // Asked for first, NO_LOAD_CONFIG holds for the rest of the process.
    need(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1, "OpenSSL does not start");
    return true;
  }();
  static_cast<void>(started);
}

void give_up(std::string_view what) {
  std::array<char, 256> reason{};
  const unsigned long code = ERR_peek_last_error();
  if (code != 0) ERR_error_string_n(code, reason.data(), reason.size());
  std::fprintf(stderr, "certdrill: internal error in pki: %.*s%s%s\n", static_cast<int>(what.size()), what.data(),
               code != 0 ? ": " : "", reason.data());
  std::abort();
}

std::string text_of(BIO* memory) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace certdrill::pki
