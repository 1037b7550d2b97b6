// The event queue does what a sorted set does, on every mix of times, with cancellation; and it stays fast on the mixes
// that are hard for bucket queues, which shows as these tests ending at all.
#include "kernel/event_queue.h"

#include <algorithm>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "queue_reference.h"

namespace certdrill {
namespace {

using testing_kernel::Label;
using testing_kernel::later_by;
using testing_kernel::Mix;
using testing_kernel::mixes;
using testing_kernel::ReferenceQueue;
using Queue = EventQueue<Label>;

SimTime at_ms(std::int64_t milliseconds) { return SimTime(Duration(milliseconds)); }
Label label(std::uint64_t number) {
  return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number * 2654435761U), 7};
}

TEST(EventQueue, OrdersByTimeThenByInsertion) {
  Queue queue;
  for (const std::int64_t at : {30, 10, 20, 10, 30, 10}) queue.schedule(at_ms(at), label(queue.size()));
  std::vector<std::pair<std::int64_t, std::uint32_t>> seen;
  while (!queue.empty()) {
    const auto event = queue.pop();
    EXPECT_EQ(event.order, event.what.number);
    seen.emplace_back(unix_milliseconds(event.at), event.what.number);
  }
  EXPECT_THAT(seen, testing::ElementsAre(testing::Pair(10, 1), testing::Pair(10, 3), testing::Pair(10, 5),
                                         testing::Pair(20, 2), testing::Pair(30, 0), testing::Pair(30, 4)));
}

TEST(EventQueue, AnEventForTheLastPoppedTimeComesAfterThoseAlreadyThere) {
  Queue queue;
  queue.schedule(at_ms(5), label(0));
  queue.schedule(at_ms(5), label(1));
  queue.schedule(at_ms(6), label(2));
  EXPECT_EQ(queue.pop().what.number, 0U);
  queue.schedule(at_ms(5), label(3));
  EXPECT_EQ(queue.pop().what.number, 1U);
  EXPECT_EQ(queue.pop().what.number, 3U);
  EXPECT_EQ(queue.pop().what.number, 2U);
}

TEST(EventQueue, AnEventMayComeBeforeOneThatWasOnlyLookedAt) {
  Queue queue;
  queue.schedule(at_ms(1'000'000'000'000), label(0));
  EXPECT_EQ(queue.next_time(), at_ms(1'000'000'000'000));
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    queue.schedule(at_ms(10'000 - static_cast<std::int64_t>(i)), label(i));
    ASSERT_EQ(queue.next_time(), at_ms(10'000 - static_cast<std::int64_t>(i)));
  }
  for (std::uint32_t i = 1000; i >= 1; --i) ASSERT_EQ(queue.pop().what.number, i);
  EXPECT_EQ(queue.pop().what.number, 0U);
}

TEST(EventQueue, TakesTheEndsOfTime) {
  Queue queue;
  const SimTime first = SimTime::min() + Duration(1);
  queue.schedule(SimTime::max(), label(0));
  queue.schedule(first, label(1));
  queue.schedule(at_ms(0), label(2));
  for (std::uint32_t i = 3; i < 200; ++i) queue.schedule(i % 2 == 0 ? SimTime::max() : first, label(i));
  SimTime last = first;
  std::uint64_t last_order = 0;
  while (!queue.empty()) {
    const auto event = queue.pop();
    EXPECT_LT(std::tie(last, last_order), std::tie(event.at, event.order));
    std::tie(last, last_order) = std::tie(event.at, event.order);
    if (event.what.number % 10 == 1) queue.schedule(SimTime::max(), label(0));
  }
  EXPECT_EQ(last, SimTime::max());
}

TEST(EventQueue, CancelIsTrueOnlyWhileTheEventIsPending) {
  Queue queue;
  const auto first = queue.schedule(at_ms(1), label(0));
  const auto second = queue.schedule(at_ms(1), label(1));
  const auto third = queue.schedule(at_ms(2), label(2));
  EXPECT_TRUE(queue.cancel(second));
  EXPECT_FALSE(queue.cancel(second));
  EXPECT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue.pop().what.number, 0U);
  EXPECT_FALSE(queue.cancel(first)) << "handled before";
  EXPECT_FALSE(queue.cancel(second)) << "cancelled before";
  EXPECT_EQ(queue.next_time(), at_ms(2));
  EXPECT_FALSE(queue.cancel(second)) << "cancelled before, and its place has been passed";
  EXPECT_TRUE(queue.cancel(third));
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.cancel(third));
  EXPECT_EQ(queue.size(), 0U);
}

// Timeouts far ahead that are always cancelled in time: the queue must not fill up with them.
TEST(EventQueue, CancelledEventsDoNotPileUp) {
  Queue queue;
  std::vector<EventHandle> stale;
  auto timeout = queue.schedule(at_ms(1'000'000'000'000), label(0));
  for (std::int64_t now = 0; now < 200'000; ++now) {
    queue.schedule(at_ms(now), label(1));
    queue.pop();
    ASSERT_TRUE(queue.cancel(timeout));
    if (now % 1000 == 0) stale.push_back(timeout);
    timeout = queue.schedule(at_ms(1'000'000'000'000 + now), label(0));
  }
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_LE(queue.stored(), 200U);
  for (const EventHandle& each : stale) EXPECT_FALSE(queue.cancel(each));
  EXPECT_EQ(queue.size(), 1U);
}

TEST(EventQueue, AllOfAMillionAtOneTimeInOrderWithEverySecondCancelled) {
  constexpr std::uint32_t count = 1'000'000;
  Queue queue;
  std::vector<EventHandle> handles;
  for (std::uint32_t i = 0; i < count; ++i) handles.push_back(queue.schedule(at_ms(42), label(i)));
  for (std::uint32_t i = 0; i < count; i += 2) ASSERT_TRUE(queue.cancel(handles[i]));
  EXPECT_EQ(queue.size(), count / 2);
  for (std::uint32_t i = 1; i < count; i += 2) {
    ASSERT_EQ(queue.next_time(), at_ms(42));
    ASSERT_EQ(queue.pop().what.number, i);
  }
  EXPECT_TRUE(queue.empty());
}

// A crowd at one time stays put while single events before it are looked at, added and taken.
TEST(EventQueue, ACrowdBehindManyEarlyEventsIsNotMovedAgainAndAgain) {
  constexpr std::uint32_t crowd = 300'000;
  Queue queue;
  for (std::uint32_t i = 0; i < crowd; ++i) queue.schedule(at_ms(1'000'000), label(i));
  for (std::int64_t now = 0; now < 300'000; now += 2) {
    ASSERT_GT(queue.next_time(), at_ms(now));
    queue.schedule(at_ms(now), label(1));
    queue.schedule(at_ms(now + 1), label(2));
    ASSERT_EQ(queue.pop().at, at_ms(now));
    ASSERT_EQ(queue.pop().at, at_ms(now + 1));
  }
  for (std::uint32_t i = 0; i < crowd; ++i) ASSERT_EQ(queue.pop().what.number, i);
}

class EventQueueMix : public testing::TestWithParam<Mix> {};

// Schedules, pops, cancels (live and stale handles) and looks, in phases of growth and shrinking.
TEST_P(EventQueueMix, AgreesWithASortedSet) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    Queue queue;
    ReferenceQueue reference;
    std::vector<EventHandle> handles;
    SimTime now = seed % 3 == 0 ? SimTime::min() + Duration(1) : at_ms(0);
    const std::uint64_t cancels = seed % 4 == 0 ? 0 : 5 * (seed % 4);  // per cent
    for (int step = 0; step < 20'000; ++step) {
      const std::uint64_t growth = (step / 2500) % 2 == 0 ? 60 : 30;
      const std::uint64_t dice = random.below(100);
      if (dice < cancels && !handles.empty()) {
        const auto pick = static_cast<std::size_t>(random.below(handles.size()));
        ASSERT_EQ(queue.cancel(handles[pick]), reference.cancel(handles[pick])) << "seed " << seed << " step " << step;
      } else if (random.below(100) < growth || reference.size() == 0) {
        const SimTime at = later_by(now, GetParam().ahead(random));
        const auto handle = queue.schedule(at, label(handles.size()));
        ASSERT_EQ(handle, reference.schedule(at));
        handles.push_back(handle);
      } else {
        if (dice % 3 == 0) {
          ASSERT_EQ(queue.next_time(), reference.next_time());
        }
        if (dice % 7 == 0) continue;  // looked at, not taken
        const auto event = queue.pop();
        const auto [at, order] = reference.pop();
        ASSERT_EQ(event.at, at) << "seed " << seed << " step " << step;
        ASSERT_EQ(event.order, order) << "seed " << seed << " step " << step;
        ASSERT_EQ(event.what.number, order);
        ASSERT_EQ(event.what.check, label(order).check);
        now = at;
      }
      ASSERT_EQ(queue.size(), reference.size());
    }
    std::vector<std::pair<SimTime, std::uint64_t>> pending;
    queue.for_each([&](const Queue::Event& event) { pending.emplace_back(event.at, event.order); });
    EXPECT_THAT(pending, testing::UnorderedElementsAreArray(reference.pending())) << "seed " << seed;
    while (reference.size() > 0) ASSERT_EQ(queue.pop().order, reference.pop().second);
    EXPECT_TRUE(queue.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Times, EventQueueMix, testing::ValuesIn(mixes()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(EventQueueDeath, MistakesEndTheProgramWithTheirValues) {
  Queue queue;
  EXPECT_DEATH((void)queue.pop(), "the event queue is empty");
  EXPECT_DEATH((void)queue.next_time(), "the event queue is empty");
  EXPECT_DEATH(queue.cancel({at_ms(5), 3}), "no event has the number 3 yet");
  EXPECT_DEATH(queue.schedule(SimTime::min(), label(0)), "an event at -9223372036854775808 ms");
  queue.schedule(at_ms(7), label(0));
  queue.pop();
  EXPECT_DEATH(queue.schedule(at_ms(6), label(0)), "an event at 6 ms, but the time is 7 ms already");
}

// Hints of what comes soon: events that are pending, not long before they come, and enough of them to be of use.
TEST(EventQueue, TellsOfMostEventsALittleBeforeTheyCome) {
  Queue queue;
  std::uint64_t state = 1;
  std::uint32_t next = 0;
  const auto schedule = [&](SimTime now) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    queue.schedule(now + Duration(1 + static_cast<std::int64_t>(state >> 44)), label(next++));
  };
  while (next < 20'000) schedule(at_ms(0));
  std::vector<std::uint64_t> told_at(100'000, 0);
  std::vector<bool> has_come(told_at.size(), false);
  std::uint64_t popped = 0;
  std::uint64_t told_before = 0;
  while (!queue.empty()) {
    const auto event = queue.pop();
    ++popped;
    const std::uint64_t told = told_at[event.what.number];
    if (told != 0) {
      ++told_before;
      ASSERT_LE(popped - told, 200U);
    }
    has_come[event.what.number] = true;
    queue.for_each_soon([&](const Queue::Event& soon, bool near) {
      ASSERT_FALSE(has_come[soon.what.number]);
      if (!near) told_at[soon.what.number] = popped;
    });
    if (next < told_at.size()) schedule(event.at);
  }
  EXPECT_EQ(popped, told_at.size());
  EXPECT_GT(told_before, popped / 2);
}

}  // namespace
}  // namespace certdrill
