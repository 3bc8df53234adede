#include "dicom/record_items.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <sstream>
#include <string_view>

#include <dcmtk/dcmdata/dcdeftag.h>
#include <nlohmann/json.hpp>

#include "oligard/base/date.h"
#include "oligard/base/written_result.h"
#include "oligard/dicom/dataset.h"
#include "oligard/dicom/result_record.h"

namespace oligard::dicom {
namespace {

using Json = nlohmann::json;

enum class As { kText, kTexts, kSources, kFlag, kNumber, kDate, kWord };

/// The value of an item and its key in an object of today's form.
struct Field {
  std::string_view code;
  const char* key;
  As as = As::kText;
};

constexpr Field kCase[] = {{"BASELINE_ID", "baseline_timepoint"}, {"BASELINE_SOURCE", "baseline_source"}};
constexpr Field kContext[] = {{"BASELINE_CHOSEN", "baseline_timepoint"},
                              {"ON_THERAPY", "on_systemic_therapy", As::kFlag},
                              {"INITIAL_CONTROL", "initial_control", As::kFlag},
                              {"HIST_POLY", "history_polymetastatic", As::kFlag},
                              {"HIST_OLIGO", "history_oligometastatic", As::kFlag},
                              {"MONTHS_TO_OLIGO", "months_primary_to_oligometastatic", As::kNumber},
                              {"IRECIST_ASKED", "irecist", As::kFlag},
                              {"IMMUNOTHERAPY", "immunotherapy", As::kFlag},
                              {"PRIMARY_DATE", "primary_diagnosis_date", As::kDate},
                              {"OLIGO_DATE", "oligometastatic_diagnosis_date", As::kDate},
                              {"CONTEXT_SOURCE", "sources", As::kSources}};
constexpr Field kTherapy[] = {
    {"DRUG", "drug"}, {"THERAPY_START", "start", As::kDate}, {"THERAPY_STOP", "stop", As::kDate}};
constexpr Field kTimePoint[] = {{"TIMEPOINT_ID", "id"},
                                {"TIMEPOINT_DATE", "date", As::kDate},
                                {"121139", "modality", As::kWord},
                                {"112225", "slice_thickness_mm", As::kNumber},
                                {"COVERAGE", "coverage", As::kTexts},
                                {"COVERAGE_KNOWN", "coverage_known", As::kFlag},
                                {"EXHAUSTIVE", "segmentation_exhaustive", As::kFlag}};
constexpr Field kLesion[] = {{"LESION_ID", "id"},
                             {"ORGAN", "organ"},
                             {"REGION", "region"},
                             {"LESION_KIND", "kind"},
                             {"NODAL", "nodal", As::kFlag},
                             {"RECIST_ROLE", "recist_role", As::kWord},
                             {"FEATURE", "flags", As::kTexts},
                             {"LESION_SOURCE", "sources", As::kSources}};
constexpr Field kObservation[] = {{"LOWER_BOUND", "truncated", As::kFlag},
                                  {"READER_PD", "reader_unequivocal_progression", As::kFlag},
                                  {"NE_REASON", "not_evaluable_reason"},
                                  {"121139", "modality", As::kWord},
                                  {"112225", "slice_thickness_mm", As::kNumber}};
constexpr Field kReaderStatus[] = {{"READER_STATUS", "status", As::kWord},
                                   {"READER_DATE", "date", As::kDate}};
constexpr Field kProfile[] = {{"PROFILE_TEXT", "description"},
                              {"PROFILE_SOURCE", "source"},
                              {"PROFILE_CHECKED", "source_verified", As::kFlag},
                              {"MAX_LESIONS", "max_lesions", As::kNumber},
                              {"MAX_ORGANS", "max_organs", As::kNumber},
                              {"MAX_PER_ORGAN", "max_per_organ", As::kNumber},
                              {"MAX_SHARE", "max_share", As::kNumber},
                              {"SHARE_INCLUSIVE", "share_inclusive", As::kFlag},
                              {"CNS_MODE", "cns_mode", As::kWord},
                              {"ALLOWED_ORGAN", "allowed_organs", As::kTexts}};

/// Values that are written differently today.
constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"MEASURED", "measured"},
    {"TOO_SMALL", "too_small"},
    {"ABSENT", "absent"},
    {"PRESENT", "present"},
    {"INCREASED", "increased_equivocal"},
    {"UNEQUIVOCAL_PD", "unequivocal_progression"},
    {"ROLE_AUTO", "auto"},
    {"ROLE_TARGET", "target"},
    {"ROLE_NONTARGET", "non_target"},
    {"CNS_COUNT", "count"},
    {"CNS_SEPARATE", "separate_unlimited"},
    {"CNS_NONE", "extracranial_only"},
    {"NOT_EVAL", "NOT_EVALUABLE"},
};

constexpr std::string_view kYes = "373066001";
constexpr std::string_view kNo = "373067005";
constexpr double kMm3PerCm3 = 1000.0;

std::string name_of(DcmItem& item) {
  return code(item, DCM_ConceptNameCodeSequence).value;
}

std::string word_of(DcmItem& item) {
  const std::string value = code(item, DCM_ConceptCodeSequence).value;
  for (const auto& [old, today] : kWords)
    if (old == value) return std::string(today);
  return value;
}

/// The double that is nearest to the text: the one that was written.
Json number_of(DcmItem& item) {
  DcmItem* measured = item_of(item, DCM_MeasuredValueSequence);
  const std::string text = measured == nullptr ? "" : dicom::text(*measured, DCM_NumericValue);
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number =
      end.ec == std::errc() && end.ptr == text.data() + text.size() && std::isfinite(value);
  return is_number ? Json(value) : Json("no number");
}

Json date_of(DcmItem& item) {
  const auto date = parse_dicom_date(text(item, DCM_Date));
  return date ? to_iso(*date) : "no date";
}

/// Null for Unknown.
Json flag_of(DcmItem& item) {
  const std::string value = word_of(item);
  return value == kYes || value == kNo ? Json(value == kYes) : Json();
}

Json value_of(DcmItem& item, As as) {
  if (as == As::kFlag) return flag_of(item);
  if (as == As::kNumber) return number_of(item);
  if (as == As::kDate) return date_of(item);
  return as == As::kWord ? word_of(item) : text(item, DCM_TextValue);
}

void put(DcmItem& item, const Field& field, Json& json) {
  if (field.as == As::kTexts) {
    json[field.key].push_back(value_of(item, As::kText));
  } else if (field.as == As::kSources) {
    const std::string line = text(item, DCM_TextValue);  // "field: source"
    const std::size_t colon = std::min(line.find(": "), line.size());
    json[field.key][line.substr(0, colon)] = line.substr(std::min(colon + 2, line.size()));
  } else {
    json[field.key] = value_of(item, field.as);
  }
}

template <class Visit>
void each(DcmItem& parent, std::string_view name, const Visit& visit) {
  for_each_item(parent, DCM_ContentSequence, [&](DcmItem& child) {
    if (name_of(child) == name) visit(child);
  });
}

void put_all(DcmItem& parent, std::span<const Field> fields, Json& json) {
  for_each_item(parent, DCM_ContentSequence, [&](DcmItem& child) {
    const std::string name = name_of(child);
    for (const Field& field : fields)
      if (field.code == name) put(child, field, json);
  });
}

std::string text_below(DcmItem& parent, std::string_view name, const DcmTagKey& tag = DCM_TextValue) {
  std::string value;
  each(parent, name, [&](DcmItem& child) { value = text(child, tag); });
  return value;
}

/// Parts and the objects they were measured on as they follow each other: an object begins a part, and so
/// does a number of a kind that the part has already.
class Parts {
 public:
  Parts(Json& observation, Json& sources, Json& instances)
      : observation_(observation), sources_(sources), instances_(instances) {}

  void read(DcmItem& child) {
    const std::string name = name_of(child);
    if (name == "121191" || name == "SOURCE_OBJECT") add_source(child);
    if (name == "103339001") number("long_mm", number_of(child));
    if (name == "103340004") number("short_mm", number_of(child));
    if (name != "118565006") return;
    const Json cm3 = number_of(child);
    number("volume_mm3",
           cm3.is_number() ? Json(std::round(cm3.get<double>() * kMm3PerCm3 * 10.0) / 10.0) : cm3);
  }

 private:
  void add_source(DcmItem& child) {
    DcmItem* reference = item_of(child, DCM_ReferencedSOPSequence);
    if (reference == nullptr) return;
    const Json instance = {{"sop_class_uid", text(*reference, DCM_ReferencedSOPClassUID)},
                           {"sop_instance_uid", text(*reference, DCM_ReferencedSOPInstanceUID)}};
    auto known = std::find(instances_.begin(), instances_.end(), instance);
    const auto index = known - instances_.begin();
    if (known == instances_.end()) instances_.push_back(instance);
    sources_.push_back({index, integer(*reference, DCM_ReferencedSegmentNumber).value_or(0)});
    begins_ = true;
  }
  void number(const char* key, const Json& value) {
    Json& parts = observation_["parts"];
    if (parts.empty() || begins_ || parts.back().contains(key)) parts.push_back(Json::object());
    begins_ = false;
    parts.back()[key] = value;
  }

  Json& observation_;
  Json& sources_;
  Json& instances_;
  bool begins_ = false;
};

void add_context(DcmItem& item, Json& clinical_case) {
  Json& context = clinical_case["context"];
  put_all(item, kCase, clinical_case);
  put_all(item, kContext, context);
  each(item, "THERAPIES", [&](DcmItem& child) {
    if (flag_of(child) == true) context["systemic_therapy"] = Json::array();
  });
  each(item, "THERAPY_REC", [&](DcmItem& child) {
    Json therapy = Json::object();
    put_all(child, kTherapy, therapy);
    context["systemic_therapy"].push_back(std::move(therapy));
  });
}

void add_lesion(DcmItem& item, Json& clinical_case, Json& record) {
  Json lesion = {{"organ", ""}};
  put_all(item, kLesion, lesion);
  const std::string id = text_below(item, "LESION_ID");
  if (std::string uid = text_below(item, "LESION_UID", DCM_UID); !uid.empty())
    record["tracking_uids"][id] = uid;
  each(item, "LOCAL_THERAPY", [&](DcmItem& child) {
    lesion["local_therapy"] = {{"date", date_of(child)}, {"modality", text_below(child, "THERAPY_KIND")}};
  });
  each(item, "PLACE_IMAGED",
       [&](DcmItem& child) { lesion["place_imaged"][text_below(child, "TIMEPOINT_ID")] = flag_of(child); });
  each(item, "READER_REC", [&](DcmItem& child) {
    Json& status = lesion["reader_status"][text_below(child, "TIMEPOINT_ID")];
    put_all(child, kReaderStatus, status);
    each(child, "SOURCE_OBJECT", [&](DcmItem& report) {
      if (DcmItem* reference = item_of(report, DCM_ReferencedSOPSequence))
        status["sop_instance_uid"] = text(*reference, DCM_ReferencedSOPInstanceUID);
    });
  });
  each(item, "OBSERVATION", [&](DcmItem& child) {
    const std::string timepoint = text_below(child, "TIMEPOINT_ID");
    Json& observation = lesion["observations"][timepoint];
    const std::string state = word_of(child);
    observation = {{"state", state == "NOT_EVALUABLE" ? "not_evaluable" : state}, {"parts", Json::array()}};
    put_all(child, kObservation, observation);
    Json sources = Json::array();
    Parts parts(observation, sources, record["instances"]);
    for_each_item(child, DCM_ContentSequence, [&](DcmItem& part) { parts.read(part); });
    if (!sources.empty()) record["sources"][id][timepoint] = std::move(sources);
  });
  clinical_case["lesions"].push_back(std::move(lesion));
}

/// Rows of `vol_rc` as they follow each other.
void add_constants(DcmItem& item, Json& constants) {
  each(item, "CONSTANT", [&](DcmItem& child) {
    const std::string name = text_below(child, "CONSTANT_NAME");
    if (name == "vol_rc.from_mm") constants["vol_rc"].push_back(Json::array());
    const bool in_row = name.starts_with("vol_rc.") && constants.contains("vol_rc");
    (in_row ? constants["vol_rc"].back().emplace_back() : constants[name]) = number_of(child);
  });
}

Json written_json(DcmItem& item) {
  WrittenResult written;
  written.sop_instance_uid = text_below(item, "RESULT_UID", DCM_UID);
  each(item, "WRITTEN_GROUP", [&](DcmItem& child) {
    std::istringstream words(text(child, DCM_TextValue));
    WrittenGroup group;
    words >> group.tracking_id >> group.status >> group.observation_uid >> group.tracking_uid;
    if (group.status == "NOT_EVAL") group.status = "NOT_EVALUABLE";
    written.groups.push_back(std::move(group));
  });
  std::istringstream digests(text_below(item, "TEXT_DIGESTS"));
  for (std::string digest; digests >> digest;)
    written.text_digests.insert(digest);
  return Json::parse(to_json(written));
}

}  // namespace

std::string record_from_items(DcmItem& container) try {
  Json clinical_case = {{"id", "record"}, {"baseline_source", ""}, {"context", Json::object()}};
  Json record = {{"format", kRecordFormat}, {"instances", Json::array()}};
  Json document = {{"constants", Json::object()}, {"profiles", Json::object()}};
  record["timepoint"] = text_below(container, "ASSESSED_TP");
  each(container, "CONTEXT_REC", [&](DcmItem& item) { add_context(item, clinical_case); });
  each(container, "TIMEPOINT_REC", [&](DcmItem& item) {
    Json timepoint = Json::object();
    put_all(item, kTimePoint, timepoint);
    clinical_case["timepoints"].push_back(std::move(timepoint));
  });
  each(container, "LESION_REC", [&](DcmItem& item) { add_lesion(item, clinical_case, record); });
  each(container, "PROFILE_REC", [&](DcmItem& item) {
    const std::string name = text_below(item, "PROFILE_NAME");
    put_all(item, kProfile, document["profiles"][name]);
    clinical_case["evaluated_profiles"].push_back(name);
  });
  each(container, "CONSTANTS_REC", [&](DcmItem& item) { add_constants(item, document["constants"]); });
  each(container, "WRITTEN_REC", [&](DcmItem& item) { record["written"] = written_json(item); });
  document["cases"].push_back(std::move(clinical_case));
  document["record"] = std::move(record);
  return document.dump(-1, ' ', true, Json::error_handler_t::replace);
} catch (const Json::exception&) {
  return {};
}

}  // namespace oligard::dicom
