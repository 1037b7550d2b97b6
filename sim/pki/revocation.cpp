#include "pki/revocation.h"

#include <algorithm>

namespace certdrill::pki {
namespace {

// Below zero, zero, above zero. Names compare as OpenSSL compares them, since that is how it finds a list.
int compare_issuers(const Crl& a, const Crl& b) {
  const int names = X509_NAME_cmp(X509_CRL_get_issuer(crl_of(a)), X509_CRL_get_issuer(crl_of(b)));
  if (names != 0) return names;
  const std::vector<std::uint8_t>& key_a = a.parsed().authority_key;
  const std::vector<std::uint8_t>& key_b = b.parsed().authority_key;
  if (key_a == key_b) return 0;
  return std::lexicographical_compare(key_a.begin(), key_a.end(), key_b.begin(), key_b.end()) ? -1 : 1;
}

int compare_numbers(const ASN1_INTEGER* a, const ASN1_INTEGER* b) {
  if (a == nullptr || b == nullptr) return (a != nullptr ? 1 : 0) - (b != nullptr ? 1 : 0);
  return ASN1_INTEGER_cmp(a, b);
}

// By issuer; of one issuer the newest first. The bytes decide at last, so that equals are the same list.
bool comes_before(const Crl* a, const Crl* b) {
  if (const int issuers = compare_issuers(*a, *b); issuers != 0) return issuers < 0;
  if (const int numbers = compare_numbers(a->parsed().number.get(), b->parsed().number.get()); numbers != 0) {
    return numbers > 0;
  }
  if (a->this_update() != b->this_update()) return a->this_update() > b->this_update();
  return std::lexicographical_compare(a->der().begin(), a->der().end(), b->der().begin(), b->der().end());
}

bool puts_the_list_in_doubt(int error) {
  switch (error) {
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
      return true;
    default:
      return false;
  }
}

}  // namespace

unsigned long revocation_flags(RevocationCheck check) {
  switch (check) {
    case RevocationCheck::off:
      return 0;
    case RevocationCheck::leaf:
      return X509_V_FLAG_CRL_CHECK;
    case RevocationCheck::chain_without_root:
    case RevocationCheck::where_declared:
      return X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
  }
  give_up("unknown revocation check");
}

CrlStack newest_lists(std::span<const Crl> crls) {
  std::vector<const Crl*> sorted;
  for (const Crl& each : crls) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(), comes_before);
  CrlStack stack(made(sk_X509_CRL_new_reserve(nullptr, static_cast<int>(sorted.size())), "no memory"));
  const Crl* last = nullptr;
  for (const Crl* each : sorted) {
    if (last == nullptr || compare_issuers(*last, *each) != 0) sk_X509_CRL_push(stack.get(), crl_of(*each));
    last = each;
  }
  return stack;
}

bool is_revocation_fault(int openssl_error) {
  const ChainFaultKind kind = chain_fault_of(openssl_error);
  return kind == ChainFaultKind::revoked || kind == ChainFaultKind::revocation_unknown ||
         kind == ChainFaultKind::revocation_list_unusable;
}

bool is_looked_up(X509* x509, bool is_end, RevocationCheck check) {
  if (is_end && (X509_get_extension_flags(x509) & EXFLAG_SS) != 0) return false;
  switch (check) {
    case RevocationCheck::off:
      return false;
    case RevocationCheck::leaf:  // OpenSSL itself looks up nothing else
    case RevocationCheck::chain_without_root:
      return true;
    case RevocationCheck::where_declared:
      return X509_get_ext_by_NID(x509, NID_crl_distribution_points, -1) >= 0;
  }
  give_up("unknown revocation check");
}

void drop_uncounted_revocation_faults(std::vector<RawFault>& faults, std::span<const Certificate> chain,
                                      RevocationCheck check) {
  std::erase_if(faults, [&](const RawFault& fault) {
    const auto depth = static_cast<std::size_t>(std::max(fault.depth, 0));
    return is_revocation_fault(fault.error) && depth < chain.size() &&
           !is_looked_up(x509_of(chain[depth]), depth + 1 == chain.size(), check);
  });
  std::vector<int> doubted;  // depths
  for (const RawFault& fault : faults) {
    if (puts_the_list_in_doubt(fault.error)) doubted.push_back(fault.depth);
  }
  std::erase_if(faults, [&](const RawFault& fault) {
    return fault.error == X509_V_ERR_CERT_REVOKED &&
           std::find(doubted.begin(), doubted.end(), fault.depth) != doubted.end();
  });
}

}  // namespace certdrill::pki
