#include "world/access_scan.h"

namespace certdrill::world {

void AccessScan::node_changed(model::NodeIndex /*node*/, SimTime /*at*/, Effects& /*effects*/) {}
void AccessScan::apply(const ScanStore& /*action*/, SimTime /*at*/, Effects& /*effects*/) { (void)world_; }
bool AccessScan::expects(const World& /*world*/, const ScanStore& /*action*/, SimTime /*at*/) { return false; }
void AccessScan::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
