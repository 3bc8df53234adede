#include "oligard/classify/rules.h"

#include "oligard/classify/phrases.h"
#include "oligard/wording/wording.h"

namespace oligard::wording {
namespace {

using namespace classify;

std::string cns_words(CnsMode mode) {
  switch (mode) {
    case CnsMode::kCount:
      return texts().rule.cns_counted();
    case CnsMode::kSeparateUnlimited:
      return texts().rule.cns_any();
    case CnsMode::kExtracranialOnly:
      return texts().rule.cns_none();
  }
  return {};
}

std::vector<std::string> limits_in_words(const Profile& profile) {
  std::vector<std::string> limits;
  const RuleTexts& say = texts().rule;
  if (profile.max_lesions)
    limits.push_back(say.most_lesions(texts().basic.progressing_lesions(*profile.max_lesions)));
  if (profile.max_organs) limits.push_back(say.most_organs(texts().basic.organs(*profile.max_organs)));
  if (profile.max_per_organ) limits.push_back(say.most_per_organ(*profile.max_per_organ));
  if (profile.max_share) {
    const std::string share = millimetres(100.0 * *profile.max_share);
    limits.push_back(profile.share_inclusive ? say.most_share(share) : say.below_share(share));
  }
  limits.push_back(say.one_controlled());
  if (!profile.allowed_organs.empty()) {
    std::vector<std::string> organs;
    for (const std::string& organ : profile.allowed_organs)
      organs.push_back(in_words(organ));
    limits.push_back(say.only_in(joined(organs)));
  }
  limits.push_back(cns_words(profile.cns_mode));
  return limits;
}

std::string progression_in_words(const Constants& constants) {
  return texts().rule.progression(millimetres(100.0 * constants.pd_rel), millimetres(constants.pd_abs_mm),
                                  millimetres(100.0 * constants.vol_pd_rel));
}

}  // namespace

std::vector<std::string> changed_rules(const Rules& rules, const std::vector<std::string>& profiles) {
  std::vector<std::string> changes;
  for (const rules::ChangedConstant& constant : rules::changed_constants(rules.constants))
    changes.push_back(texts().rule.changed_constant(constant.name, constant.value, constant.usual));
  for (const std::string& name : profiles) {
    const auto found = rules.profiles.find(name);
    if (found == rules.profiles.end() || is_unchanged_profile(rules, name)) continue;
    const std::string limits = rules::text_of(found->second);
    changes.push_back(built_in_profiles().contains(name) ? texts().rule.changed_profile(name, limits)
                                                         : texts().rule.own_profile_limits(name, limits));
  }
  return changes;
}

std::string rule_in_words(const std::string& profile_name, const Rules& rules) {
  const auto found = rules.profiles.find(profile_name);
  if (found == rules.profiles.end()) return {};
  const Profile& profile = found->second;
  const bool is_own = !built_in_profiles().contains(profile_name);
  const RuleTexts& say = texts().rule;
  return say.rule(std::string_view(kRuleSet), profile_name, is_own ? say.own_profile() : std::string(),
                  joined(limits_in_words(profile), texts().basic.semicolon),
                  progression_in_words(rules.constants),
                  profile.source.empty() ? say.no_source() : profile.source,
                  profile.source_verified ? std::string() : say.not_verified());
}

}  // namespace oligard::wording
