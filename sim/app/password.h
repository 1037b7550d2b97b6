// The password of a PKCS#12 file: from a file, else from the environment, else asked on a terminal. Never from the
// command line, where others can see it.
//
// From a file    its first line, without the line break.
// Environment    CERTDRILL_PFX_PASSWORD, also when it is empty.
// On a terminal  asked once, without echo; only when standard input is a terminal.
// Errors         a Problem that says how to give one.
#pragma once

#include <string>

#include "base/result.h"
#include "pki/certificate_file.h"

namespace certdrill::app {

// `file` needs the password; `password_file` may be empty.
[[nodiscard]] Result<pki::Password> password_for(const std::string& file, const std::string& password_file);

}  // namespace certdrill::app
