// One table of commands: its names, its keys, what the palette finds in it, and that docs/viewer.md holds it.
#include "workspace/commands.h"

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/text_file.h"

namespace certdrill::workspace {
namespace {

using testing::IsEmpty;
using testing::Not;

TEST(Commands, EachIsInTheTableOnce) {
  std::set<Command> seen;
  for (const CommandEntry& entry : all_commands()) EXPECT_TRUE(seen.insert(entry.command).second) << entry.name;
  // The last one of the enumeration tells how many there are.
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(Command::quit) + 1);
  for (const Command command : seen) EXPECT_EQ(entry_of(command).command, command);
}

TEST(Commands, NamesAreUniqueAndEachSaysWhatItDoes) {
  std::set<std::string_view> names;
  for (const CommandEntry& entry : all_commands()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_THAT(entry.what, Not(IsEmpty())) << entry.name;
    EXPECT_THAT(entry.group, Not(IsEmpty())) << entry.name;
  }
}

TEST(Commands, ThoseOfOneGroupStandTogether) {
  std::set<std::string_view> finished;
  std::string_view group;
  for (const CommandEntry& entry : all_commands()) {
    if (entry.group == group) continue;
    EXPECT_TRUE(finished.insert(entry.group).second) << entry.group << " comes twice";
    group = entry.group;
  }
}

// Also: no key is given twice, for then one of its commands would not be reached.
TEST(Commands, EachKeyLeadsToItsCommand) {
  for (const CommandEntry& entry : all_commands()) {
    for (const Key& key : keys_of(entry))
      EXPECT_EQ(command_for(key), entry.command) << entry.name << ": " << entry.keys;
    EXPECT_EQ(keys_of(entry).empty(), entry.keys.empty()) << entry.name;
  }
}

// A key that edits text (a letter, an arrow, Backspace) must not also command something while one types.
TEST(Commands, KeysThatWorkWhileTypingEditNothing) {
  std::size_t found = 0;
  for (const CommandEntry& entry : all_commands()) {
    if (!entry.while_typing) continue;
    ++found;
    for (const Key& key : keys_of(entry)) {
      const bool edits = !key.control && key.name != Key::Name::escape && key.name != Key::Name::f5;
      EXPECT_FALSE(edits) << entry.name;
      for (const char used_by_fields : {'a', 'c', 'v', 'x', 'y', 'z'}) {
        const bool is_used = key.name == Key::Name::character && key.character == used_by_fields && !key.shift;
        EXPECT_FALSE(is_used) << entry.name;
      }
    }
  }
  EXPECT_GT(found, 5U);
}

struct KeyCase {
  const char* name;
  Key key;
  std::optional<Command> command;
};

Key character(char c, bool shift = false, bool control = false) { return {Key::Name::character, c, control, shift}; }
Key named(Key::Name name, bool shift = false, bool control = false) { return {name, 0, control, shift}; }

class CommandKeys : public testing::TestWithParam<KeyCase> {};

TEST_P(CommandKeys, LeadTo) { EXPECT_EQ(command_for(GetParam().key), GetParam().command); }

INSTANTIATE_TEST_SUITE_P(
    Keys, CommandKeys,
    testing::Values(
        KeyCase{"space", named(Key::Name::space), Command::play_or_pause},
        KeyCase{"dot", character('.'), Command::next_event}, KeyCase{"comma", character(','), Command::last_event},
        KeyCase{"right", named(Key::Name::right), Command::next_event},
        KeyCase{"shift_right", named(Key::Name::right, true), Command::next_instant},
        KeyCase{"control_left", named(Key::Name::left, false, true), Command::last_domain},
        KeyCase{"control_shift_left_is_free", named(Key::Name::left, true, true), std::nullopt},
        KeyCase{"n", character('n'), Command::next_finding},
        KeyCase{"shift_n", character('n', true), Command::last_finding},
        KeyCase{"capital_n", character('N'), Command::last_finding},
        KeyCase{"w", character('w'), Command::timeline_zoom_in},
        KeyCase{"shift_w", character('w', true), Command::pan_up},
        KeyCase{"slash", character('/'), Command::filter_events},
        KeyCase{"slash_with_shift", character('/', true), Command::open_help},
        KeyCase{"question_mark", character('?'), Command::open_help},
        KeyCase{"question_mark_with_shift", character('?', true), Command::open_help},
        KeyCase{"plus_with_shift", character('+', true), Command::zoom_in},
        KeyCase{"equals", character('='), Command::zoom_in},
        KeyCase{"control_p", character('p', false, true), Command::open_palette},
        KeyCase{"control_q", character('q', false, true), Command::quit},
        KeyCase{"f5", named(Key::Name::f5), Command::reload}, KeyCase{"f1", named(Key::Name::f1), Command::open_help},
        KeyCase{"escape", named(Key::Name::escape), Command::leave}, KeyCase{"q_is_free", character('q'), std::nullopt},
        KeyCase{"backspace_is_free", named(Key::Name::backspace), std::nullopt}),
    [](const auto& row) { return std::string(row.param.name); });

struct PaletteCase {
  const char* name;
  const char* typed;
  Command first;
};

class Palette : public testing::TestWithParam<PaletteCase> {};

TEST_P(Palette, FindsFirst) {
  const std::vector<Command> found = find_commands(GetParam().typed);
  ASSERT_THAT(found, Not(IsEmpty()));
  EXPECT_EQ(found.front(), GetParam().first) << "not " << entry_of(found.front()).name;
}

INSTANTIATE_TEST_SUITE_P(Typed, Palette,
                         testing::Values(PaletteCase{"whole_name", "next finding", Command::next_finding},
                                         PaletteCase{"beginning", "next f", Command::next_finding},
                                         PaletteCase{"beginning_of_a_word", "matrix", Command::show_matrix},
                                         PaletteCase{"initials", "nf", Command::next_finding},
                                         PaletteCase{"letters_in_order", "nxthm", Command::next_theme},
                                         PaletteCase{"capitals", "GALLERY", Command::open_gallery},
                                         PaletteCase{"spaces_around", "  reload ", Command::reload}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(PaletteOrder, NothingTypedShowsAllInTheOrderOfTheTable) {
  const std::vector<Command> found = find_commands(" ");
  ASSERT_EQ(found.size(), all_commands().size());
  EXPECT_EQ(found.front(), all_commands().front().command);
  EXPECT_EQ(found.back(), all_commands().back().command);
}

TEST(PaletteOrder, WholeWordsGoBeforeScatteredLetters) {
  const std::vector<Command> found = find_commands("last");
  ASSERT_GE(found.size(), 6U);
  for (std::size_t at = 0; at < 6; ++at) EXPECT_TRUE(entry_of(found[at]).name.starts_with("last"));
}

TEST(PaletteOrder, WhatNothingFitsFindsNothing) { EXPECT_THAT(find_commands("zzqx"), IsEmpty()); }

TEST(CommandsInDocs, HoldTheTableOfKeys) {
  const std::filesystem::path page = std::filesystem::path(CERTDRILL_DOCS) / "viewer.md";
  const std::string begin = "<!-- keys: from viewer/workspace/commands.cpp -->\n";
  const std::string end = "<!-- end of keys -->\n";
  std::string text = test::read_text(page);
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  const std::string expected = "\n" + commands_markdown() + "\n";
  const std::size_t behind = from + begin.size();
  if (std::getenv("CERTDRILL_APPROVE") != nullptr) {
    text.replace(behind, to - behind, expected);
    test::write_text(page, text);
    return;
  }
  EXPECT_EQ(text.substr(behind, to - behind), expected)
      << "if this is meant: CERTDRILL_APPROVE=1 ctest -R CommandsInDocs";
}

}  // namespace
}  // namespace certdrill::workspace
