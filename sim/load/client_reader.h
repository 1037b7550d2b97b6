// Reads "clients": who connects to the management endpoints of the cluster, what each shows and accepts, and what lies
// on its machine.
//
//   "clients": {"deploy": {"security": "{P:{TP=D}, V:{TP=S}}", "installed": ["D"], "trustedRoots": ["R1"]}}
#pragma once

#include "load/certificate_reader.h"
#include "load/cluster_reader.h"
#include "load/fields.h"
#include "load/security_reader.h"
#include "load/source_text.h"
#include "model/scenario.h"

namespace certdrill::load {

// Fills in Cluster::clients, in the order of the file, and adds their stores to those of the nodes, which have been
// read.
void read_clients(Report& report, const SourceText& source, const CertificateNames& certificates,
                  const ClusterNames& names, SecurityReader& securities, const JsonValue& object,
                  model::Scenario& scenario);

}  // namespace certdrill::load
