// RuleNames are the certificates that a rule on the command line may name; with them, the text of a rule becomes a rule.
//
// Text form  as in the notation: TP=B, TP=<40 hex digits>?true, CN=*.contoso.test@I1|I2, CN=b@I1?key. A word behind CN is
//            the common name of the certificate of that name, or, when none has it, the common name itself.
// Errors     located in the text of the option: a name that nothing has, with a suggestion; one that two certificates
//            have; what is no rule.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/judgement.h"
#include "trust/rules.h"

namespace certdrill::app {

class RuleNames {
 public:
  void add(std::string name, pki::Certificate certificate);
  // Asked when no certificate of that name was added: the certificates of a scenario are made only when they are needed.
  using Source = std::function<std::optional<pki::Certificate>(const std::string& name)>;
  void add_source(Source source, std::vector<std::string> names);

  // `option` is where the text came from: "--rule".
  [[nodiscard]] Result<trust::Rule> rule(const std::string& text, const std::string& option);

  [[nodiscard]] std::vector<check::KnownCertificate> take_known() { return std::move(known_); }

 private:
  [[nodiscard]] bool is_known(const std::string& name) const;
  Result<pki::Certificate> find(const std::string& name, const std::string& text, const std::string& option);
  Result<trust::Rule> by_thumbprint(const model::AcceptThumbprint& rule, const std::string& text,
                                    const std::string& option);
  Result<trust::Rule> by_name(const model::AcceptCommonName& rule, const std::string& text, const std::string& option);

  std::vector<check::KnownCertificate> known_;
  Source source_;
  std::vector<std::string> source_names_;
};

}  // namespace certdrill::app
