// Worker does long work on one thread of its own, so that nothing waits for it: opening files, running scenarios.
//
// Order      one job after the other, as they were submitted. What a job brings back is handed over by deliver(), on
//            the thread that calls it: jobs share nothing that changes with anybody.
// Stopping   a job is asked to stop through what its Tell returns; what it brings back after that is thrown away. The
//            destructor stops everything and waits for the thread.
// Errors     a job must not throw; it brings back its problems as values.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace certdrill::workspace {

class Worker {
 public:
  // Called by a job now and then: what it does, and how much of it is done, 0 to 1 (negative: not known). false: stop.
  using Tell = std::function<bool(std::string_view what, double part)>;
  // Run by deliver(); may be empty.
  using Delivery = std::function<void()>;
  using Job = std::function<Delivery(const Tell&)>;

  struct Progress {
    std::string what;
    double part = -1;
  };

  Worker();
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void submit(Job job);
  void stop();  // the job that runs, and all that wait
  // What has been brought back, in its order; how many there were. What a job threw is thrown here, in its turn.
  std::size_t deliver();
  void wait_until_idle() const;     // nothing runs and nothing waits; what was brought back has still to be delivered
  [[nodiscard]] bool busy() const;  // something runs, waits, or is to be delivered
  [[nodiscard]] Progress progress() const;

 private:
  void work();
  [[nodiscard]] bool keep_on(std::uint64_t job, std::string_view what, double part);

  mutable std::mutex mutex_;  // guards everything below but the thread
  mutable std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::vector<Delivery> done_;
  Progress progress_;
  std::uint64_t started_ = 0;  // jobs, counted
  std::uint64_t stopped_ = 0;  // this job and those before it are to stop
  bool running_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace certdrill::workspace
