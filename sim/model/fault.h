// Fault is something that goes wrong, as a step of the plan or at random: what, where, for how long.
//
// Kinds      crash           the process dies without a word; partners learn it when their leases run out. It starts
//                            again after `length`, at once when no length is said, and not at all when it is down for
//                            good.
//            restart         the process ends in order and starts again; leases of the kernel keep their sessions.
//            host_reboot     the same with the whole machine: nothing of it survives.
//            partition       the selected nodes reach each other and nobody else, until `length` is over.
//            slow            a message between a selected node and any other takes `delay` longer.
//            lossy           a renewal that involves a selected node fails in `percent` of the tries.
//            hang            selected nodes do not answer the upgrade: they do not switch until `length` is over.
//            clock           the clocks of the selected nodes are off by `clock_offset` from now on (no length: for
//                            good).
//            heal            ends all partitions, slowness, losses and hangs of the selected nodes.
//            start           starts the selected nodes that are down (crashed for good, or failed).
// Source     management article, "Certificate rotation" (node restart and host reboot); the rest is ours.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/sim_time.h"

namespace certdrill::model {

using NodeIndex = std::uint32_t;

// Which nodes a step concerns.
struct NodeSelection {
  bool all = true;
  std::vector<NodeIndex> nodes;  // sorted, each once; when not all
};

enum class FaultKind : std::uint8_t { crash, restart, host_reboot, partition, slow, lossy, hang, clock, heal, start };

// "crash", "restart", "hostReboot", ...: the word of a scenario file, of a trace and of a page.
[[nodiscard]] std::string_view to_string(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> parse_fault_kind(std::string_view text);

struct Fault {
  FaultKind kind = FaultKind::crash;
  NodeSelection where;
  std::optional<Duration> length;  // crash, partition, slow, lossy, hang, clock: until it is over; none: until healed
  bool for_good = false;           // crash: until a step starts it
  Duration delay{};                // slow: one way
  std::uint32_t percent = 0;       // lossy: 1 to 100
  Duration clock_offset{};         // clock: negative is behind
};

// A fault that strikes again and again, one node at a time, at moments that the seed decides.
struct RandomFault {
  Fault fault;       // `where`: who may be struck
  Duration every{};  // mean time between two strikes, anywhere among them
};

}  // namespace certdrill::model
