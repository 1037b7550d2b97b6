#include "pki/chain.h"

#include <algorithm>
#include <atomic>

#include <openssl/err.h>

#include "pki/openssl_handles.h"
#include "pki/revocation.h"

namespace certdrill::pki {
namespace {

using StoreContext = Handle<X509_STORE_CTX, X509_STORE_CTX_free>;

// RSA below 1024 bits and SHA-1 signatures are weak. Said outright, so that no build or configuration of OpenSSL
// changes a verdict.
constexpr int security_level = 1;

std::atomic<std::uint64_t> chains_verified = 0;

// Notes the fault and says "go on", so that one run finds them all. The error is taken back: while one stands, OpenSSL
// repeats it where it would have said that the root is not trusted.
int note_fault(int good, X509_STORE_CTX* context) {
  if (good == 0) {
    auto* faults = static_cast<std::vector<RawFault>*>(X509_STORE_CTX_get_app_data(context));
    faults->push_back({X509_STORE_CTX_get_error(context), X509_STORE_CTX_get_error_depth(context)});
    X509_STORE_CTX_set_error(context, X509_V_OK);
  }
  return 1;
}

bool set_use(X509_VERIFY_PARAM* parameters, ChainUse use) {
  if (use == ChainUse::any) return true;
  const int purpose = use == ChainUse::tls_client ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER;
  return X509_VERIFY_PARAM_set_purpose(parameters, purpose) == 1;
}

X509Stack stack_of(std::span<const Certificate> certificates) {
  X509Stack stack(made(sk_X509_new_reserve(nullptr, static_cast<int>(certificates.size())), "no memory"));
  for (const Certificate& each : certificates) sk_X509_push(stack.get(), x509_of(each));
  return stack;
}

// The issuer of a self-signed certificate is that certificate and no other one of its name. OpenSSL takes the first of
// that name when there is no key identifier to tell them apart, and would call a trusted one untrusted.
std::span<const Certificate> anchors_for(const Certificate& leaf, std::span<const Certificate> trusted) {
  if ((X509_get_extension_flags(x509_of(leaf)) & EXFLAG_SS) == 0) return trusted;
  const auto found = std::find(trusted.begin(), trusted.end(), leaf);
  return found == trusted.end() ? trusted : std::span(found, 1);
}

std::string subject_of(const Certificate& certificate) {
  if (!certificate.common_name().empty()) return certificate.common_name();
  const BioHandle memory(made(BIO_new(BIO_s_mem()), "no memory"));
  X509_NAME_print_ex(memory.get(), X509_get_subject_name(x509_of(certificate)), 0, XN_FLAG_RFC2253);
  return text_of(memory.get());
}

void add_fault(ChainResult& result, int error, int depth) {
  ChainFault fault;
  fault.kind = chain_fault_of(error);
  fault.depth = depth > 0 ? static_cast<std::uint32_t>(depth) : 0;
  // OpenSSL says some things twice in different words (20 and 21: the issuer is missing).
  const bool known = std::any_of(result.faults.begin(), result.faults.end(), [&](const ChainFault& each) {
    return each.kind == fault.kind && each.depth == fault.depth &&
           (fault.kind != ChainFaultKind::other || each.openssl_error == error);
  });
  if (known) return;
  if (fault.depth < result.chain.size()) {
    const Certificate& concerned = result.chain[fault.depth];
    fault.subject = subject_of(concerned);
    if (fault.kind == ChainFaultKind::not_yet_valid) fault.boundary = concerned.not_before();
    if (fault.kind == ChainFaultKind::expired) fault.boundary = concerned.not_after();
  }
  fault.openssl_error = error;
  fault.openssl_text = X509_verify_cert_error_string(error);
  result.faults.push_back(std::move(fault));
}

// OpenSSL leaves out the time of a certificate whose issuer is missing when it is not the leaf. Whether it counts is for
// the rules to say.
void add_time_faults(ChainResult& result, SimTime at) {
  const std::size_t found = result.faults.size();
  for (std::size_t depth = 0; depth < result.chain.size(); ++depth) {
    const Certificate& each = result.chain[depth];
    if (at < each.not_before()) add_fault(result, X509_V_ERR_CERT_NOT_YET_VALID, static_cast<int>(depth));
    if (at >= each.not_after()) add_fault(result, X509_V_ERR_CERT_HAS_EXPIRED, static_cast<int>(depth));
  }
  for (std::size_t i = found; i < result.faults.size(); ++i) result.faults[i].beside_openssl = true;
}

// OpenSSL's chain holds the very objects that were given to it.
const Certificate& certificate_of(const X509* x509, const Certificate& leaf, std::span<const Certificate> sent,
                                  std::span<const Certificate> trusted) {
  if (x509_of(leaf) == x509) return leaf;
  for (const std::span<const Certificate> pile : {trusted, sent}) {
    for (const Certificate& each : pile) {
      if (x509_of(each) == x509) return each;
    }
  }
  give_up("a chain holds a certificate that nobody gave");
}

}  // namespace

bool ChainResult::has(ChainFaultKind kind) const {
  return std::any_of(faults.begin(), faults.end(), [kind](const ChainFault& fault) { return fault.kind == kind; });
}

const Certificate* ChainResult::direct_issuer() const {
  if (chain.size() > 1) return &chain[1];
  return chain.size() == 1 && chain[0].is_self_signed() ? &chain[0] : nullptr;
}

// No X509_STORE: a stack of roots is all there is to trust, so no directory of the machine can add to it.
ChainResult verify_chain(const Certificate& leaf, std::span<const Certificate> sent,
                         std::span<const Certificate> trusted, const ChainQuestion& question) {
  chains_verified.fetch_add(1, std::memory_order_relaxed);
  std::vector<RawFault> raw_faults;
  const X509Stack roots = stack_of(anchors_for(leaf, trusted));
  const X509Stack untrusted = stack_of(sent);
  const StoreContext context(made(X509_STORE_CTX_new(), "no memory"));
  need(X509_STORE_CTX_init(context.get(), nullptr, x509_of(leaf), untrusted.get()) == 1, "chain verification");
  X509_STORE_CTX_set0_trusted_stack(context.get(), roots.get());
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(parameters, unix_seconds(question.at));
  X509_VERIFY_PARAM_set_auth_level(parameters, security_level);
  need(set_use(parameters, question.use) &&
           X509_VERIFY_PARAM_set_flags(parameters,
                                       X509_V_FLAG_CHECK_SS_SIGNATURE | revocation_flags(question.revocation)) == 1 &&
           X509_STORE_CTX_set_app_data(context.get(), &raw_faults) == 1,
       "chain verification");
  CrlStack lists;
  if (question.revocation != RevocationCheck::off) {
    lists = newest_lists(question.crls);
    X509_STORE_CTX_set0_crls(context.get(), lists.get());
  }
  X509_STORE_CTX_set_verify_cb(context.get(), note_fault);
  const int verified = X509_verify_cert(context.get());

  ChainResult result;
  const STACK_OF(X509)* built = X509_STORE_CTX_get0_chain(context.get());
  for (int i = 0; i < sk_X509_num(built); ++i) {
    result.chain.push_back(certificate_of(sk_X509_value(built, i), leaf, sent, trusted));
  }
  if (result.chain.empty()) result.chain.push_back(leaf);
  if (question.revocation != RevocationCheck::off) {
    drop_uncounted_revocation_faults(raw_faults, result.chain, question.revocation);
  }
  for (const RawFault& fault : raw_faults) add_fault(result, fault.error, fault.depth);
  if (verified != 1) {  // it stopped although it was told to go on: never to be taken for a chain checked to its end
    const int error = X509_STORE_CTX_get_error(context.get());
    add_fault(result, error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error, 0);
  }
  add_time_faults(result, question.at);
  std::stable_sort(result.faults.begin(), result.faults.end(),
                   [](const ChainFault& a, const ChainFault& b) { return a.depth < b.depth; });
  ERR_clear_error();
  return result;
}

std::uint64_t verified_chain_count() { return chains_verified.load(std::memory_order_relaxed); }

}  // namespace certdrill::pki
