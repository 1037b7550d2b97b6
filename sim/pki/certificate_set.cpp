#include "pki/certificate_set.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include <openssl/pem.h>

#include "pki/certificate_mint.h"
#include "pki/crl_mint.h"
#include "pki/openssl_handles.h"
#include "pki/pfx.h"
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
      : seed(seed_of_all), specs(std::move(all_specs)), key_owners(specs.size()), slots(specs.size()) {
    std::map<std::string_view, CertificateId> by_name;
    for (CertificateId id = 0; id < specs.size(); ++id) by_name.emplace(specs[id].name, id);
    for (CertificateId id = 0; id < specs.size(); ++id) key_owners[id] = key_owner_of(id, by_name);
  }

  // Follows key_of to the certificate whose name the key is made from.
  [[nodiscard]] CertificateId key_owner_of(CertificateId id, const std::map<std::string_view, CertificateId>& by_name) {
    CertificateId owner = id;
    for (std::size_t steps = 0; !specs[owner].key_of.empty(); ++steps) {
      const auto found = by_name.find(specs[owner].key_of);
      need(found != by_name.end(), "a key of a certificate beyond the set: \"" + specs[owner].key_of + "\"");
      owner = found->second;
      need(steps < specs.size(), "keys that refer to each other in a circle: \"" + specs[id].name + "\"");
      need(specs[owner].key_type == specs[id].key_type, "a key of another type: \"" + specs[id].name + "\"");
    }
    return owner;
  }

  Slot& slot(CertificateId id) {
    need(id < slots.size(), "a certificate id beyond the set");
    return slots[id];
  }

  EVP_PKEY* key(CertificateId id) {
    need(id < slots.size(), "a certificate id beyond the set");
    const CertificateId owner = key_owners[id];
    Slot& slot_of_owner = slots[owner];
    std::call_once(slot_of_owner.key_once,
                   [&] { slot_of_owner.key = make_private_key(specs[owner].key_type, seed, specs[owner].name); });
    return slot_of_owner.key.get();
  }

  // Its issuer is minted already.
  void mint_one(CertificateId id) {
    Slot& own = slot(id);
    std::call_once(own.certificate_once, [&] {
      const std::optional<CertificateId> issuer = specs[id].issuer;
      MintIssuer signer;
      if (issuer) signer = {&specs[*issuer], &*slots[*issuer].certificate, key(*issuer)};
      Result<Certificate> made_now =
          Certificate::from_der(mint_der(seed, specs[id], key(id), issuer ? &signer : nullptr));
      if (!made_now) give_up("the certificate \"" + specs[id].name + "\" " + made_now.problem().what);
      own.certificate = *std::move(made_now);
      minted_count.fetch_add(1, std::memory_order_relaxed);
      own.minted.store(true, std::memory_order_release);
    });
  }

  std::uint64_t seed;
  std::vector<CertificateSpec> specs;
  std::vector<CertificateId> key_owners;  // whose key each has: mostly its own
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

std::vector<std::uint8_t> CertificateSet::pfx(CertificateId id, const std::string& password) const {
  const Certificate& leaf = certificate(id);
  std::vector<Certificate> issuers;
  for (const CertificateId issuer : issuers_of(id)) issuers.push_back(certificate(issuer));
  return make_pfx(leaf, state_->key(id), issuers, password);
}

Crl CertificateSet::crl(const CrlSpec& spec) const {
  std::vector<RevokedName> revoked;
  for (const CrlSpec::Revoked& each : spec.revoked) {
    need(this->spec(each.certificate).issuer.value_or(each.certificate) == spec.issuer,
         "a CRL lists what another one issued: \"" + this->spec(each.certificate).name + "\"");
    revoked.push_back({this->spec(each.certificate).name, each.at});
  }
  const Certificate& issuer = certificate(spec.issuer);
  Result<Crl> made_now = Crl::from_der(mint_crl_der(state_->seed, spec, revoked, issuer, state_->key(spec.issuer)));
  if (!made_now) give_up("the CRL of \"" + this->spec(spec.issuer).name + "\" " + made_now.problem().what);
  return *std::move(made_now);
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
    if (wanted[id] && !state_->slots[id].minted && is_slow_to_make(spec(id).key_type)) {
      slow.push_back(state_->key_owners[id]);  // one that comes twice is made once
    }
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
