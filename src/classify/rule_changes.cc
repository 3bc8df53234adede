#include "oligard/classify/rules.h"
#include "oligard/classify/texts.h"
#include "oligard/classify/wording.h"

namespace oligard::classify {

bool is_unchanged_profile(const Rules& rules, const std::string& name) {
  const auto usual = built_in_profiles().find(name);
  const auto given = rules.profiles.find(name);
  return usual != built_in_profiles().end() && given != rules.profiles.end() &&
         usual->second == given->second;
}

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

}  // namespace oligard::classify
