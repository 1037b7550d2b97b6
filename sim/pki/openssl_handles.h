// Owning handles for OpenSSL's objects, and the parsed forms behind Certificate and Crl. Private to pki: only its
// private headers (minting, signing, reading of fields, private keys) include this one.
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
#include "pki/crl.h"

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
inline void free_crl_stack_only(STACK_OF(X509_CRL) * stack) { sk_X509_CRL_free(stack); }

using BigNumber = Handle<BIGNUM, BN_clear_free>;
using BigNumberContext = Handle<BN_CTX, BN_CTX_free>;
using BioHandle = Handle<BIO, BIO_free_all>;
using CrlHandle = Handle<X509_CRL, X509_CRL_free>;
using CrlStack = Handle<STACK_OF(X509_CRL), free_crl_stack_only>;  // does not own the lists in it
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
  std::vector<SubjectAttribute> subject;
  std::string common_name;
  std::string issuer_common_name;
  std::vector<std::string> dns_names;
  std::vector<KeyUsage> key_usages;
  bool limits_key_usage = false;
  bool names_crl = false;
  PublicKeyId public_key;
  SimTime not_before{};
  SimTime not_after{};

  // Checking its own signature costs as much as a verification, and few ask.
  mutable std::once_flag self_signed_once;
  mutable bool self_signed = false;
};

struct Crl::Parsed {
  CrlHandle crl;
  std::vector<std::uint8_t> der;
  std::string issuer_common_name;
  std::vector<std::uint8_t> authority_key;         // the key identifier of its issuer; empty when it says none
  Handle<ASN1_INTEGER, ASN1_INTEGER_free> number;  // null when it has none
  SimTime this_update{};
  SimTime next_update{};
  std::size_t revoked_count = 0;
};

// OpenSSL's form of a certificate. Its functions take it without const although none of those used here changes it.
[[nodiscard]] inline X509* x509_of(const Certificate& certificate) { return certificate.parsed().x509.get(); }
[[nodiscard]] inline X509_CRL* crl_of(const Crl& crl) { return crl.parsed().crl.get(); }

}  // namespace certdrill::pki
