// One patient as the truth has it, and as the program found it.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/phantom/patient_class.h"

namespace oligard::evaluate {

/// Two segments by index into PatientTruth::nodes, the earlier one first.
using Link = std::pair<int, int>;

struct PatientTruth {
  std::string id;
  std::vector<std::string> study_uids;    ///< of the time points that have a segmentation, oldest first
  std::vector<phantom::ClassNode> nodes;  ///< segments; `timepoint` is an index into study_uids
  std::map<std::pair<std::string, long>, int> node_of;  ///< by SOP Instance UID and Segment Number
  std::set<Link> links;
};

struct FoundLink {
  double probability = 0;
  bool is_ambiguous = false;
};

struct PatientFound {
  std::string id;
  std::map<Link, FoundLink> links;
  std::set<int> seen_new;               ///< nodes that the program calls new
  std::set<int> left_open;              ///< … or imaged for the first time: it does not know which
  std::set<int> seen_resolved;          ///< last sights of what it calls resolved or no longer segmented
  std::set<int> accepted_pairs;         ///< earlier time point of adjacent ones with an accepted registration
  std::vector<std::string> categories;  ///< one a time point, of the first profile; empty where there is none
};

/// Errors: FILE_UNREADABLE, EVALUATE_TRUTH_INVALID.
[[nodiscard]] Result<PatientTruth> read_truth(const std::filesystem::path& file);

/// The Patient ID of an assessment. Errors: FILE_UNREADABLE, EVALUATE_RESULT_INVALID.
[[nodiscard]] Result<std::string> patient_of(const std::filesystem::path& file);

/// Errors: FILE_UNREADABLE, EVALUATE_RESULT_INVALID, EVALUATE_UNKNOWN_SEGMENT (a lesion that the truth does
/// not have).
[[nodiscard]] Result<PatientFound> read_found(const std::filesystem::path& file, const PatientTruth& truth);

}  // namespace oligard::evaluate
