#include "report/trace_batch.h"

#include <optional>
#include <variant>

namespace certdrill::report {
namespace {

constexpr std::size_t buffer_size = 1 << 17;  // stays in the cache between filling and writing

// The text with which the line of an event between two nodes ends; none: it is a node's event.
std::optional<std::uint32_t> rest_of(const world::Action& what) {
  if (std::holds_alternative<world::SwitchNode>(what) || std::holds_alternative<world::ChangeStore>(what))
    return std::nullopt;
  return std::visit(
      [](const auto& each) -> std::optional<std::uint32_t> {
        if constexpr (requires { each.lease; }) return each.lease;
        return std::nullopt;
      },
      what);
}

}  // namespace

void TraceBatch::place_text() {
  places_.push_back({events_.size(), text_.size()});
  placed_ = text_.size();
}

void TraceBatch::clear() {
  events_.clear();
  text_.clear();
  placed_ = 0;
  places_.clear();
  rest_keys_.clear();
  rests_.clear();
}

// The buffer is not filled with zeros: all that is read of it has been written before.
BatchWriter::BatchWriter(AtomicFile& file) : file_(&file), buffer_(new char[buffer_size]) {}

void BatchWriter::flush() {
  file_->write({buffer_.get(), used_});
  used_ = 0;
}

char* BatchWriter::room() {
  if (used_ + TraceLine::longest > buffer_size) flush();
  return buffer_.get() + used_;
}

void BatchWriter::put(std::string_view text) {
  while (!text.empty()) {
    const std::size_t copied = text.copy(room(), TraceLine::longest);
    used_ += copied;
    text.remove_prefix(copied);
  }
}

void BatchWriter::write(const TraceBatch& batch) {
  if (file_->failed()) return;
  std::size_t event = 0;
  const auto put_events = [&](std::size_t end) {
    for (; event < end; ++event) {
      const NodeEvent& each = batch.events_[event];
      const std::optional<std::uint32_t> rest = rest_of(each.what);
      char* const line_end = rest ? line_.pair_event(room(), each) : line_.node_event(room(), each);
      used_ = static_cast<std::size_t>(line_end - buffer_.get());
      if (rest) put(batch.rests_[*rest]);
    }
  };
  const std::string_view text = batch.text_;
  std::size_t text_begin = 0;
  for (const TraceBatch::Place& place : batch.places_) {
    put_events(place.events);
    put(text.substr(text_begin, place.text_end - text_begin));
    text_begin = place.text_end;
  }
  put_events(batch.events_.size());
  put(text.substr(text_begin));
}

}  // namespace certdrill::report
