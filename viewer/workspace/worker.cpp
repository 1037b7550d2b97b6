#include "workspace/worker.h"

#include <exception>
#include <utility>

namespace certdrill::workspace {

Worker::Worker() : thread_([this] { work(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_.clear();
    stopped_ = started_;
  }
  changed_.notify_all();
  thread_.join();
}

void Worker::submit(Job job) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }
  changed_.notify_all();
}

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    done_.clear();
    stopped_ = started_;
  }
  changed_.notify_all();
}

std::size_t Worker::deliver() {
  std::size_t there = 0;
  {
    const std::lock_guard lock(mutex_);
    there = done_.size();
  }
  // One at a time: when one throws, those behind it are still to be delivered.
  for (std::size_t each = 0; each < there; ++each) {
    Delivery next;
    {
      const std::lock_guard lock(mutex_);
      if (done_.empty()) return each;  // what was delivered stopped the rest
      next = std::move(done_.front());
      done_.erase(done_.begin());
    }
    if (next) next();
  }
  return there;
}

void Worker::wait_until_idle() const {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !running_ && waiting_.empty(); });
}

bool Worker::busy() const {
  const std::lock_guard lock(mutex_);
  return running_ || !waiting_.empty() || !done_.empty();
}

Worker::Progress Worker::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

bool Worker::keep_on(std::uint64_t job, std::string_view what, double part) {
  const std::lock_guard lock(mutex_);
  if (job <= stopped_) return false;
  progress_.what = what;
  progress_.part = part;
  return true;
}

void Worker::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    running_ = true;
    progress_ = {};
    const std::uint64_t number = ++started_;
    lock.unlock();
    Delivery brought;
    try {
      brought = job([this, number](std::string_view what, double part) { return keep_on(number, what, part); });
    } catch (...) {
      // Most likely there is not enough memory: it is for the thread that asked to say so.
      brought = [failure = std::current_exception()] { std::rethrow_exception(failure); };
    }
    job = nullptr;  // what it holds is let go outside the lock
    lock.lock();
    running_ = false;
    progress_ = {};
    if (number > stopped_) done_.push_back(std::move(brought));
    changed_.notify_all();
  }
}

}  // namespace certdrill::workspace
