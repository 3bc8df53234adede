// What one of our results states where a person may change it in a copy: by this a copy is compared with it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace oligard {

/// One measurement group.
struct WrittenGroup {
  std::string observation_uid;
  std::string tracking_id;
  std::string tracking_uid;
  std::string status;  ///< word of the rule book; empty = none

  friend bool operator==(const WrittenGroup&, const WrittenGroup&) = default;
};

struct WrittenResult {
  std::string sop_instance_uid;
  std::vector<WrittenGroup> groups;
  std::set<std::string> text_digests;  ///< digest_of_text of its texts

  friend bool operator==(const WrittenResult&, const WrittenResult&) = default;
};

/// A JSON object without blanks, keys sorted; ASCII.
[[nodiscard]] std::string to_json(const WrittenResult& written);

/// `written` of a result's record (docs/conformance.md, "The record"); empty when the text is no record or
/// has none of that form.
[[nodiscard]] std::optional<WrittenResult> written_in_record(std::string_view record);

}  // namespace oligard
