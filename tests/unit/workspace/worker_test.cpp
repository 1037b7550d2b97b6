// The worker does one job after the other, hands over what they bring where it is asked to, and can be stopped.
#include "workspace/worker.h"

#include <atomic>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace certdrill::workspace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A job that goes on until it is stopped, and says when it has begun and when it has ended.
struct Endless {
  std::atomic<bool> began{false};
  std::atomic<bool> ended{false};

  Worker::Job job(std::function<void()> delivery) {
    return [this, delivery = std::move(delivery)](const Worker::Tell& tell) -> Worker::Delivery {
      began = true;
      while (tell("going on", 0.5)) std::this_thread::yield();
      ended = true;
      return delivery;
    };
  }
  void wait_until_begun() const {
    while (!began) std::this_thread::yield();
  }
};

TEST(Worker, DeliversInOrderOnTheThreadThatAsks) {
  Worker worker;
  std::vector<std::string> delivered;
  const std::thread::id here = std::this_thread::get_id();
  for (const std::string name : {"one", "two", "three"}) {
    worker.submit([&delivered, name, here](const Worker::Tell&) -> Worker::Delivery {
      const bool elsewhere = std::this_thread::get_id() != here;
      return [&delivered, name, elsewhere, here] {
        EXPECT_TRUE(elsewhere);
        EXPECT_EQ(std::this_thread::get_id(), here);
        delivered.push_back(name);
      };
    });
  }
  worker.wait_until_idle();
  EXPECT_THAT(delivered, IsEmpty()) << "nothing is delivered before it is asked for";
  EXPECT_TRUE(worker.busy()) << "something is to be delivered";
  EXPECT_EQ(worker.deliver(), 3U);
  EXPECT_THAT(delivered, ElementsAre("one", "two", "three"));
  EXPECT_FALSE(worker.busy());
  EXPECT_EQ(worker.deliver(), 0U) << "each is delivered once";
}

TEST(Worker, TellsWhatItDoes) {
  Worker worker;
  Endless endless;
  worker.submit(endless.job([] {}));
  while (worker.progress().what.empty()) std::this_thread::yield();
  EXPECT_EQ(worker.progress().what, "going on");
  EXPECT_EQ(worker.progress().part, 0.5);
  worker.stop();
  worker.wait_until_idle();
  EXPECT_EQ(worker.progress().what, "");
}

TEST(Worker, WhatIsStoppedBringsNothing) {
  Worker worker;
  bool delivered = false;
  Endless endless;
  worker.submit(endless.job([&] { delivered = true; }));
  worker.submit([&](const Worker::Tell&) -> Worker::Delivery { return [&] { delivered = true; }; });
  endless.wait_until_begun();
  worker.stop();
  worker.wait_until_idle();
  EXPECT_TRUE(endless.ended);
  EXPECT_EQ(worker.deliver(), 0U) << "neither the one that ran nor the one that waited";
  EXPECT_FALSE(delivered);
}

TEST(Worker, WorksOnAfterAStop) {
  Worker worker;
  Endless endless;
  worker.submit(endless.job([] {}));
  endless.wait_until_begun();
  worker.stop();
  bool delivered = false;
  worker.submit([&](const Worker::Tell& tell) -> Worker::Delivery {
    const bool may_go_on = tell("again", -1);
    return [&delivered, may_go_on] { delivered = may_go_on; };
  });
  worker.wait_until_idle();
  worker.deliver();
  EXPECT_TRUE(delivered) << "a job that was submitted after the stop is not stopped";
}

TEST(Worker, DeliveriesMaySubmitMore) {
  Worker worker;
  bool second = false;
  worker.submit([&](const Worker::Tell&) -> Worker::Delivery {
    return [&] { worker.submit([&](const Worker::Tell&) -> Worker::Delivery { return [&] { second = true; }; }); };
  });
  worker.wait_until_idle();
  worker.deliver();
  worker.wait_until_idle();
  worker.deliver();
  EXPECT_TRUE(second);
}

TEST(Worker, WhatAJobThrowsIsThrownWhereItIsDelivered) {
  Worker worker;
  bool went_on = false;
  worker.submit([](const Worker::Tell&) -> Worker::Delivery { throw std::bad_alloc(); });
  worker.submit([&](const Worker::Tell&) -> Worker::Delivery { return [&] { went_on = true; }; });
  worker.wait_until_idle();
  EXPECT_THROW(worker.deliver(), std::bad_alloc);
  worker.deliver();
  EXPECT_TRUE(went_on);
}

TEST(Worker, EndsWithAJobUnderWay) {
  Endless endless;
  bool delivered = false;
  {
    Worker worker;
    worker.submit(endless.job([&] { delivered = true; }));
    worker.submit(endless.job([&] { delivered = true; }));
    endless.wait_until_begun();
  }
  EXPECT_TRUE(endless.ended);
  EXPECT_FALSE(delivered);
}

}  // namespace
}  // namespace certdrill::workspace
