#include "load/sr/written.h"

#include <algorithm>
#include <sstream>

#include "load/sr/codes.h"
#include "oligard/base/digest.h"

namespace oligard::load {
namespace {

bool is_own(const Code& name, std::string_view value) {
  return name.scheme == kOwnScheme && name.value == value;
}

const ContentItem* own_child(const ContentItem& parent, std::string_view value) {
  const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                  [value](const ContentItem& child) { return is_own(child.name, value); });
  return found == parent.children.end() ? nullptr : &*found;
}

std::string own_text(const ContentItem& parent, std::string_view value) {
  const ContentItem* child = own_child(parent, value);
  return child == nullptr ? std::string() : child->text;
}

/// Texts below `parent` that are not under a name of ours.
void add_free_texts(const ContentItem& parent, std::vector<std::string>& texts) {
  for (const ContentItem& child : parent.children) {
    const bool is_said =
        child.value_type == "TEXT" && child.relationship == "CONTAINS" && !child.text.empty();
    if (is_said && child.name.scheme != kOwnScheme) texts.push_back(child.text);
  }
}

bool is_evaluations(const ContentItem& item) {
  return item.value_type == "CONTAINER" && item.name.value == "C0034375" && item.name.scheme == "UMLS";
}

WrittenGroup written_group(const PriorMeasurement& group) {
  WrittenGroup written{group.observation_uid, group.tracking_id, group.tracking_uid, {}};
  if (!group.statuses.empty()) written.status = group.statuses.front();
  for (const std::string& comment : group.comments)
    if (written.status.empty()) written.status = lesion_status_in_sentence(comment);
  return written;
}

std::optional<WrittenResult> original_of(const ContentItem& root) {
  const ContentItem* record = own_child(root, "RECORD");
  const ContentItem* said = record == nullptr ? nullptr : own_child(*record, "WRITTEN_REC");
  if (said == nullptr) return std::nullopt;
  WrittenResult written;
  written.sop_instance_uid = own_text(*said, "RESULT_UID");
  for (const ContentItem& item : said->children) {
    std::istringstream words(item.text);
    if (is_own(item.name, "TEXT_DIGESTS")) {
      for (std::string digest; words >> digest;)
        written.text_digests.insert(digest);
    } else if (is_own(item.name, "WRITTEN_GROUP")) {
      WrittenGroup group;
      std::string status;
      words >> group.tracking_id >> status >> group.observation_uid >> group.tracking_uid;
      group.status = lesion_status_of({status, std::string(kOwnScheme), ""});
      written.groups.push_back(std::move(group));
    }
  }
  return written;
}

}  // namespace

void read_written(const ContentItem& root, MeasurementReport& report) {
  add_free_texts(root, report.free_texts);
  for (const ContentItem& child : root.children)
    if (is_evaluations(child)) add_free_texts(child, report.free_texts);
  report.states.sop_instance_uid = report.header.sop_instance_uid;
  for (const std::string& text : report.free_texts)
    report.states.text_digests.insert(digest_of_text(text));
  for (const PriorMeasurement& group : report.measurements) {
    report.states.groups.push_back(written_group(group));
    for (const std::string& comment : group.comments)
      report.states.text_digests.insert(digest_of_text(comment));
  }
  report.original = original_of(root);
}

}  // namespace oligard::load
