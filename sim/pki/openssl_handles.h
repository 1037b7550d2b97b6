// Owning handles for OpenSSL's objects, and the parsed form behind a Certificate. Private to pki: of its
// headers only private_key.h and certificate_mint.h include this one, and they are private as well.
//
// Errors     OpenSSL failing where no input can make it fail is a mistake of ours (or no memory): give_up() aborts with
//            its words.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "pki/certificate.h"

namespace certdrill::pki {

template <auto release>
struct ReleasedBy {
  template <typename T>
  void operator()(T* object) const {
    release(object);
  }
};
template <typename T, auto release>
using Handle = std::unique_ptr<T, ReleasedBy<release>>;

// OPENSSL_free and the stack functions are macros in some versions.
inline void free_bytes(void* bytes) { OPENSSL_free(bytes); }
inline void free_stack_only(STACK_OF(X509) * stack) { sk_X509_free(stack); }

using BigNumber = Handle<BIGNUM, BN_clear_free>;
using BigNumberContext = Handle<BN_CTX, BN_CTX_free>;
using BioHandle = Handle<BIO, BIO_free_all>;
using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
using OpenSslText = Handle<unsigned char, free_bytes>;
using X509Handle = Handle<X509, X509_free>;
using X509Stack = Handle<STACK_OF(X509), free_stack_only>;  // does not own the certificates in it

// Starts OpenSSL without the machine's configuration file (openssl.cnf could load other providers or change the
// security level), once; every entry to pki calls it before its first use of OpenSSL. Cheap afterwards.
void start_openssl();

[[noreturn]] void give_up(std::string_view what);

// `object` itself; gives up when it is null.
template <typename T>
T* made(T* object, std::string_view what) {
  if (object == nullptr) give_up(what);
  return object;
}
inline void need(bool good, std::string_view what) {
  if (!good) give_up(what);
}

// The contents of a memory BIO.
[[nodiscard]] std::string text_of(BIO* memory);

struct Certificate::Parsed {
  X509Handle x509;
  std::vector<std::uint8_t> der;
  Thumbprint thumbprint;
  std::string common_name;
  std::string issuer_common_name;
  std::vector<std::string> dns_names;
  std::vector<KeyUsage> key_usages;
  bool limits_key_usage = false;
  SimTime not_before{};
  SimTime not_after{};

  // Checking its own signature costs as much as a verification, and few ask.
  mutable std::once_flag self_signed_once;
  mutable bool self_signed = false;
};

// OpenSSL's form of a certificate. Its functions take it without const although none of those used here changes it.
[[nodiscard]] inline X509* x509_of(const Certificate& certificate) { return certificate.parsed().x509.get(); }

}  // namespace certdrill::pki
