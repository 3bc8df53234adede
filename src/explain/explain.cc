#include "oligard/explain/explain.h"

#include <map>
#include <utility>

#include "oligard/classify/classify.h"
#include "oligard/classify/rules.h"

namespace oligard::explain {
namespace {

using report::StatedItem;
using Items = std::vector<StatedItem>;

/// Items that can be derived, by path and place among those of one path.
std::map<std::string, std::vector<const StatedItem*>> by_path(const Items& items) {
  std::map<std::string, std::vector<const StatedItem*>> found;
  for (const StatedItem& item : items) {
    if (report::is_derivable(item)) found[item.path].push_back(&item);
  }
  return found;
}

/// Sentences of another version may be worded differently, and it may state less.
void compare(const Items& derived, bool is_same_version, Explanation& explanation) {
  const auto expected = by_path(derived);
  std::map<std::string, std::size_t> seen;
  for (const StatedItem& item : explanation.stated.items) {
    if (item.kind == StatedItem::Kind::kContainer) continue;
    const bool is_compared = report::is_derivable(item) && (is_same_version || !report::is_prose(item));
    if (!is_compared) {
      ++explanation.inputs;
      continue;
    }
    ++explanation.compared;
    const std::size_t place = seen[item.path]++;
    const auto found = expected.find(item.path);
    const bool is_derived = found != expected.end() && place < found->second.size();
    if (is_derived && report::agree(item, *found->second[place])) continue;
    explanation.differences.push_back(
        {item.path, item.shown, is_derived ? found->second[place]->shown : "", item.subject, item.track});
  }
  if (!is_same_version) return;
  for (const auto& [path, items] : expected) {
    for (std::size_t place = seen[path]; place < items.size(); ++place) {
      if (items[place]->kind != StatedItem::Kind::kContainer)
        explanation.differences.push_back(
            {path, "", items[place]->shown, items[place]->subject, items[place]->track});
    }
  }
}

Status derive(Explanation& explanation) {
  const report::StatedResult& stated = explanation.stated;
  if (!stated.record_error.empty())
    return fail(ErrorKind::kInvalidInput, "EXPLAIN_RECORD_INVALID", stated.record_error);
  if (stated.rule_set != classify::kRuleSet) {
    return fail(ErrorKind::kUnsupported, "EXPLAIN_OTHER_RULES",
                "the result was judged by other rules than those of this program");
  }
  auto timepoints = classify::classify_case(stated.record.clinical_case, stated.record.rules);
  if (!timepoints) return fail(timepoints);
  explanation.derived.graph = stated.graph;
  explanation.derived.clinical_case = stated.record.clinical_case;
  explanation.derived.rules = stated.record.rules;
  explanation.derived.timepoints = *std::move(timepoints);
  return {};
}

}  // namespace

Result<Explanation> explain(const std::filesystem::path& file, const std::string& version) {
  auto stated = report::read_result(file);
  if (!stated) return fail(stated);
  Explanation explanation{.stated = *std::move(stated), .problem = {}};
  explanation.seal_holds = explanation.stated.seal == explanation.stated.contents;
  Status derived = derive(explanation);
  if (derived) {
    auto items = report::derived_items(explanation.stated, explanation.derived);
    if (items) {
      compare(*items, explanation.stated.device.version == version, explanation);
      return explanation;
    }
    derived = fail(items);
  }
  if (explanation.seal_holds) return fail(derived);
  explanation.problem = derived.error().reason;
  return explanation;
}

}  // namespace oligard::explain
