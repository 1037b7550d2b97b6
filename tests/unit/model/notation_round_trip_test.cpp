// The law of the notation over generated values: parse(to_string(x)) == x.
#include <string>

#include <gtest/gtest.h>

#include "base/random.h"
#include "model/notation.h"

namespace certdrill::model {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  SecurityConfiguration security() {
    SecurityConfiguration made{presents(), accepts(5), {}};
    if (random_.below(3) != 0) return made;
    if (random_.below(2) == 0) made.management.presents = presents();
    if (random_.below(2) == 0) made.management.clients = accepts(3);
    if (random_.below(2) == 0) made.management.admins = accepts(3);
    return made;
  }

  std::string word() {
    static const std::string first = "abcxyzABCPVT";
    static const std::string more = first + "0129_-";
    std::string text(1, first[random_.below(first.size())]);
    for (std::uint64_t i = random_.below(6); i > 0; --i) text += more[random_.below(more.size())];
    return text;
  }

  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  ThumbprintReference thumb() {
    if (random_.below(4) != 0) return {word()};
    std::string digits;
    for (int i = 0; i < 40; ++i) digits += "0123456789ABCDEF"[random_.below(16)];
    return {digits};
  }

  std::string anything() {
    static const std::vector<std::string> pieces = {"a", "B", "7", ".", "-", "_", "*", " ", "'", "\\", "{",
                                                    "}", ",", "=", "@", "|", "?", "/", "ä", "€", "😀"};
    std::string text;
    for (std::uint64_t i = random_.below(8) + 1; i > 0; --i) text += pieces[random_.below(pieces.size())];
    return text;
  }

  CommonNameReference name() {
    return random_.below(2) == 0 ? CommonNameReference{word(), false} : CommonNameReference{anything(), true};
  }

  PresentationRule presents() {
    switch (random_.below(5)) {
      case 0:
        return PresentNothing{};
      case 1: {
        PresentByThumbprint rule;
        for (std::uint64_t i = random_.below(2) + 1; i > 0; --i) rule.entries.push_back(thumb());
        return rule;
      }
      case 2: {
        PresentByCommonName rule;
        for (std::uint64_t i = random_.below(2) + 1; i > 0; --i) rule.entries.push_back(name());
        return rule;
      }
      case 3: {
        PresentByExtension rule;
        for (std::uint64_t i = random_.below(2) + 1; i > 0; --i) rule.entries.push_back({anything()});
        return rule;
      }
      default:
        return PresentFile{word()};
    }
  }

  ValidationRules accepts(std::uint64_t most) {
    ValidationRules made;
    made.client_certificate = static_cast<ClientCertificate>(random_.below(3));
    for (std::uint64_t i = random_.below(most); i > 0; --i) made.rules.push_back(rule());
    if (random_.below(4) != 0) return made;
    for (std::uint64_t i = random_.below(3); i > 0; --i) {
      made.issuer_stores.push_back({random_.below(2) == 0 ? StoreName::my : StoreName::root,
                                    random_.below(2) == 0 ? std::string() : anything()});
    }
    return made;
  }

  ValidationRule rule() {
    switch (random_.below(3)) {
      case 0:
        return AcceptThumbprint{thumb(), random_.below(2) == 0};
      case 1: {
        AcceptCommonName made{name(), {}};
        for (std::uint64_t i = random_.below(3); i > 0; --i) made.issuers.push_back({thumb(), random_.below(3) == 0});
        return made;
      }
      default:
        return AcceptAuthority{thumb(), random_.below(2) == 0 ? std::string() : anything()};
    }
  }

  Random random_;
};

TEST(NotationRoundTrip, EveryPrintedValueIsReadBackAsItWas) {
  Generator generator(1);
  for (int i = 0; i < 20'000; ++i) {
    const SecurityConfiguration made = generator.security();
    const std::string text = to_string(made);
    const Result<SecurityConfiguration> read = parse_security(text);
    ASSERT_TRUE(read.ok()) << text << "\n" << to_text(read.problem());
    ASSERT_EQ(*read, made) << text;
  }
}

TEST(NotationRoundTrip, GroupsOfNodesToo) {
  Generator generator(2);
  for (int i = 0; i < 5'000; ++i) {
    std::vector<NodeGroup> made(generator.below(3) + 1);
    for (NodeGroup& group : made) {
      const std::uint64_t kind = generator.below(4);
      if (kind == 0) {
        for (std::uint64_t n = generator.below(3) + 1; n > 0; --n) group.nodes.push_back(generator.word());
      } else {
        group.others = generator.below(20);
        group.all = kind == 1;
        group.counted = kind == 2;
      }
      group.security = generator.security();
    }
    const std::string text = to_string(made);
    const Result<std::vector<NodeGroup>> read = parse_node_groups(text);
    ASSERT_TRUE(read.ok()) << text << "\n" << to_text(read.problem());
    ASSERT_EQ(*read, made) << text;
  }
}

// Damaged text is refused or read as something that prints and reads the same; it is never misread twice in two ways.
TEST(NotationRoundTrip, DamagedTextIsRefusedOrMeansOneThing) {
  Generator generator(3);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = to_string(generator.security());
    const std::size_t at = generator.below(text.size());
    if (generator.below(2) == 0) {
      text.erase(at, 1);
    } else {
      text[at] = "{}=,:PVTC'@|?/ \\\x80"[generator.below(17)];
    }
    const Result<SecurityConfiguration> read = parse_security(text);
    if (!read) {
      ++refused;
      ASSERT_GE(read.problem().where.column, 1U) << text;
      ASSERT_GE(read.problem().where.length, 1U) << text;
      continue;
    }
    const Result<SecurityConfiguration> again = parse_security(to_string(*read));
    ASSERT_TRUE(again.ok()) << text;
    ASSERT_EQ(*again, *read) << text;
  }
  EXPECT_GT(refused, 5'000);
}

}  // namespace
}  // namespace certdrill::model
