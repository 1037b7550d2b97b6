// What the process tells its caller. Source: docs/reports.md.
#pragma once

namespace certdrill::app {

enum class ExitCode : int {
  as_expected = 0,    // every check ended as the scenario expects; the certificate is accepted
  unexpected = 1,     // one did not; it is refused
  wrong_input = 2,    // usage, a file, a place that cannot be written
  inconclusive = 3,   // nothing was violated, and nobody knows enough of some client to say that nothing would be
  bug = 70,           // of ours
  interrupted = 130,  // by the user
};

}  // namespace certdrill::app
