#include "load/key_reader.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"

namespace certdrill::load {
namespace {

using Declared = DeclaredCertificate;

constexpr std::pair<std::string_view, pki::KeyType> key_types[] = {{"ed25519", pki::KeyType::ed25519},
                                                                   {"p256", pki::KeyType::p256},
                                                                   {"rsa2048", pki::KeyType::rsa2048},
                                                                   {"rsa512", pki::KeyType::rsa512}};

std::string_view word_for(pki::KeyType type) {
  for (const auto& [word, each] : key_types) {
    if (each == type) return word;
  }
  return {};
}

class KeySettler {
 public:
  KeySettler(Report& report, std::vector<Declared>& authorities, std::vector<Declared>& certificates)
      : report_(report), authorities_(authorities), certificates_(certificates) {}

  void settle() {
    find_owners();
    settle_owners();
    for (const Declared* const each : all_) check_digest(*each);
  }

 private:
  void find_owners() {
    std::unordered_map<std::string_view, Declared*> by_name;  // only looked up
    for (auto* list : {&authorities_, &certificates_}) {
      for (Declared& each : *list) {
        by_name.emplace(each.spec.name, &each);
        all_.push_back(&each);
      }
    }
    for (Declared* const each : all_) {
      if (!each->key_of_value) continue;
      const auto name = read_string(report_, *each->key_of_value, "keyOf", "the name of a certificate");
      if (!name) continue;
      const auto found = by_name.find(*name);
      if (found != by_name.end()) {
        each->key_of = found->second;
        continue;
      }
      if (names_.empty()) {
        for (const Declared* const known : all_) names_.push_back(known->spec.name);
      }
      report_.unknown(*each->key_of_value, "certificate", names_);
    }
  }

  // Follows keyOf to one that has a key of its own. Each is passed once, whatever the length of the ways.
  void settle_owners() {
    std::unordered_set<const Declared*> settled;  // only looked up
    for (Declared* const start : all_) {
      std::vector<Declared*> way;
      std::unordered_set<const Declared*> on_the_way;
      Declared* at = start;
      for (; at->key_of != nullptr && settled.count(at) == 0; at = at->key_of) {
        if (!on_the_way.insert(at).second) {
          report_circle(*at);
          break;
        }
        way.push_back(at);
      }
      Declared* const owner = at->key_of != nullptr ? at->key_of : at;
      for (Declared* const each : way) {
        settled.insert(each);
        if (each != owner) take_key(*each, *owner);
      }
    }
  }

  void take_key(Declared& taker, Declared& owner) {
    taker.key_of = &owner;
    taker.spec.key_of = owner.spec.name;
    if (taker.key_type_value && taker.spec.key_type != owner.spec.key_type) {
      report_.error(*taker.key_type_value,
                    quoted(taker.spec.name) + " has the key of " + quoted(owner.spec.name) + ", which is of type " +
                        std::string(word_for(owner.spec.key_type)),
                    "leave \"keyType\" out");
    }
    taker.spec.key_type = owner.spec.key_type;
  }

  void report_circle(Declared& first) {
    std::vector<std::string> names = {first.spec.name};
    for (const Declared* at = first.key_of; at != &first && names.size() < 8; at = at->key_of)
      names.push_back(at->spec.name);
    names.push_back(names.front());
    report_.error(*first.key_of_value,
                  "certificates have each other's key in a circle: " + join(names, " has that of "),
                  "one of them has a key of its own, without \"keyOf\"");
    first.key_of = nullptr;
  }

  // An Ed25519 key has no digest to choose: RFC 8410.
  void check_digest(const Declared& declared) {
    if (!declared.digest_value) return;
    const Declared& signer = declared.issuer ? authorities_[*declared.issuer] : declared;
    if (signer.spec.key_type != pki::KeyType::ed25519) return;
    report_.error(
        *declared.digest_value,
        "the signature is made with the ed25519 key of " + quoted(signer.spec.name) + ", which has no digest to choose",
        "give " + quoted(signer.spec.name) + " \"keyType\": \"rsa2048\" or \"p256\"");
  }

  Report& report_;
  std::vector<Declared>& authorities_;
  std::vector<Declared>& certificates_;
  std::vector<Declared*> all_;
  std::vector<std::string> names_;  // once somebody has to be told of them
};

}  // namespace

std::optional<pki::KeyType> read_key_type(Report& report, const JsonValue& value) {
  return read_choice(report, value, "keyType", "key type", key_types);
}

void settle_keys(Report& report, std::vector<Declared>& authorities, std::vector<Declared>& certificates) {
  KeySettler(report, authorities, certificates).settle();
}

}  // namespace certdrill::load
