// The lesson of a scenario: its about.md as blocks of text, each with the steps that it speaks of, so that the text
// beside the picture can follow the run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "check/federation_result.h"
#include "model/scenario.h"

namespace certdrill::scene {

struct LessonBlock {
  enum class Kind : std::uint8_t { heading, paragraph, item, code };
  Kind kind = Kind::paragraph;
  std::string text;                  // without Markdown's marks
  std::vector<std::uint32_t> steps;  // of the scenario, whose names or domains it mentions
};
// Commands to be run and their output are left out: the viewer is what shows it.
[[nodiscard]] std::vector<LessonBlock> read_lesson(std::string_view markdown, const model::Scenario& scenario);
// The block to be marked when the run is here: the first that speaks of the step under way.
[[nodiscard]] std::optional<std::size_t> block_at(const std::vector<LessonBlock>& lesson,
                                                  const check::PlanPlace& place);

}  // namespace certdrill::scene
