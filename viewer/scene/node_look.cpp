#include "scene/node_look.h"

namespace certdrill::scene {

bool is_up(const replay::NodeMoment& node) { return node.deployed && node.state == world::NodeState::up; }

NodeLook look_of(const replay::NodeMoment& node) {
  NodeLook look;
  if (!node.deployed) {
    look.dashed = node.machine != world::MachineStage::failed;
    look.crossed = !look.dashed;
    switch (node.machine) {
      case world::MachineStage::not_made:
        look.word = "to come";
        break;
      case world::MachineStage::failed:
        look.outline = Tone::lost;
        look.word = "failed";
        break;
      default:
        look.outline = Tone::waiting;
        look.word = node.is_new ? "being made" : "re-imaging";
    }
    return look;
  }
  if (is_up(node)) {
    look.fill = node.presents == pki::no_certificate ? Tone::none : certificate_tone(node.presents);
    look.outline = node.switched ? Tone::accent : Tone::faint;
    return look;
  }
  look.outline = node.lost ? Tone::lost : Tone::waiting;
  look.dashed = true;
  switch (node.state) {
    case world::NodeState::down:
      if (!node.lost) look.outline = Tone::down;
      look.dashed = false;
      look.crossed = true;
      look.word = node.lost ? "lost" : node.cause == world::Cause::reimaged ? "re-imaging" : "down";
      break;
    case world::NodeState::booting:
      look.word = "booting";
      break;
    case world::NodeState::joining:
      look.word = "joining";
      break;
    case world::NodeState::suspended:
      look.word = "suspended";
      break;
    case world::NodeState::up:
      break;
  }
  return look;
}

}  // namespace certdrill::scene
