// What the worker brings back to a workspace: made on the worker's thread, then left to the workspace's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workspace/workspace.h"

namespace certdrill::workspace {

struct Comparison {
  std::optional<replay::FirstDifference> first;
  std::vector<std::string> outcome;
};
[[nodiscard]] inline Comparison compare(const replay::RecordedRun& one, const replay::RecordedRun& other) {
  return {replay::first_difference(one, other), replay::outcome_difference(one, other)};
}

struct Workspace::Arrival {
  std::string argument;
  bool again = false;  // what is open was read once more
  bool first = false;  // asked for before the viewer began: the view was made for it
  std::vector<std::filesystem::path> files;
  std::vector<FileStamp> stamps;  // of the files, before they were read
  Opened opened;
  std::unique_ptr<replay::Cursor> cursor;  // none: it did not come to a run
};

struct Workspace::OtherArrival {
  Opened opened;
  std::unique_ptr<replay::Cursor> cursor;
  std::shared_ptr<const replay::RecordedRun> compared_with;
  Comparison comparison;
};

}  // namespace certdrill::workspace
