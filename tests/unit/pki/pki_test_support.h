// Short ways to say specs and times in the tests of pki.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate.h"
#include "pki/certificate_spec.h"
#include "pki/chain.h"

namespace certdrill::pki {

inline SimTime time_at(std::string_view text) {
  Result<SimTime> at = parse_sim_time(text);
  if (!at) ADD_FAILURE() << text << ": " << at.problem().what;
  return at ? *at : SimTime{};
}

inline CertificateSpec spec_of(std::string name, std::string_view not_before, std::string_view not_after) {
  CertificateSpec spec;
  spec.common_name = name + ".test";
  spec.name = std::move(name);
  spec.not_before = time_at(not_before);
  spec.not_after = time_at(not_after);
  return spec;
}

// "Expired@1 UntrustedRoot@2", or "clean".
inline std::string text_of(const ChainResult& result) {
  std::string text;
  for (const ChainFault& fault : result.faults) {
    if (!text.empty()) text += " ";
    text += std::string(to_string(fault.kind)) + "@" + std::to_string(fault.depth);
  }
  return text.empty() ? "clean" : text;
}

// The same certificate with the last byte of its signature changed.
inline Certificate tampered(const Certificate& certificate) {
  std::vector<std::uint8_t> der = certificate.der();
  der.back() ^= 0x01;
  return *Certificate::from_der(der);
}

}  // namespace certdrill::pki
