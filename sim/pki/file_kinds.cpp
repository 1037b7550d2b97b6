#include "pki/file_kinds.h"

#include <string>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/pkcs7.h>

#include "base/result.h"
#include "base/text.h"
#include "pki/openssl_handles.h"
#include "pki/pem_blocks.h"

namespace certdrill::pki {
namespace {

constexpr std::uint8_t sequence_tag = 0x30;
constexpr std::uint8_t integer_tag = 0x02;
constexpr std::uint8_t object_tag = 0x06;

struct Header {
  std::size_t size = 0;
  std::optional<std::size_t> content;  // none: its end is marked, as BER allows
};

// Of an element with a tag of one byte.
std::optional<Header> header_of(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const std::size_t first = bytes[1];
  if (first < 0x80) return Header{2, first};
  const std::size_t count = first & 0x7FU;
  if (count == 0) return Header{2, std::nullopt};
  if (count > 4 || bytes.size() < 2 + count) return std::nullopt;
  std::size_t content = 0;
  for (std::size_t i = 0; i < count; ++i) content = content << 8 | bytes[2 + i];
  return Header{2 + count, content};
}

// Can OpenSSL's function read it? `free` is for what it makes.
template <auto read, auto free>
bool reads(std::span<const std::uint8_t> der) {
  const unsigned char* next = der.data();
  auto* object = read(nullptr, &next, static_cast<long>(der.size()));
  ERR_clear_error();
  if (object == nullptr) return false;
  free(object);
  return true;
}

bool begins_with(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

std::string_view without_spaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

}  // namespace

bool looks_like_der(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 2 || bytes[0] != sequence_tag) return false;
  // A text may begin with the same byte, "0"; but the byte after it is then hardly the length of the rest.
  return bytes[1] >= 0x80 || bytes.size() == 2U + bytes[1];
}

DerKind kind_of_der(std::span<const std::uint8_t> der) {
  const std::optional<Header> header = header_of(der);
  if (!header || der.size() <= header->size) return DerKind::unknown;
  switch (der[header->size]) {
    case sequence_tag:
      if (reads<d2i_X509, X509_free>(der)) return DerKind::certificate;
      if (reads<d2i_X509_CRL, X509_CRL_free>(der)) return DerKind::crl;
      if (reads<d2i_X509_REQ, X509_REQ_free>(der)) return DerKind::request;
      if (reads<d2i_X509_SIG, X509_SIG_free>(der)) return DerKind::private_key;  // encrypted
      if (reads<d2i_PUBKEY, EVP_PKEY_free>(der)) return DerKind::public_key;
      return DerKind::unknown;
    case object_tag:
      return reads<d2i_PKCS7, PKCS7_free>(der) ? DerKind::pkcs7 : DerKind::unknown;
    case integer_tag:
      if (reads<d2i_PKCS12, PKCS12_free>(der)) return DerKind::pfx;
      return reads<d2i_AutoPrivateKey, EVP_PKEY_free>(der) ? DerKind::private_key : DerKind::unknown;
    default:
      return DerKind::unknown;
  }
}

std::span<const std::uint8_t> first_element(std::span<const std::uint8_t> bytes) {
  const std::optional<Header> header = header_of(bytes);
  const bool whole = header && header->content && *header->content <= bytes.size() - header->size;
  return whole ? bytes.first(header->size + *header->content) : bytes;
}

std::optional<Problem> cut_off(std::span<const std::uint8_t> der) {
  const std::optional<Header> header = header_of(der);
  if (!header || !header->content || *header->content <= der.size() - header->size) return std::nullopt;
  return problem("is cut off: it begins as one of " + std::to_string(header->size + *header->content) + " bytes, and " +
                     std::to_string(der.size()) + " are there",
                 "copy all of it");
}

Problem no_certificate_block(std::string_view label) {
  if (label == "CERTIFICATE REQUEST" || label == "NEW CERTIFICATE REQUEST") {
    return problem("the file is a certificate request, not a certificate",
                   "name the certificate that the authority made from it");
  }
  if (label == "OPENSSH PRIVATE KEY") {
    return problem("the file is a private key of OpenSSH, not a certificate", "OpenSSH has no X.509 certificates");
  }
  if (label.find("PRIVATE KEY") != std::string_view::npos) {
    return problem("the file is a private key only, without a certificate", "name the certificate that belongs to it");
  }
  if (label.find("PUBLIC KEY") != std::string_view::npos) {
    return problem("the file is a public key, not a certificate", "name the certificate that holds it");
  }
  return problem("the file has no certificate; its first block is " + quoted(label),
                 "certificates stand in blocks of -----BEGIN CERTIFICATE-----");
}

Problem no_certificate_file(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (begins_with(text, byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (begins_with(text, "\xFF\xFE") || begins_with(text, "\xFE\xFF")) {
    return problem("the file is UTF-16", "save it as ASCII or UTF-8");
  }
  if (begins_with(text, "\xFE\xED\xFE\xED") || begins_with(text, "\xCE\xCE\xCE\xCE")) {
    return problem("the file is a keystore of Java",
                   "convert it: keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype PKCS12");
  }
  if (begins_with(text, "PK\x03\x04")) return problem("the file is a zip archive", "unpack it");
  const std::string_view body = without_spaces(text);
  if (body.empty()) return problem("the file is empty");
  if (body[0] == '{' || body[0] == '[') return problem("the file is JSON, not a certificate");
  if (body[0] == '<') {
    return problem("the file is XML or HTML, not a certificate", "maybe an error page was saved in its place");
  }
  for (const std::string_view key : {"ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"}) {
    if (begins_with(body, key)) {
      return problem("the file is a public key of OpenSSH, not a certificate", "OpenSSH has no X.509 certificates");
    }
  }
  if (begins_with(body, "PuTTY-User-Key-File")) return problem("the file is a private key of PuTTY, not a certificate");
  if (const auto decoded = decode_base64(body); decoded && looks_like_der(*decoded)) {
    return problem("the file is base64 text without the lines of PEM around it",
                   "put -----BEGIN CERTIFICATE----- before it and -----END CERTIFICATE----- behind it");
  }
  return problem("the file is neither PEM nor DER",
                 "a certificate file begins with -----BEGIN CERTIFICATE-----, or is binary DER, PKCS#7 or PKCS#12");
}

}  // namespace certdrill::pki
