#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include <nlohmann/json.hpp>

#include "evaluate/patient.h"

namespace oligard::evaluate {
namespace {

using Json = nlohmann::json;
using SegmentKey = std::pair<std::string, long>;

Result<Json> read_json(const std::filesystem::path& path, const char* code, const char* reason) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", path.string() + " cannot be opened");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return fail(ErrorKind::kInvalidInput, code, reason);
  return json;
}

tl::unexpected<Error> no_truth() {
  return fail(ErrorKind::kInvalidInput, "EVALUATE_TRUTH_INVALID",
              "a truth.json lacks what this version of oligard phantom writes");
}

tl::unexpected<Error> no_result() {
  return fail(ErrorKind::kInvalidInput, "EVALUATE_RESULT_INVALID",
              "an assessment.json is not as docs/assessment-json.md says");
}

SegmentKey key_of(const Json& end) {
  return {end.at("sop_instance_uid").get<std::string>(), end.at("number").get<long>()};
}

/// One flag a time point that has a segmentation: the place of the lesion was imaged.
std::vector<bool> covered_of(const Json& lesion, const std::vector<std::string>& timepoints) {
  std::vector<bool> covered;
  covered.reserve(timepoints.size());
  for (const std::string& id : timepoints) {
    covered.push_back(lesion.at("timepoints").contains(id) ||
                      lesion.at("absent").at(id).at("covered").get<bool>());
  }
  return covered;
}

void add_nodes(const Json& lesion, const std::vector<std::string>& timepoints, PatientTruth& truth) {
  const std::vector<bool> covered = covered_of(lesion, timepoints);
  for (std::size_t t = 0; t < timepoints.size(); ++t) {
    const Json& sights = lesion.at("timepoints");
    if (!sights.contains(timepoints[t])) continue;
    const Json& seen = sights.at(timepoints[t]);
    const bool is_new = truth.node_of.emplace(key_of(seen), static_cast<int>(truth.nodes.size())).second;
    if (!is_new) continue;  // the second of a joined pair
    truth.nodes.push_back({static_cast<int>(t), seen.at("voxel_volume_mm3").get<double>(),
                           seen.at("cut").get<bool>(), covered});
  }
}

PatientTruth truth_of(const Json& json) {
  PatientTruth truth;
  truth.id = json.at("patient").at("id").get<std::string>();
  std::vector<std::string> timepoints;
  for (const Json& timepoint : json.at("timepoints")) {
    if (timepoint.at("seg").is_null()) continue;
    timepoints.push_back(timepoint.at("id").get<std::string>());
    truth.study_uids.push_back(timepoint.at("study_instance_uid").get<std::string>());
  }
  for (const Json& lesion : json.at("lesions"))
    add_nodes(lesion, timepoints, truth);
  for (const Json& link : json.at("links"))
    truth.links.emplace(truth.node_of.at(key_of(link.at("from"))), truth.node_of.at(key_of(link.at("to"))));
  return truth;
}

/// What an assessment says of a track at a time point.
struct TrackStatus {
  std::string status;
  bool not_segmented = false;
  bool imaged_before_unknown = false;
};

class FoundReader {
 public:
  FoundReader(const Json& json, const PatientTruth& truth) : json_(json), truth_(truth) {}

  Result<PatientFound> read() {
    found_.id = json_.at("patient").at("id").get<std::string>();
    read_time_points();
    for (const Json& lesion : json_.at("lesions")) {
      if (!truth_.node_of.contains(key_of(lesion.at("segment")))) {
        return fail(ErrorKind::kInvalidInput, "EVALUATE_UNKNOWN_SEGMENT",
                    "a result measures a segment that the truth does not have");
      }
    }
    for (const Json& link : json_.at("links")) {
      const Link ends(truth_.node_of.at(key_of(link.at("from"))), truth_.node_of.at(key_of(link.at("to"))));
      if (ends.first == ends.second) continue;
      found_.links.emplace(ends,
                           FoundLink{link.at("probability").get<double>(), link.at("ambiguous").get<bool>()});
    }
    read_registrations();
    read_tracks();
    read_categories();
    return std::move(found_);
  }

 private:
  void read_time_points() {
    for (const Json& timepoint : json_.at("timepoints")) {
      const std::string id = timepoint.at("id").get<std::string>();
      order_.push_back(id);
      for (const Json& uid : timepoint.at("study_instance_uids")) {
        const auto at = std::find(truth_.study_uids.begin(), truth_.study_uids.end(), uid.get<std::string>());
        if (at != truth_.study_uids.end()) index_[id] = static_cast<int>(at - truth_.study_uids.begin());
      }
    }
  }

  void read_registrations() {
    for (const Json& registration : json_.at("registration")) {
      const auto from = index_.find(registration.at("from").get<std::string>());
      const auto to = index_.find(registration.at("to").get<std::string>());
      if (from == index_.end() || to == index_.end() || to->second != from->second + 1) continue;
      if (registration.at("accepted").get<bool>()) found_.accepted_pairs.insert(from->second);
    }
  }

  [[nodiscard]] TrackStatus status_at(const std::string& timepoint, const std::string& track) const {
    const Json& assessments = json_.at("assessments");
    if (!assessments.contains(timepoint)) return {};
    const Json& lesions = assessments.at(timepoint).at("lesions");
    if (!lesions.contains(track)) return {};
    const Json& of = lesions.at(track);
    const auto has_flag = [&of](std::string_view name) {
      const Json& flags = of.at("flags");
      return std::any_of(flags.begin(), flags.end(),
                         [name](const Json& flag) { return flag.get<std::string>() == name; });
    };
    return {of.at("status").get<std::string>(), has_flag("not_segmented"),
            has_flag("prior_coverage_unknown") || has_flag("first_imaged")};
  }

  /// New: no earlier link, and the track is called new. Resolved: no later link, and the track is called
  /// resolved or not segmented at a later time point.
  void read_tracks() {
    std::map<std::string, std::map<std::string, std::vector<int>>> tracks;  // track, time point, nodes
    for (const Json& lesion : json_.at("lesions")) {
      if (lesion.at("track").is_null()) continue;
      tracks[lesion.at("track").get<std::string>()][lesion.at("timepoint").get<std::string>()].push_back(
          truth_.node_of.at(key_of(lesion.at("segment"))));
    }
    std::set<int> with_successor;
    std::set<int> with_predecessor;
    for (const auto& [ends, link] : found_.links)
      with_successor.insert(ends.first), with_predecessor.insert(ends.second);
    for (const auto& [track, sights] : tracks) {
      for (const auto& [timepoint, nodes] : sights) {
        for (const int node : nodes) {
          if (!with_predecessor.contains(node) && is_new(track, sights, timepoint)) {
            const bool is_open = status_at(timepoint, track).imaged_before_unknown;
            (is_open ? found_.left_open : found_.seen_new).insert(node);
          }
          if (!with_successor.contains(node) && is_resolved(track, sights, timepoint))
            found_.seen_resolved.insert(node);
        }
      }
    }
  }

  using Sights = std::map<std::string, std::vector<int>>;

  /// A small node gets no status; then the registration decides.
  [[nodiscard]] bool is_new(const std::string& track, const Sights& sights,
                            const std::string& timepoint) const {
    const auto at = std::find(order_.begin(), order_.end(), timepoint);
    const bool has_earlier =
        std::any_of(order_.begin(), at, [&](const std::string& id) { return sights.contains(id); });
    const std::string status = status_at(timepoint, track).status;
    if (!status.empty() && !has_earlier) return status == "NEW";
    return at != order_.begin() && is_accepted(*(at - 1));
  }

  [[nodiscard]] bool is_resolved(const std::string& track, const Sights& sights,
                                 const std::string& timepoint) const {
    const auto at = std::find(order_.begin(), order_.end(), timepoint);
    if (at == order_.end()) return false;
    return std::any_of(at + 1, order_.end(), [&](const std::string& id) {
      const TrackStatus status = status_at(id, track);
      if (sights.contains(id) || status.status.empty()) return is_accepted(timepoint);
      return status.not_segmented || status.status == "RESOLVED";
    });
  }

  /// The registration of a time point to the next one.
  [[nodiscard]] bool is_accepted(const std::string& timepoint) const {
    const auto at = index_.find(timepoint);
    return at != index_.end() && found_.accepted_pairs.contains(at->second);
  }

  void read_categories() {
    found_.categories.resize(truth_.study_uids.size());
    for (const auto& [id, index] : index_) {
      const Json& assessments = json_.at("assessments");
      if (!assessments.contains(id) || assessments.at(id).at("profiles").empty()) continue;
      found_.categories[static_cast<std::size_t>(index)] =
          assessments.at(id).at("profiles").front().at("category").get<std::string>();
    }
  }

  const Json& json_;
  const PatientTruth& truth_;
  PatientFound found_;
  std::vector<std::string> order_;    // ids of the program's time points
  std::map<std::string, int> index_;  // of the truth, by id of the program
};

}  // namespace

Result<PatientTruth> read_truth(const std::filesystem::path& file) {
  const Result<Json> json = read_json(file, "EVALUATE_TRUTH_INVALID", "a truth.json is no JSON object");
  if (!json) return fail(json);
  try {
    return truth_of(*json);
  } catch (const Json::exception&) {
    return no_truth();
  } catch (const std::out_of_range&) {  // a link to a segment that no lesion has
    return no_truth();
  }
}

Result<std::string> patient_of(const std::filesystem::path& file) {
  const Result<Json> json =
      read_json(file, "EVALUATE_RESULT_INVALID", "an assessment.json is no JSON object");
  if (!json) return fail(json);
  try {
    return json->at("patient").at("id").get<std::string>();
  } catch (const Json::exception&) {
    return no_result();
  }
}

Result<PatientFound> read_found(const std::filesystem::path& file, const PatientTruth& truth) {
  const Result<Json> json =
      read_json(file, "EVALUATE_RESULT_INVALID", "an assessment.json is no JSON object");
  if (!json) return fail(json);
  try {
    return FoundReader(*json, truth).read();
  } catch (const Json::exception&) {
    return no_result();
  } catch (const std::out_of_range&) {  // a link to a lesion that is not listed
    return no_result();
  }
}

}  // namespace oligard::evaluate
