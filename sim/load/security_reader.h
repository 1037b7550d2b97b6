// Reads security configurations out of strings of the scenario: the notation, the names in it, and each different
// configuration kept once in Scenario::securities, in order of first use.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "load/source_text.h"
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

// A mark of the notation and the bytes of the file where it stands.
struct PlacedMark {
  model::NotationMark mark;
  StringPlaces::Range at;
};

// One place of the file where a configuration stands.
struct SecurityUse {
  std::uint32_t security = 0;  // index into Scenario::securities
  StringPlaces::Range at;
  std::vector<PlacedMark> presented;  // the names in P
};

class SecurityReader {
 public:
  SecurityReader(Report& report, const SourceText& source, const CertificateNames& names, model::Scenario& scenario)
      : report_(report), source_(source), names_(names), scenario_(scenario) {}

  [[nodiscard]] std::optional<SecurityUse> read(const JsonValue& value, std::string_view field);

  // The same for a client, which has no management endpoint.
  [[nodiscard]] std::optional<SecurityUse> read_of_client(const JsonValue& value, std::string_view field);

  // Warns of names in P that no node has then; `moment` ends the sentence: `when "present B" begins`.
  void warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const std::string& moment);
  // The same for the store of one client.
  void warn_of_missing_at_client(const SecurityUse& use, const HeldCertificates& held, const std::string& client);

  // The number of a configuration that stands nowhere in the file.
  [[nodiscard]] std::uint32_t keep(model::SecurityConfiguration security) {
    return intern(std::move(security), Location{});
  }
  [[nodiscard]] std::string common_name_of(const model::CommonNameReference& name) const;

  // Warns of every configuration of nodes that lets no client in, at the first place where it stands.
  void warn_of_closed_endpoints();

 private:
  // How a sentence about a missing certificate begins.
  struct Holder {
    std::string has;
    std::string may_read;
    std::string help;
  };

  std::optional<SecurityUse> read_any(const JsonValue& value, std::string_view field, bool of_client);
  void warn_of_missing(const SecurityUse& use, const HeldCertificates& held, const Holder& holder,
                       const std::string& moment);
  [[nodiscard]] std::optional<std::vector<pki::CertificateId>> presentable(const model::NotationMark& mark);
  const std::vector<pki::CertificateId>& with_dns_name(const std::string& host);
  bool known_issuer(const std::string& common_name);
  bool check_accepts(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks);
  bool check_issuer_stores(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks);
  void warn_of_unpinned_twins(const model::ValidationRules& rules, const std::vector<PlacedMark>& marks);
  bool check_names(const std::vector<PlacedMark>& marks, SecurityUse& use);
  bool check_mark(const model::NotationMark& mark, StringPlaces::Range at);
  bool check_common_name(const model::NotationMark& mark, StringPlaces::Range at);
  std::uint32_t intern(model::SecurityConfiguration security, const Location& at);

  Report& report_;
  const SourceText& source_;
  const CertificateNames& names_;
  model::Scenario& scenario_;
  std::unordered_map<std::string, std::uint32_t> known_;                          // by text; only looked up
  std::unordered_map<std::string, std::vector<pki::CertificateId>> by_dns_name_;  // lower case; made when needed
  std::unordered_set<std::string> issuers_;                                       // common names, lower case; likewise
  std::vector<SecurityUse> of_nodes_;                                             // the first place of each
  std::vector<bool> is_of_nodes_;                                                 // by security
};

}  // namespace certdrill::load
