// Reads "checks": what has to be true of the run, and which of it is meant to fail.
#pragma once

#include <optional>

#include "load/certificate_reader.h"
#include "load/fields.h"
#include "load/source_text.h"
#include "model/scenario.h"

namespace certdrill::load {

// Fills in Scenario::checks, with the defaults when there is no list; the steps and the expected verdict have been
// read.
void read_checks(Report& report, const SourceText& source, const CertificateNames& certificates,
                 const std::optional<JsonValue>& list, model::Scenario& scenario);

}  // namespace certdrill::load
