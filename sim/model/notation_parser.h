// NotationParser reads the grammar of model/notation.h, one function for each of its lines. Private to sim/model.
//
// A function that returns false has set the problem, and then nothing more is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/notation_scanner.h"

namespace certdrill::model {

class NotationParser : public NotationScanner {
 public:
  using NotationScanner::NotationScanner;

  bool read_security(SecurityConfiguration& security);
  bool read_rule(ValidationRule& rule);

 private:
  struct Name {
    std::string text;
    bool literal = false;
  };

  template <typename ReadEntry>
  bool read_list(std::string_view part, ReadEntry read_entry);
  bool read_part_name(std::string_view part);
  bool read_presents(PresentationRule& rule, std::string_view part);
  bool read_presented_entry(PresentationRule& rule, std::string_view part);
  bool read_accepts(ValidationRules& rules, std::string_view part);
  bool read_management(ManagementSecurity& management);
  bool read_rule_of(const std::string& form, std::size_t from, ValidationRule& rule);
  bool read_thumbprint_rule(AcceptThumbprint& rule);
  bool read_common_name_rule(AcceptCommonName& rule);
  bool read_issuer_store(IssuerStore& store);
  bool read_form(std::string_view part, const std::vector<std::string>& forms, std::string& form);
  bool expect_form(std::string_view part, const std::vector<std::string>& forms, const std::string& form,
                   std::size_t from, std::size_t behind_word);
  bool read_thumb(std::string& thumb, NotationMark::What what);
  bool read_name(Name& name, NotationMark::What what);
  bool read_file_slot(std::string& slot);
};

}  // namespace certdrill::model
