#include "kernel/event_loop.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace certdrill {
namespace {

using Loop = EventLoop<int>;
using testing::ElementsAre;

SimTime at_ms(std::int64_t milliseconds) { return SimTime(Duration(milliseconds)); }

// Writes down what happens; events below 100 schedule one for the same instant.
struct Log {
  Loop& loop;
  std::vector<std::string> lines;

  auto handler() {
    return [this](const Loop::Event& event) {
      lines.push_back(std::to_string(unix_milliseconds(loop.now())) + " event " + std::to_string(event.what));
      if (event.what < 100) loop.schedule(loop.now(), event.what + 100);
    };
  }
  auto observer() {
    return [this](SimTime now) { lines.push_back(std::to_string(unix_milliseconds(now)) + " observed"); };
  }
};

TEST(EventLoop, SettlesTheWholeInstantBeforeTheObserverLooks) {
  Loop loop(at_ms(0));
  loop.schedule(at_ms(20), 3);
  loop.schedule(at_ms(10), 1);
  loop.schedule(at_ms(10), 2);
  Log log{loop, {}};
  EXPECT_TRUE(loop.run_instant(log.handler(), log.observer()));
  EXPECT_THAT(log.lines, ElementsAre("10 event 1", "10 event 2", "10 event 101", "10 event 102", "10 observed"));
  EXPECT_EQ(loop.now(), at_ms(10));
  EXPECT_EQ(loop.handled(), 4U);
  EXPECT_EQ(loop.next_time(), at_ms(20));
}

TEST(EventLoop, NothingToDoLeavesTheClock) {
  Loop loop(at_ms(5));
  Log log{loop, {}};
  EXPECT_FALSE(loop.run_instant(log.handler(), log.observer()));
  EXPECT_TRUE(log.lines.empty());
  EXPECT_EQ(loop.now(), at_ms(5));
}

TEST(EventLoop, RunUntilIncludesItsEndAndSetsTheClockToIt) {
  Loop loop(at_ms(0));
  for (const int at : {10, 20, 21, 30}) loop.schedule(at_ms(at), 100 + at);
  Log log{loop, {}};
  loop.run_until(at_ms(20), log.handler(), log.observer());
  EXPECT_THAT(log.lines, ElementsAre("10 event 110", "10 observed", "20 event 120", "20 observed"));
  EXPECT_EQ(loop.now(), at_ms(20));
  loop.run_until(at_ms(20), log.handler(), log.observer());
  EXPECT_EQ(log.lines.size(), 4U);
  loop.schedule(at_ms(20), 150);  // before the next pending one, which was looked at already
  loop.run_until(at_ms(1000), log.handler(), log.observer());
  EXPECT_THAT(log.lines, testing::Contains("20 event 150"));
  EXPECT_EQ(loop.now(), at_ms(1000));
  EXPECT_TRUE(loop.idle());
}

TEST(EventLoop, AHandlerCancelsAnEventOfTheSameInstant) {
  Loop loop(at_ms(0));
  loop.schedule(at_ms(1), 101);
  const auto victim = loop.schedule(at_ms(1), 102);
  std::vector<int> seen;
  loop.run_instant(
      [&](const Loop::Event& event) {
        seen.push_back(event.what);
        EXPECT_EQ(loop.cancel(victim), seen.size() == 1);
      },
      [](SimTime) {});
  EXPECT_THAT(seen, ElementsAre(101));
}

TEST(EventLoop, ACopyGoesOnLikeTheOriginal) {
  Loop loop(at_ms(0));
  for (int i = 0; i < 50; ++i) loop.schedule(at_ms(i % 7), i);
  Log first{loop, {}};
  loop.run_until(at_ms(3), first.handler(), first.observer());
  Loop copy = loop;
  Log of_loop{loop, {}};
  Log of_copy{copy, {}};
  loop.run_until(at_ms(9), of_loop.handler(), of_loop.observer());
  copy.run_until(at_ms(9), of_copy.handler(), of_copy.observer());
  EXPECT_EQ(of_loop.lines, of_copy.lines);
  EXPECT_GT(of_copy.lines.size(), 40U);
  EXPECT_EQ(loop.handled(), copy.handled());
}

TEST(EventLoop, AnInstantMayHoldAsManyEventsAsTheBound) {
  Loop loop(at_ms(0));
  loop.set_most_events_per_instant(3);
  for (int i = 0; i < 3; ++i) loop.schedule(at_ms(1), 100 + i);
  EXPECT_TRUE(loop.run_instant([](const Loop::Event&) {}, [](SimTime) {}));
  EXPECT_EQ(loop.handled(), 3U);
}

TEST(EventLoopDeath, AnInstantThatNeverSettlesNamesItsTime) {
  Loop loop(at_ms(0));
  loop.set_most_events_per_instant(1000);
  loop.schedule(from_unix_seconds(1'768'003'200), 1);
  EXPECT_DEATH(
      loop.run_instant([&](const Loop::Event& event) { loop.schedule(loop.now(), event.what); }, [](SimTime) {}),
      "the instant 2026-01-10T00:00:00Z does not settle: 1000 events");
}

TEST(EventLoopDeath, ThePastIsRefused) {
  Loop loop(at_ms(1000));
  EXPECT_DEATH(loop.schedule(at_ms(999), 1), "an event at 1970-01-01T00:00:00.999Z, but it is 1970-01-01T00:00:01Z");
  EXPECT_DEATH(loop.run_until(
                   at_ms(999), [](const Loop::Event&) {}, [](SimTime) {}),
               "asked to run until 1970-01-01T00:00:00.999Z");
}

}  // namespace
}  // namespace certdrill
