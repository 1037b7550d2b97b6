#include "report/background_writer.h"

#include <system_error>

namespace certdrill::report {

BackgroundWriter::~BackgroundWriter() {
  {
    const std::lock_guard lock(mutex_);
    dropped_ = true;
  }
  stop_thread();
}

void BackgroundWriter::hand_over() {
  if (!thread_.joinable()) start_thread();
  if (!thread_.joinable()) {
    writer_.write(*batch_);
  } else {
    std::unique_lock lock(mutex_);
    ++handed_over_;
    changed_.notify_one();
    changed_.wait(lock, [this] { return handed_over_ - written_ < batches_.size(); });
    batch_ = &batches_[handed_over_ % batches_.size()];
  }
  batch_->clear();
}

void BackgroundWriter::finish() {
  if (thread_.joinable()) {
    hand_over();
    stop_thread();
  } else {
    writer_.write(*batch_);
  }
  batch_->clear();
  writer_.flush();
}

void BackgroundWriter::start_thread() {
  try {
    thread_ = std::thread([this] { write_what_is_handed_over(); });
  } catch (const std::system_error&) {
    // The owner's thread writes instead.
  }
}

void BackgroundWriter::stop_thread() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    no_more_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void BackgroundWriter::write_what_is_handed_over() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return written_ < handed_over_ || no_more_; });
    if (dropped_ || written_ == handed_over_) return;
    const TraceBatch& next = batches_[written_ % batches_.size()];
    lock.unlock();
    writer_.write(next);
    lock.lock();
    ++written_;
    changed_.notify_one();
  }
}

}  // namespace certdrill::report
