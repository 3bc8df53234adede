#include "oligard/report/assessment_json.h"

#include <cmath>
#include <map>

#include <nlohmann/json.hpp>

#include "oligard/classify/case_json.h"
#include "oligard/classify/rules.h"
#include "oligard/measure/definitions.h"
#include "oligard/wording/wording.h"
#include "report/write/context_json.h"

namespace oligard::report {
namespace {

using Json = nlohmann::ordered_json;
using match::LesionRef;

/// Rounded to 0.001; what is not a finite number is null.
Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const double rounded = std::round(value * 1000.0) / 1000.0;
  return rounded == 0.0 ? 0.0 : rounded;
}

Json number(const std::optional<double>& value) {
  return value ? number(*value) : Json(nullptr);
}

Json known(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json point(const Vec3& p) {
  return Json::array({number(p.x), number(p.y), number(p.z)});
}

Json timepoint_json(const measure::TimePoint& timepoint) {
  Json json;
  json["id"] = timepoint.id;
  json["date"] = to_iso(timepoint.date);
  json["study_instance_uids"] = timepoint.study_instance_uids;
  json["modality"] = known(timepoint.modality);
  json["slice_thickness_mm"] =
      timepoint.slice_thickness_mm > 0 ? number(timepoint.slice_thickness_mm) : Json(nullptr);
  json["frame_of_reference_uid"] = known(timepoint.frame_of_reference_uid);
  json["coverage_z_mm"] =
      timepoint.coverage
          ? Json::array({number(timepoint.coverage->z_min_mm), number(timepoint.coverage->z_max_mm)})
          : Json(nullptr);
  json["coverage_evidence"] = known(measure::name_of(timepoint.coverage_evidence));
  json["regions"] = timepoint.regions;
  return json;
}

Json segment_json(const measure::LesionSource& source) {
  Json json;
  json["sop_instance_uid"] = source.sop_instance_uid;
  json["number"] = source.number;
  json["label"] = source.label;
  json["component"] = source.component;
  return json;
}

Json bbox_json(const measure::Lesion& lesion) {
  if (!lesion.has_position) return nullptr;
  Json json;
  json["min"] = point(lesion.bbox_mm.min);
  json["max"] = point(lesion.bbox_mm.max);
  return json;
}

Json long_axis_json(const measure::Lesion& lesion) {
  if (!lesion.long_axis) return nullptr;
  Json json;
  json["p1_mm"] = point(lesion.long_axis->p1_mm);
  json["p2_mm"] = point(lesion.long_axis->p2_mm);
  json["slice_z_mm"] = number(lesion.slice_z_mm);
  return json;
}

Json uncertainty_json(const measure::Uncertainty& uncertainty) {
  Json json;
  json["volume_mm3"] = number(uncertainty.volume_mm3);
  json["long_axis_mm"] = number(uncertainty.long_axis_mm);
  json["short_axis_mm"] = number(uncertainty.short_axis_mm);
  json["max_3d_diameter_mm"] = number(uncertainty.max_3d_diameter_mm);
  return json;
}

Json stated_json(const measure::StatedSize& stated) {
  Json json;
  json["sop_instance_uid"] = stated.sop_instance_uid;
  json["long_axis_mm"] = number(stated.long_axis_mm);
  json["short_axis_mm"] = number(stated.short_axis_mm);
  json["volume_mm3"] = number(stated.volume_mm3);
  json["disagrees"] = stated.disagrees;
  return json;
}

void add_readers(const measure::Lesion& lesion, Json& json) {
  json["stated"] = Json::array();
  for (const measure::StatedSize& stated : lesion.stated)
    json["stated"].push_back(stated_json(stated));
  json["own"] = lesion.own ? stated_json(*lesion.own) : Json(nullptr);
}

void add_figures(const measure::Lesion& lesion, Json& json) {
  json["segment"] = segment_json(lesion.source);
  json["organ"] = known(lesion.organ);
  json["nodal"] = lesion.nodal;
  json["centroid_mm"] = lesion.has_position ? point(lesion.centroid_mm) : Json(nullptr);
  json["bbox_mm"] = bbox_json(lesion);
  json["volume_mm3"] = number(lesion.volume_mm3);
  json["surface_volume_mm3"] = number(lesion.surface_volume_mm3);
  json["weighted_volume_mm3"] = number(lesion.weighted_volume_mm3);
  json["long_axis_mm"] = number(lesion.long_axis_mm);
  json["short_axis_mm"] = number(lesion.short_axis_mm);
  json["max_3d_diameter_mm"] = number(lesion.max_3d_diameter_mm);
  json["long_axis"] = long_axis_json(lesion);
  json["uncertainty"] = uncertainty_json(lesion.uncertainty);
  json["convention"] = known(lesion.convention);
  json["definitions"] = lesion.convention == measure::kStatedConvention
                            ? Json(nullptr)
                            : Json(measure::kMeasurementDefinitions);
  json["truncated"] = lesion.truncated;
  add_readers(lesion, json);
}

Json lesions_json(const match::LesionGraph& graph) {
  std::map<LesionRef, const match::Track*> track_of;
  for (const match::Track& track : graph.tracks) {
    for (const LesionRef ref : track.lesions)
      track_of.emplace(ref, &track);
  }
  Json lesions = Json::array();
  for (std::size_t t = 0; t < graph.timepoints.size(); ++t) {
    const auto& timepoint = graph.timepoints[t];
    for (std::size_t i = 0; i < timepoint.lesions.size(); ++i) {
      const auto track = track_of.find({static_cast<int>(t), static_cast<int>(i)});
      Json json;
      json["timepoint"] = timepoint.id;
      json["track"] = track == track_of.end() ? Json(nullptr) : Json(track->second->id);
      json["tracking_uid"] = track == track_of.end() ? Json(nullptr) : Json(track->second->tracking_uid);
      add_figures(timepoint.lesions[i], json);
      lesions.push_back(std::move(json));
    }
  }
  return lesions;
}

Json end_json(const match::LesionGraph& graph, LesionRef ref) {
  const measure::LesionSource& source = graph.lesion(ref).source;
  Json json;
  json["timepoint"] = graph.timepoints[static_cast<std::size_t>(ref.timepoint)].id;
  json["sop_instance_uid"] = source.sop_instance_uid;
  json["number"] = source.number;
  json["component"] = source.component;
  return json;
}

Json pairs_json(const match::LesionGraph& graph, const std::vector<match::LinkEnds>& links) {
  Json json = Json::array();
  for (const match::LinkEnds& ends : links) {
    Json pair;
    pair["from"] = end_json(graph, ends.from);
    pair["to"] = end_json(graph, ends.to);
    json.push_back(std::move(pair));
  }
  return json;
}

Json alternative_json(const match::LesionGraph& graph, const std::optional<match::Alternative>& alternative) {
  if (!alternative) return nullptr;
  Json json;
  json["probability"] = number(alternative->probability);
  json["instead"] = pairs_json(graph, alternative->instead);
  json["dropped"] = pairs_json(graph, alternative->dropped);
  return json;
}

Json links_json(const match::LesionGraph& graph) {
  Json links = Json::array();
  for (const match::Link& link : graph.links) {
    Json json;
    json["from"] = end_json(graph, link.from);
    json["to"] = end_json(graph, link.to);
    json["kind"] = match::to_string(link.kind);
    json["probability"] = number(link.probability);
    json["ambiguous"] = link.ambiguous;
    json["evidence"] = match::to_string(link.evidence);
    json["residual_mm"] = number(link.residual_mm);
    json["cost"] = number(link.cost);
    json["margin"] = number(link.margin);
    json["doubt"] = link.doubt ? Json(wording::note_text(*link.doubt)) : Json(nullptr);
    json["alternative"] = alternative_json(graph, link.alternative);
    links.push_back(std::move(json));
  }
  return links;
}

Json unlinked_json(const match::LesionGraph& graph) {
  Json all = Json::array();
  for (const match::Unlinked& unlinked : graph.unlinked) {
    Json json;
    json["lesion"] = end_json(graph, unlinked.lesion);
    json["timepoint"] = graph.timepoints[static_cast<std::size_t>(unlinked.timepoint)].id;
    json["probability"] = number(unlinked.probability);
    json["ambiguous"] = unlinked.ambiguous;
    json["alternative"] = alternative_json(graph, unlinked.alternative);
    all.push_back(std::move(json));
  }
  return all;
}

Json review_json(const match::LesionGraph& graph, const classify::TimePointAssessment& said) {
  Json all = Json::array();
  for (const classify::ReviewReason& reason : said.review) {
    Json json;
    json["text"] = wording::review_sentence(graph, said, reason);
    json["tracks"] = reason.tracks;
    json["timepoints"] = reason.timepoints;
    json["probability"] = number(reason.probability);
    json["categories"] = Json::object();
    for (const auto& [profile, category] : reason.categories)
      json["categories"][profile] = to_string(category);
    json["recist_overall"] = reason.recist_overall ? Json(*reason.recist_overall) : Json(nullptr);
    all.push_back(std::move(json));
  }
  return all;
}

Json registrations_json(const match::LesionGraph& graph) {
  Json registrations = Json::array();
  for (const match::Registration& registration : graph.registrations) {
    Json json;
    json["from"] = graph.timepoints[static_cast<std::size_t>(registration.from)].id;
    json["to"] = graph.timepoints[static_cast<std::size_t>(registration.to)].id;
    json["method"] = registration.method;
    json["quality"] = number(registration.quality);
    json["accepted"] = registration.accepted;
    registrations.push_back(std::move(json));
  }
  return registrations;
}

Json priors_json(const std::optional<PriorsKnown>& priors) {
  if (!priors) return nullptr;
  Json json;
  json["complete"] = priors->is_complete;
  json["missing"] = priors->missing ? Json(*priors->missing) : Json(nullptr);
  json["code"] = known(priors->code);
  return json;
}

Json assessments_json(const classify::Assessment& assessment) {
  Json json = Json::object();
  for (const auto& said : assessment.timepoints) {
    Json& here = json[said.timepoint] = Json::parse(classify::to_json(said, assessment.clinical_case));
    here["context"] = inputs_json(said.inputs);
    here["review"] = review_json(assessment.graph, said);
    here["doubts_not_tried"] = said.doubts_not_tried;
  }
  return json;
}

Json profile_json(const classify::Profile& profile) {
  const auto limit = [](const auto& value) { return value ? Json(*value) : Json(nullptr); };
  Json json;
  json["description"] = profile.description;
  json["source"] = profile.source;
  json["source_verified"] = profile.source_verified;
  json["max_lesions"] = limit(profile.max_lesions);
  json["max_organs"] = limit(profile.max_organs);
  json["max_per_organ"] = limit(profile.max_per_organ);
  json["max_share"] = limit(profile.max_share);
  json["share_inclusive"] = profile.share_inclusive;
  json["cns_mode"] = rules::name_of(profile.cns_mode);
  json["allowed_organs"] = profile.allowed_organs;
  return json;
}

/// Which profiles were evaluated, and what differs from the rule book.
Json rules_json(const classify::Assessment& assessment) {
  const std::vector<std::string>& profiles = assessment.clinical_case.evaluated_profiles;
  Json json;
  json["changed"] = wording::changed_rules(assessment.rules, profiles);
  json["constants"] = Json::object();
  for (const rules::ChangedConstant& constant : rules::changed_constants(assessment.rules.constants))
    json["constants"][constant.name] = Json::parse(constant.value);
  json["profiles"] = Json::object();
  for (const std::string& name : profiles) {
    const auto found = assessment.rules.profiles.find(name);
    if (found != assessment.rules.profiles.end()) json["profiles"][name] = profile_json(found->second);
  }
  return json;
}

}  // namespace

std::string lesion_json(const measure::Lesion& lesion) {
  Json json;
  add_figures(lesion, json);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string assessment_json(const PatientLabel& patient, const classify::Assessment& assessment,
                            const std::optional<PriorsKnown>& priors) {
  Json json;
  json["schema_version"] = kAssessmentSchemaVersion;
  json["rule_set"] = classify::kRuleSet;
  json["rules"] = rules_json(assessment);
  json["patient"]["key"] = patient.key;
  json["patient"]["id"] = patient.id;
  json["patient"]["issuer"] = known(patient.issuer);
  json["context"] = context_json(assessment);
  json["priors"] = priors_json(priors);
  json["timepoints"] = Json::array();
  for (const auto& timepoint : assessment.graph.timepoints) {
    json["timepoints"].push_back(timepoint_json(timepoint));
  }
  json["lesions"] = lesions_json(assessment.graph);
  json["links"] = links_json(assessment.graph);
  json["unlinked"] = unlinked_json(assessment.graph);
  json["registration"] = registrations_json(assessment.graph);
  json["warnings"] = Json::array();
  for (const Note& note : assessment.graph.warnings)
    json["warnings"].push_back(wording::note_text(note));
  for (std::string& warning : wording::context_warnings(assessment.clinical_case, assessment.rules.constants))
    json["warnings"].push_back(std::move(warning));
  json["assessments"] = assessments_json(assessment);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace oligard::report
