// Certificates of a small PKI as texts, and what is read from a file of them in a few words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate_file.h"
#include "pki/certificate_set.h"
#include "pki_test_support.h"

namespace certdrill::pki {

using Bytes = std::vector<std::uint8_t>;

// 0: root, 1: inter, 2: leaf, 3: a self-signed RSA one.
inline const CertificateSet& set() {
  static const CertificateSet made = [] {
    std::vector<CertificateSpec> specs;
    for (const char* name : {"root", "inter", "leaf", "self"}) {
      specs.push_back(spec_of(name, "2025-01-01", "2026-01-01"));
    }
    specs[0].authority = specs[1].authority = true;
    specs[1].issuer = 0;
    specs[2].issuer = 1;
    specs[3].key_type = KeyType::rsa2048;
    return CertificateSet(17, std::move(specs));
  }();
  return made;
}

inline std::string pem_of(CertificateId id) { return set().certificate(id).pem(); }
inline std::string key_of(CertificateId id) { return set().private_key_pem(id); }
inline std::string der_of(CertificateId id) {
  const Bytes& der = set().certificate(id).der();
  return {der.begin(), der.end()};
}
inline Crl crl() {
  CrlSpec spec;
  spec.issuer = 1;
  spec.this_update = time_at("2025-03-01");
  spec.next_update = time_at("2025-04-01");
  return set().crl(spec);
}
inline std::string text_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

inline ReadCertificates parsed(const std::string& text, const std::optional<Password>& password = std::nullopt) {
  return parse_certificate_file(Bytes(text.begin(), text.end()), "f", password);
}

// "2:1 what" for each problem; with a "warning " in front of those.
inline std::string problems_of(const ReadCertificates& read) {
  std::string text;
  for (const Problem& each : read.problems) {
    EXPECT_EQ(each.where.file, "f");
    if (!text.empty()) text += "; ";
    if (each.severity == Severity::warning) text += "warning ";
    if (each.where.line > 0) {
      text += std::to_string(each.where.line) + ":" + std::to_string(each.where.column) + " ";
    }
    text += each.what;
  }
  return text;
}

// "leaf.test inter.test, 1 CRL, key of the first"; or the problems.
inline std::string summary_of(const ReadCertificates& read) {
  EXPECT_EQ(read.file.has_value(), !has_errors(read.problems));
  if (!read.file) return problems_of(read);
  std::string text;
  for (const Certificate& each : read.file->certificates) text += each.common_name() + " ";
  if (!read.file->crls.empty()) text += std::to_string(read.file->crls.size()) + " CRL ";
  if (read.file->has_private_key) {
    text += !read.file->key_matches_first ? "key unread " : *read.file->key_matches_first ? "its key " : "other key ";
  }
  if (!text.empty()) text.pop_back();
  return read.problems.empty() ? text : text + "; " + problems_of(read);
}

}  // namespace certdrill::pki
