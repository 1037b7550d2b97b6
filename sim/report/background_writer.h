// BackgroundWriter writes a trace on a second thread, while its owner fills the next batch.
//
// Why      making the lines and handing them to the system costs about as much as the simulation itself. On a thread of
//          its own that costs the run nothing, as long as there is a second processor.
// Use      fill batch(), hand_over() when it is full, and so on; finish() at the end.
// Order    batches are written in the order in which they were handed over: the same bytes as without a thread.
// Threads  the second one begins with the first full batch, so a small trace never has one. From then to the end of
//          finish() the file is that thread's: its owner must not touch it.
// Errors   are kept by the file, for its commit(); what comes after one is dropped. No thread to be had is no error:
//          the batches are then written where they are handed over.
// Without finish(), as when a run is interrupted, the destructor drops what has not been written yet.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "report/trace_batch.h"

namespace certdrill::report {

class BackgroundWriter {
 public:
  explicit BackgroundWriter(AtomicFile& file) : writer_(file) {}
  ~BackgroundWriter();
  BackgroundWriter(const BackgroundWriter&) = delete;
  BackgroundWriter& operator=(const BackgroundWriter&) = delete;

  [[nodiscard]] TraceBatch& batch() { return *batch_; }  // to be filled
  void hand_over();  // batch(), which is another, empty one from here on; waits while all others are to be written
  void finish();     // the same for the last one; returns when all is written and the file is the owner's again

 private:
  void start_thread();
  void stop_thread();
  void write_what_is_handed_over();  // the second thread

  BatchWriter writer_;                 // of the second thread, while there is one
  std::array<TraceBatch, 3> batches_;  // used in turn
  TraceBatch* batch_ = batches_.data();
  std::uint64_t handed_over_ = 0;  // how many
  std::uint64_t written_ = 0;      // of them
  bool no_more_ = false;           // the thread ends when all is written
  bool dropped_ = false;           // the thread ends at once
  std::mutex mutex_;               // guards the four above
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace certdrill::report
