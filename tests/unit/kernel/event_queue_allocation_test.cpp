// Once warmed up, handling events allocates nothing: operator new of this program counts.
#include <array>

#include <gtest/gtest.h>

#include "base/random.h"
#include "counting_new.h"
#include "kernel/event_queue.h"
#include "queue_reference.h"

namespace certdrill {
namespace {

using testing_kernel::allocations;
using testing_kernel::Label;
using testing_kernel::Mix;
using testing_kernel::mixes;

class EventQueueAllocation : public testing::TestWithParam<Mix> {};

TEST_P(EventQueueAllocation, NonePerEventAfterWarmUp) {
  constexpr std::size_t pending = 5000;
  Random random(3);
  EventQueue<Label> queue;
  std::array<EventHandle, 64> timeouts{};
  std::size_t turn = 0;
  // The mix of the test, but no drift to the end of time.
  const auto ahead = [&] { return Duration(GetParam().ahead(random).count() % 1'000'000'000'000); };
  const auto step = [&] {
    const auto event = queue.pop();
    queue.schedule(event.at + ahead(), event.what);
    if (++turn % 10 == 0) {
      EventHandle& timeout = timeouts[turn / 10 % timeouts.size()];
      queue.cancel(timeout);
      while (queue.size() > pending) queue.pop();
      timeout = queue.schedule(queue.next_time() + Duration(100'000), Label{});
    }
  };
  for (std::size_t i = 0; i < pending; ++i) queue.schedule(SimTime(ahead()), Label{});
  for (EventHandle& timeout : timeouts) timeout = queue.schedule(queue.next_time() + Duration(100'000), Label{});
  for (int i = 0; i < 400'000; ++i) step();
  const std::uint64_t before = allocations();
  for (int i = 0; i < 200'000; ++i) step();
  EXPECT_EQ(allocations() - before, 0U);
}

INSTANTIATE_TEST_SUITE_P(Times, EventQueueAllocation, testing::ValuesIn(mixes()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(AllocationCount, CountsAtAll) {
  const std::uint64_t before = allocations();
  EventQueue<Label> queue;
  queue.schedule(SimTime{}, Label{});
  EXPECT_GT(allocations(), before);
}

}  // namespace
}  // namespace certdrill
