#include <cmath>

#include <nlohmann/json.hpp>

#include "classify/json/reason_json.h"
#include "oligard/classify/case_json.h"

namespace oligard::classify {
namespace {

using terms::Category;

using Json = nlohmann::json;

Json tenths(const std::optional<double>& value) {
  if (!value) return nullptr;
  return std::nearbyint(*value * 10.0) / 10.0 + 0.0;
}

Json thousandths(const std::optional<double>& value) {
  if (!value) return nullptr;
  return std::nearbyint(*value * 1000.0) / 1000.0 + 0.0;
}

Json text(const std::optional<std::string>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json date_json(const std::optional<Date>& date) {
  return date ? Json(to_iso(*date)) : Json(nullptr);
}

Json reader_json(const std::optional<ReaderBinding>& reader) {
  if (!reader) return nullptr;
  return {
      {"date", date_json(reader->date)},
      {"sop_instance_uid", reader->sop_instance_uid.empty() ? Json(nullptr) : Json(reader->sop_instance_uid)},
      {"rules_status", to_string(reader->rules_status)},
      {"rules_confidence", to_string(reader->rules_confidence)}};
}

/// `notes` of one lesion or of the patient at one time point.
Json notes_json(const std::map<std::string, std::vector<ReaderNote>>& notes, const std::string& timepoint) {
  Json json = Json::array();
  const auto found = notes.find(timepoint);
  if (found == notes.end()) return json;
  for (const ReaderNote& note : found->second)
    json.push_back(
        {{"text", note.text}, {"date", date_json(note.date)}, {"sop_instance_uid", note.sop_instance_uid}});
  return json;
}

Json reviews_json(const Case& clinical_case, const std::string& timepoint) {
  Json json = Json::array();
  const auto found = clinical_case.reviews.find(timepoint);
  if (found == clinical_case.reviews.end()) return json;
  for (const ReaderReview& review : found->second) {
    json.push_back({{"sop_instance_uid", review.sop_instance_uid},
                    {"date", date_json(review.date)},
                    {"verified", review.is_verified},
                    {"changes_status", review.changes_status},
                    {"corrects", review.corrects}});
  }
  return json;
}

Json lesion_json(const LesionAssessment& lesion, const Case& clinical_case) {
  return {
      {"status", to_string(lesion.status)},
      {"confidence", to_string(lesion.confidence)},
      {"size_mm", tenths(lesion.size_mm)},
      {"nadir_mm", tenths(lesion.nadir_mm)},
      {"baseline_mm", tenths(lesion.baseline_mm)},
      {"previous_mm", tenths(lesion.previous_mm)},
      {"volume_nadir_mm3", tenths(lesion.volume_nadir_mm3)},
      {"from_nadir_pct", tenths(lesion.from_nadir_pct)},
      {"from_baseline_pct", tenths(lesion.from_baseline_pct)},
      {"from_previous_pct", tenths(lesion.from_previous_pct)},
      {"volume_from_nadir_pct", tenths(lesion.volume_from_nadir_pct)},
      {"flags", lesion.flags},
      {"reader", reader_json(lesion.reader)},
      {"probabilities",
       {
           {"growth", thousandths(lesion.doubt.p_growth)},
           {"progression", thousandths(lesion.doubt.p_progression)},
           {"volume_growth", thousandths(lesion.doubt.p_volume_growth)},
           {"identity", thousandths(lesion.doubt.p_identity)},
       }},
      {"chain", chain_json(lesion.chain, clinical_case)},
  };
}

Json recist_json(const RecistAssessment& recist, const Case& clinical_case) {
  return {
      {"target_ids", recist.target_ids},
      {"target_sum_mm", tenths(recist.target_sum_mm)},
      {"sum_complete", recist.sum_complete},
      {"baseline_sum_mm", tenths(recist.baseline_sum_mm)},
      {"nadir_sum_mm", tenths(recist.nadir_sum_mm)},
      {"from_baseline_pct", tenths(recist.from_baseline_pct)},
      {"from_nadir_pct", tenths(recist.from_nadir_pct)},
      {"target_response", text(recist.target_response)},
      {"non_target_response", text(recist.non_target_response)},
      {"new_lesion", recist.new_lesion},
      {"new_lesion_backdated_to", text(recist.new_lesion_backdated_to)},
      {"target_locally_treated", recist.target_locally_treated},
      {"overall", recist.overall},
      {"best_overall_unconfirmed", text(recist.best_overall_unconfirmed)},
      {"best_overall_confirmed", text(recist.best_overall_confirmed)},
      {"chain", chain_json(recist.chain, clinical_case)},
  };
}

Json flips_json(const ProfileAssessment& profile) {
  Json json = Json::array();
  for (const Flip& flip : profile.flips) {
    json.push_back({{"subject", flip.subject},
                    {"reading", flip.reading},
                    {"category", to_string(flip.category)},
                    {"probability", thousandths(flip.probability)}});
  }
  return json;
}

Json profile_json(const ProfileAssessment& profile, const Case& clinical_case) {
  Json json = {
      {"category", to_string(profile.category)},
      {"confidence", profile.confidence ? Json(to_string(*profile.confidence)) : Json(nullptr)},
      {"reasons", profile.reasons},
      {"chain", chain_json(profile.chain, clinical_case)},
  };
  if (profile.category == Category::kSingleTimepoint) {
    json["n_known"] = profile.n_known;
    return json;
  }
  json["definition_status"] =
      profile.definition_status.empty() ? Json(nullptr) : Json(profile.definition_status);
  json["n_progressing"] = profile.n_progressing;
  json["n_progressing_counted"] = profile.n_progressing_counted;
  json["n_progressing_cns"] = profile.n_progressing_cns;
  json["n_progressing_organs"] = profile.n_progressing_organs;
  json["max_progressing_in_one_organ"] = profile.max_progressing_in_one_organ;
  json["n_assessable"] = profile.n_assessable;
  json["n_not_evaluable"] = profile.n_not_evaluable;
  json["n_controlled"] = profile.n_controlled;
  json["share_pct"] = tenths(profile.share_pct);
  json["flips"] = flips_json(profile);
  json["readings_not_tried"] = profile.readings_not_tried;
  return json;
}

Json first_seen_json(const FirstSeenAssessment& first_seen) {
  Json json = {{"lesions", Json::object()}, {"profiles", Json::object()}};
  for (const auto& [id, seen] : first_seen.lesions) {
    json["lesions"][id] = {{"flagged_since", seen.flagged_since},
                           {"first_flagged", seen.first_flagged},
                           {"in_hindsight", text(seen.in_hindsight)}};
  }
  for (const auto& [name, lead] : first_seen.profiles) {
    json["profiles"][name] = {{"first_flagged", text(lead.first_flagged)},
                              {"in_hindsight", text(lead.in_hindsight)},
                              {"recist_pd", text(lead.recist_pd)},
                              {"recist_pd_in_hindsight", text(lead.recist_pd_in_hindsight)},
                              {"lead_days", lead.lead_days ? Json(*lead.lead_days) : Json(nullptr)}};
  }
  return json;
}

Json timepoint_json(const TimePointAssessment& assessment, const Case& clinical_case) {
  Json json = {
      {"lesions", Json::object()},
      {"recist", recist_json(assessment.recist, clinical_case)},
      {"profiles", Json::object()},
      {"estro_eortc_state", text(assessment.estro_eortc_state)},
      {"first_seen", first_seen_json(assessment.first_seen)},
  };
  for (const auto& [id, lesion] : assessment.lesions)
    json["lesions"][id] = lesion_json(lesion, clinical_case);
  for (const CaseLesion& lesion : clinical_case.lesions) {
    Json notes = notes_json(lesion.reader_notes, assessment.timepoint);
    if (!notes.empty() && assessment.lesions.contains(lesion.id))
      json["lesions"][lesion.id]["reader_notes"] = std::move(notes);
  }
  json["reader_notes"] = notes_json(clinical_case.reader_notes, assessment.timepoint);
  json["reader_reviews"] = reviews_json(clinical_case, assessment.timepoint);
  for (const auto& [name, profile] : assessment.profiles)
    json["profiles"][name] = profile_json(profile, clinical_case);
  json["estro_eortc_chain"] = chain_json(assessment.estro_eortc_chain, clinical_case);
  if (assessment.irecist_configured) {
    json["irecist"] = text(assessment.irecist);
    json["irecist_chain"] = chain_json(assessment.irecist_chain, clinical_case);
  }
  if (!assessment.irecist_flags.empty()) json["irecist_flags"] = assessment.irecist_flags;
  return json;
}

/// Ids come from files: bytes that are not UTF-8 are replaced instead of ending in an exception.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const TimePointAssessment& assessment, const Case& clinical_case) {
  return dump(timepoint_json(assessment, clinical_case));
}

std::string to_json(const std::vector<Case>& cases,
                    const std::vector<std::vector<TimePointAssessment>>& assessments) {
  Json all = Json::array();
  for (std::size_t i = 0; i < cases.size() && i < assessments.size(); ++i) {
    Json timepoints = Json::object();
    for (const TimePointAssessment& assessment : assessments[i]) {
      timepoints[assessment.timepoint] = timepoint_json(assessment, cases[i]);
    }
    all.push_back({{"id", cases[i].id}, {"assessments", std::move(timepoints)}});
  }
  return dump({{"cases", std::move(all)}});
}

}  // namespace oligard::classify
