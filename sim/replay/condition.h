// Condition is a filter of events, as typed into the event list, or behind "until".
//
// Text       words that must all occur in the event's line ("renew N3"), and typed terms: `node=N3`,
//            `event=SwitchNode`, `domain=UD2`, `step="present B"`, `certificate=B`, `outcome=refused`, `state=down` (of
//            a NodeState by this event), `cause=leaseFailed` (of that), `agent=extension`, `vault=kv`,
//            `client=octopus`, `number>=120`, `time>=2026-01-10T00:08:00Z`,
//            `time<+90m` (from the start); `!=` for `=`; several values `event in {RenewSession, CloseSession}`;
//            joined by `and`, `or`, `not`, parentheses; words side by side mean `and`. Upper and lower case alike.
// Errors     a problem names the column, what is allowed there, and a suggestion for a misspelt field or value.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "replay/recorded_run.h"

namespace certdrill::replay {

class Condition {
 public:
  struct Term;

  // Matches everything, as an empty text does.
  Condition() = default;
  [[nodiscard]] static Result<Condition> parse(std::string_view text, const model::Scenario& scenario);
  [[nodiscard]] bool matches(const RecordedRun& run, EventNumber event) const;
  [[nodiscard]] bool matches_all() const { return root_ == nullptr; }
  // The numbers of all events that match, ascending.
  [[nodiscard]] std::vector<EventNumber> all_in(const RecordedRun& run) const;

 private:
  std::shared_ptr<const Term> root_;
};

}  // namespace certdrill::replay
