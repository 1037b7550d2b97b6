// A test that runs the openssl command on files of a folder of its own.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pki/certificate.h"
#include "pki/crl.h"

namespace certdrill::pki {

struct CommandResult {
  int status = -1;
  std::string output;  // both of stdout and stderr
};

class OpenSslCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "certdrill_pki_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr) << pattern;
    folder_ = pattern;
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::filesystem::path path_of(const std::string& name) const { return folder_ / name; }
  static std::string in_quotes(const std::filesystem::path& path) {
    std::string quoted_path(1, '\'');
    return quoted_path.append(path.string()).append(1, '\'');
  }

  // What comes back is a path for a command line.
  std::string write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path_of(name);
    std::ofstream(file, std::ios::binary) << text;
    return in_quotes(file);
  }
  std::string write_all(const std::string& name, const std::vector<Certificate>& certificates) const {
    std::string text;
    for (const Certificate& each : certificates) text += each.pem();
    return write(name, text);
  }

  std::string write_all(const std::string& name, const std::vector<Crl>& crls) const {
    std::string text;
    for (const Crl& each : crls) text += each.pem();
    return write(name, text);
  }

  static CommandResult run(const std::string& arguments) {
    CommandResult result;
    const std::string command = "openssl " + arguments + " 2>&1 </dev/null";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return result;
    char part[512];
    for (std::size_t got = 0; (got = fread(part, 1, sizeof part, pipe)) > 0;) result.output.append(part, got);
    result.status = pclose(pipe);
    return result;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace certdrill::pki
