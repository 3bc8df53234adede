#include "report/record/record.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "oligard/base/digest.h"
#include "oligard/classify/case_json.h"
#include "oligard/dicom/result_record.h"
#include "oligard/dicom/sop_classes.h"
#include "report/write/codes.h"

namespace oligard::report {
namespace {

using Json = nlohmann::json;
using classify::Case;
using classify::CaseLesion;

RecordedSource source_of(const measure::Lesion& lesion) {
  const measure::LesionSource& source = lesion.source;
  RecordedSource recorded;
  recorded.instance = {source.study_instance_uid, source.series_instance_uid, source.sop_class_uid,
                       source.sop_instance_uid, ""};
  switch (dicom::kind_of(source.sop_class_uid)) {
    case dicom::ObjectKind::kRtStructureSet:
      recorded.instance.modality = "RTSTRUCT";
      break;
    case dicom::ObjectKind::kReport:
      recorded.instance.modality = "SR";
      break;
    default:
      recorded.instance.modality = "SEG";
      recorded.segment = source.number;
  }
  return recorded;
}

/// Of the lesions and observations of the case.
void add_sources(const match::LesionGraph& graph, Record& record) {
  for (const CaseLesion& entry : record.clinical_case.lesions) {
    const auto track = std::find_if(graph.tracks.begin(), graph.tracks.end(),
                                    [&entry](const match::Track& known) { return known.id == entry.id; });
    if (track == graph.tracks.end()) continue;
    if (!track->tracking_uid.empty()) record.tracking_uids[track->id] = track->tracking_uid;
    for (const match::LesionRef& ref : track->lesions) {
      const std::string& timepoint = graph.timepoints[static_cast<std::size_t>(ref.timepoint)].id;
      const measure::Lesion& lesion = graph.lesion(ref);
      if (entry.observations.contains(timepoint) && !lesion.source.sop_instance_uid.empty())
        record.sources[{track->id, timepoint}].push_back(source_of(lesion));
    }
  }
}

/// Nothing later than the time points that are kept.
void forget_later(Case& clinical_case, std::size_t end) {
  std::set<std::string> later;
  for (std::size_t t = end; t < clinical_case.timepoints.size(); ++t)
    later.insert(clinical_case.timepoints[t].id);
  clinical_case.timepoints.resize(std::min(end, clinical_case.timepoints.size()));
  for (CaseLesion& lesion : clinical_case.lesions) {
    std::erase_if(lesion.observations, [&](const auto& entry) { return later.contains(entry.first); });
    std::erase_if(lesion.place_imaged, [&](const auto& entry) { return later.contains(entry.first); });
    std::erase_if(lesion.reader_status, [&](const auto& entry) { return later.contains(entry.first); });
  }
  std::erase_if(clinical_case.lesions, [](const CaseLesion& lesion) {
    return lesion.observations.empty() && lesion.reader_status.empty();
  });
}

/// How many time points the verdict of time point `t` needs.
std::size_t end_of(const Case& clinical_case, std::size_t t) {
  return std::max(t, classify::timepoint_index(clinical_case, clinical_case.baseline_timepoint).value_or(t)) +
         1;
}

/// Standard deviations serve probabilities, which are no verdict.
void forget_deviations(Case& clinical_case) {
  for (CaseLesion& lesion : clinical_case.lesions)
    for (auto& [timepoint, observation] : lesion.observations)
      for (classify::SizePart& part : observation.parts)
        part.long_sd_mm = part.short_sd_mm = part.volume_sd_mm3 = std::nullopt;
}

/// Each instance once; a part of a lesion names it by its place, and the segment.
Json sources_json(const Record& record, Json& instances) {
  std::map<std::string, std::size_t> places;
  Json json = Json::object();
  for (const auto& [key, sources] : record.sources) {
    Json& parts = json[key.first][key.second];
    for (const RecordedSource& source : sources) {
      const auto [place, is_new] = places.try_emplace(source.instance.sop_instance_uid, instances.size());
      if (is_new)
        instances.push_back({{"sop_class_uid", source.instance.sop_class_uid},
                             {"sop_instance_uid", source.instance.sop_instance_uid}});
      parts.push_back({place->second, source.segment});
    }
  }
  return json;
}

RecordedSource source_from(const Json& part, const Json& instances) {
  RecordedSource source;
  const Json& instance = instances.at(part.at(0).get<std::size_t>());
  instance.at("sop_class_uid").get_to(source.instance.sop_class_uid);
  instance.at("sop_instance_uid").get_to(source.instance.sop_instance_uid);
  part.at(1).get_to(source.segment);
  return source;
}

tl::unexpected<Error> invalid(const std::string& reason) {
  return fail(ErrorKind::kInvalidInput, "EXPLAIN_RECORD_INVALID", reason);
}

}  // namespace

Record record_of(const ReportRequest& request) {
  const classify::Assessment& assessment = *request.assessment;
  Record record;
  record.timepoint = assessment.timepoints[request.timepoint].timepoint;
  record.clinical_case = assessment.clinical_case;
  record.clinical_case.id = result_uid(request.result_key, Document::Kind::kResult);
  record.clinical_case.evaluated_profiles = request.profiles;
  record.rules.constants = request.rules.constants;
  record.rules.profiles.clear();
  for (const std::string& profile : request.profiles) {
    const auto known = request.rules.profiles.find(profile);
    if (known != request.rules.profiles.end()) record.rules.profiles.insert(*known);
  }
  forget_later(record.clinical_case, end_of(record.clinical_case, request.timepoint));
  forget_deviations(record.clinical_case);
  add_sources(assessment.graph, record);
  return record;
}

std::string record_text(const Record& record, const WrittenResult& written) {
  Json instances = Json::array();
  Json sources = sources_json(record, instances);
  const Json json = {{"format", dicom::kRecordFormat},        {"timepoint", record.timepoint},
                     {"tracking_uids", record.tracking_uids}, {"instances", std::move(instances)},
                     {"sources", std::move(sources)},         {"written", Json::parse(to_json(written))}};
  // The last member of the object: "record" comes after the keys of a file of cases.
  std::string text = classify::to_json(classify::CaseFile{record.rules, {record.clinical_case}});
  text.pop_back();
  return text + ",\"record\":" + json.dump(-1, ' ', true, Json::error_handler_t::replace) + "}";
}

Result<Record> parse_record(const std::string& text) {
  auto file = classify::parse_case_file(text, {.constants = {}, .profiles = {}});
  if (!file) return invalid(file.error().reason);
  if (file->cases.size() != 1) return invalid("it holds not one case");
  Record record;
  record.clinical_case = std::move(file->cases.front());
  record.rules = std::move(file->rules);
  try {
    const Json json = Json::parse(text).at("record");
    if (json.at("format") != dicom::kRecordFormat) return invalid("it has a format of another version");
    json.at("timepoint").get_to(record.timepoint);
    if (json.contains("tracking_uids")) json["tracking_uids"].get_to(record.tracking_uids);
    const Json sources = json.value("sources", Json::object());
    for (const auto& [lesion, by_timepoint] : sources.items())
      for (const auto& [timepoint, parts] : by_timepoint.items())
        for (const Json& part : parts)
          record.sources[{lesion, timepoint}].push_back(source_from(part, json.at("instances")));
  } catch (const Json::exception&) {
    return invalid("the part \"record\" of it has a missing or mistaken value");
  }
  return record;
}

void write_record(TreeBuilder& tree, const Record& record, const std::vector<WrittenGroup>& groups,
                  const std::string& sop_instance_uid, Evidence& evidence) {
  for (const auto& [key, sources] : record.sources)
    for (const RecordedSource& source : sources)
      (void)evidence.use(source.instance);
  const std::string text = record_text(record, {sop_instance_uid, groups, tree.text_digests()});
  tree.container(TreeBuilder::kContains, codes::kRecord, "", "", [&] {
    tree.text(TreeBuilder::kContains, codes::kRecordJson, text);
    tree.text(TreeBuilder::kContains, codes::kRecordDigest, sha256_hex(text));
    tree.text(TreeBuilder::kContains, codes::kSeal, "0");
  });
}

}  // namespace oligard::report
