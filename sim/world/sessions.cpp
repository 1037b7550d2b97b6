#include "world/sessions.h"

namespace certdrill::world {

void Sessions::settings_changed(model::NodeIndex /*node*/, SimTime /*at*/, Effects& /*effects*/) {}

void Sessions::store_changed(model::NodeIndex /*node*/, SimTime /*at*/, Effects& /*effects*/) {}

void Sessions::apply(const RenewSession& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Sessions::apply(const CloseSession& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Sessions::apply(const AgeSessions& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

void Sessions::apply(const NoticeStore& /*action*/, SimTime /*at*/, Effects& /*effects*/) {}

bool Sessions::expects(const World& /*world*/, const RenewSession& /*action*/, SimTime /*at*/) { return false; }

bool Sessions::expects(const World& /*world*/, const CloseSession& /*action*/, SimTime /*at*/) { return false; }

bool Sessions::expects(const World& /*world*/, const AgeSessions& /*action*/, SimTime /*at*/) { return false; }

bool Sessions::expects(const World& /*world*/, const NoticeStore& /*action*/, SimTime /*at*/) { return false; }

void Sessions::list_possible(const World& /*world*/, Effects& /*found*/) {}

}  // namespace certdrill::world
