// Reads security configurations out of strings of the scenario: the notation, the names in it, and each different
// configuration kept once in Scenario::securities, in order of first use.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "model/notation.h"

namespace certdrill::load {

// Which certificates lie on some node at a moment of the plan, as far as the file alone tells.
class HeldCertificates {
 public:
  explicit HeldCertificates(std::size_t certificates) : held_(certificates) {}

  void add(const model::StoreEntry& entry);
  void remove(pki::CertificateId id) { held_[id].reset(); }
  // The best that any node has of its key; nothing when no node has the certificate.
  [[nodiscard]] std::optional<model::PrivateKeyState> key_of(pki::CertificateId id) const { return held_[id]; }

 private:
  std::vector<std::optional<model::PrivateKeyState>> held_;
};

// One place of the file where a configuration stands.
struct SecurityUse {
  std::uint32_t security = 0;  // index into Scenario::securities
  struct Presented {           // a name in P
    StringPlaces::Range at;
    model::NotationMark mark;
  };
  std::vector<Presented> presented;
};

class SecurityReader {
 public:
  SecurityReader(Report& report, const CertificateNames& names, model::Scenario& scenario)
      : report_(report), names_(names), scenario_(scenario) {}

  [[nodiscard]] std::optional<SecurityUse> read(const JsonValue& value, std::string_view field);

  // Warns of names in P that no node has then; `moment` ends the sentence: `when "present B" begins`.
  void warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const std::string& moment);

 private:
  bool check_names(const JsonValue& value, const std::vector<model::NotationMark>& marks, SecurityUse& use);
  bool check_mark(const model::NotationMark& mark, StringPlaces::Range at);
  bool check_common_name(const model::NotationMark& mark, StringPlaces::Range at);
  std::uint32_t intern(model::SecurityConfiguration security);

  Report& report_;
  const CertificateNames& names_;
  model::Scenario& scenario_;
  std::unordered_map<std::string, std::uint32_t> known_;  // by text; only looked up
};

}  // namespace certdrill::load
