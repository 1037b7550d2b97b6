// A copy of the event queue taken at any moment goes on exactly like the original, and neither knows of the other.
#include <gtest/gtest.h>

#include "kernel/event_queue.h"
#include "queue_reference.h"

namespace certdrill {
namespace {

using testing_kernel::Label;
using testing_kernel::later_by;
using testing_kernel::Mix;
using testing_kernel::mixes;
using Queue = EventQueue<Label>;

// Runs on for a while, drawing from its own random numbers; what happened, as numbers.
std::vector<std::uint64_t> run_on(Queue queue, Random random, SimTime now, const Mix& mix) {
  std::vector<std::uint64_t> story;
  for (int step = 0; step < 2000 && !queue.empty(); ++step) {
    if (random.below(100) < 45) {
      const auto handle = queue.schedule(later_by(now, mix.ahead(random)), Label{});
      if (random.below(4) == 0) story.push_back(queue.cancel(handle) ? 1 : 0);
    } else {
      const auto event = queue.pop();
      now = event.at;
      story.push_back(event.order);
      story.push_back(static_cast<std::uint64_t>(unix_milliseconds(event.at)));
    }
  }
  return story;
}

class EventQueueCopy : public testing::TestWithParam<Mix> {};

TEST_P(EventQueueCopy, GoesOnLikeTheOriginal) {
  const Mix& mix = GetParam();
  Random random(99);
  Queue queue;
  SimTime now{};
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 60; ++i) {
      const auto handle = queue.schedule(later_by(now, mix.ahead(random)), Label{});
      if (i % 7 == 0) queue.cancel(handle);
    }
    for (int i = 0; i < 30; ++i) now = queue.pop().at;
    const Queue copy = queue;
    EXPECT_EQ(copy.size(), queue.size());
    const auto expected = run_on(copy, random, now, mix);
    ASSERT_GT(expected.size(), 20U);
    EXPECT_EQ(run_on(copy, random, now, mix), expected) << "the first run changed the copy it was given";
    EXPECT_EQ(run_on(queue, random, now, mix), expected);
    queue = copy;
    EXPECT_EQ(run_on(queue, random, now, mix), expected) << "assigned over a queue in use";
  }
}

INSTANTIATE_TEST_SUITE_P(Times, EventQueueCopy, testing::ValuesIn(mixes()),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace certdrill
