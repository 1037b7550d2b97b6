// The certificates of make_certificates.sh, made once for all tests of a program.
#pragma once

#include <string>
#include <vector>

#include "certdrill_program.h"

namespace certdrill::test {

// The folder that holds them.
[[nodiscard]] const std::string& judge_files();

// certdrill judge, in that folder.
[[nodiscard]] ProcessOutcome judge(const std::vector<std::string>& words, std::vector<std::string> environment = {});

}  // namespace certdrill::test
