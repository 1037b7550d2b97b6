// Reads "federation": the times and numbers of the federation, each with the runtime's default.
#pragma once

#include "load/fields.h"
#include "model/federation_settings.h"

namespace certdrill::load {

[[nodiscard]] model::FederationSettings read_federation(Report& report, const JsonValue& value);

}  // namespace certdrill::load
