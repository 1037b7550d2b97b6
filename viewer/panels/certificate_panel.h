// The certificates of the scenario, and of the selected one what it is, and who holds, presents and accepts it at the
// cursor.
#pragma once

#include <optional>

#include "panels/frame.h"

namespace certdrill::panels {

class CertificatePanel {
 public:
  void show(Frame& frame);

 private:
  // Asked for once for each certificate, run and event.
  const void* run_ = nullptr;
  replay::EventNumber event_ = 0;
  pki::CertificateId certificate_ = pki::no_certificate;
  std::optional<replay::CertificateInspection> inspected_;
};

}  // namespace certdrill::panels
