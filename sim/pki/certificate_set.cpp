#include "pki/certificate_set.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <openssl/pem.h>

#include "pki/certificate_mint.h"
#include "pki/openssl_handles.h"
#include "pki/private_key.h"

namespace certdrill::pki {

// Everything in a slot is made once, by whichever thread comes first, and never changes afterwards.
struct CertificateSet::State {
  struct Slot {
    std::once_flag key_once;
    Key key;
    std::once_flag certificate_once;
    std::optional<Certificate> certificate;
    std::atomic<bool> minted = false;
  };

  State(std::uint64_t seed_of_all, std::vector<CertificateSpec> all_specs)
      : seed(seed_of_all), specs(std::move(all_specs)), slots(specs.size()) {}

  Slot& slot(CertificateId id) {
    need(id < slots.size(), "a certificate id beyond the set");
    return slots[id];
  }

  EVP_PKEY* key(CertificateId id) {
    Slot& own = slot(id);
    std::call_once(own.key_once, [&] { own.key = make_private_key(specs[id].key_type, seed, specs[id].name); });
    return own.key.get();
  }

  // Its issuer is minted already.
  void mint_one(CertificateId id) {
    Slot& own = slot(id);
    std::call_once(own.certificate_once, [&] {
      const std::optional<CertificateId> issuer = specs[id].issuer;
      const Certificate* issuer_certificate = issuer ? &*slots[*issuer].certificate : nullptr;
      Result<Certificate> made_now = Certificate::from_der(
          mint_der(seed, specs[id], key(id), issuer_certificate, issuer ? key(*issuer) : key(id)));
      if (!made_now) give_up("the certificate \"" + specs[id].name + "\" " + made_now.problem().what);
      own.certificate = *std::move(made_now);
      minted_count.fetch_add(1, std::memory_order_relaxed);
      own.minted.store(true, std::memory_order_release);
    });
  }

  std::uint64_t seed;
  std::vector<CertificateSpec> specs;
  std::vector<Slot> slots;
  std::atomic<std::size_t> minted_count = 0;
};

CertificateSet::CertificateSet(std::uint64_t seed, std::vector<CertificateSpec> specs)
    : state_(std::make_unique<State>(seed, std::move(specs))) {
  for (CertificateId id = 0; id < state_->specs.size(); ++id) {
    const std::optional<CertificateId> issuer = state_->specs[id].issuer;
    need(!issuer || *issuer < id, "a certificate stands before its issuer: \"" + state_->specs[id].name + "\"");
  }
}
CertificateSet::~CertificateSet() = default;
CertificateSet::CertificateSet(CertificateSet&&) noexcept = default;
CertificateSet& CertificateSet::operator=(CertificateSet&&) noexcept = default;

std::size_t CertificateSet::size() const { return state_->specs.size(); }

const CertificateSpec& CertificateSet::spec(CertificateId id) const {
  need(id < size(), "a certificate id beyond the set");
  return state_->specs[id];
}

const Certificate& CertificateSet::certificate(CertificateId id) const {
  State::Slot& slot = state_->slot(id);
  if (!slot.minted.load(std::memory_order_acquire)) {
    start_openssl();
    const std::vector<CertificateId> issuers = issuers_of(id);  // a loop, not a recursion: chains may be long
    std::for_each(issuers.rbegin(), issuers.rend(), [this](CertificateId issuer) { state_->mint_one(issuer); });
    state_->mint_one(id);
  }
  return *slot.certificate;
}

std::string CertificateSet::private_key_pem(CertificateId id) const {
  start_openssl();
  const BioHandle memory(made(BIO_new(BIO_s_mem()), "no memory"));
  need(PEM_write_bio_PKCS8PrivateKey(memory.get(), state_->key(id), nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "writing a private key");
  return text_of(memory.get());
}

std::vector<CertificateId> CertificateSet::issuers_of(CertificateId id) const {
  std::vector<CertificateId> issuers;
  for (std::optional<CertificateId> next = spec(id).issuer; next; next = spec(*next).issuer) issuers.push_back(*next);
  return issuers;
}

void CertificateSet::mint(std::span<const CertificateId> ids) const {
  start_openssl();
  // The keys first: they depend on nothing but the seed and the name, so any order and any thread makes the same ones.
  std::vector<bool> wanted(size(), false);
  for (const CertificateId id : ids) {
    need(id < size(), "a certificate id beyond the set");
    for (std::optional<CertificateId> next = id; next && !wanted[*next]; next = spec(*next).issuer)
      wanted[*next] = true;
  }
  std::vector<CertificateId> slow;
  for (CertificateId id = 0; id < size(); ++id) {
    if (wanted[id] && !state_->slots[id].minted && is_slow_to_make(spec(id).key_type)) slow.push_back(id);
  }
  {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < slow.size(); i = next++) state_->key(slow[i]);
    };
    const std::size_t workers = std::min<std::size_t>(slow.size(), std::thread::hardware_concurrency());
    std::vector<std::jthread> helpers;
    try {
      for (std::size_t i = 1; i < workers; ++i) helpers.emplace_back(work);
    } catch (const std::system_error&) {  // no more threads to be had: those there are, and this one, do it all
    }
    work();
  }
  for (CertificateId id = 0; id < size(); ++id) {
    if (wanted[id]) state_->mint_one(id);  // issuers come first in the set
  }
}

std::size_t CertificateSet::minted_count() const { return state_->minted_count; }

}  // namespace certdrill::pki
