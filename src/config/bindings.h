// Every option once: section, key, where it is stored, what it may be. Reading, describing and hashing all
// walk this list.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/config/settings.h"

namespace oligard::config {

/// What a value must satisfy.
struct Limits {
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::vector<std::string_view> one_of;
  bool is_ae_title = false;
  bool is_required = false;
  double real_min = 0;  ///< of a number that need not be whole; both 0 = no limit
  double real_max = 0;
};

[[nodiscard]] inline Limits between(std::int64_t min, std::int64_t max) {
  return {min, max, {}, false, false};
}
[[nodiscard]] inline Limits real_between(double min, double max) {
  return {0, 0, {}, false, false, min, max};
}
[[nodiscard]] inline Limits one_of(std::vector<std::string_view> values) {
  return {0, 0, std::move(values), false, false};
}
[[nodiscard]] inline Limits ae_title() {
  return {0, 0, {}, true, true};
}
[[nodiscard]] inline Limits ae_title_or_empty() {
  return {0, 0, {}, true, false};
}
[[nodiscard]] inline Limits any() {
  return {};
}
[[nodiscard]] inline Limits required() {
  return {0, 0, {}, false, true};
}

inline constexpr std::int64_t kDay = 86400;

template <class Visitor>
void visit(ListenerSettings& s, Visitor&& on) {
  on("aet", s.aet, ae_title());
  on("bind", s.bind, required());
  on("port", s.port, between(0, 65535));
  on("allowed_aets", s.allowed_aets, any());
  on("check_called_aet", s.check_called_aet, any());
  on("max_associations", s.max_associations, between(1, 256));
  on("max_pdu", s.max_pdu, between(4096, 131072));
  on("acse_timeout_s", s.acse_timeout_s, between(1, 3600));
  on("dimse_timeout_s", s.dimse_timeout_s, between(1, 3600));
}

template <class Visitor>
void visit(StoreSettings& s, Visitor&& on) {
  on("data_dir", s.data_dir, required());
  on("min_free_bytes", s.min_free_bytes, between(0, std::int64_t{1} << 50U));
}

template <class Visitor>
void visit(PipelineSettings& s, Visitor&& on) {
  on("quiet_period_s", s.quiet_period_s, between(0, kDay));
  on("quiet_cap_s", s.quiet_cap_s, between(0, 30 * kDay));
  on("workers", s.workers, between(0, 64));
  on("max_attempts", s.max_attempts, between(1, 20));
  on("job_timeout_s", s.job_timeout_s, between(5, kDay));
  on("worker_memory_mb", s.worker_memory_mb, between(256, 1 << 20));
}

template <class Visitor>
void visit(AnalysisSettings& s, Visitor&& on) {
  on("profiles", s.profiles, required());
  on("context_dir", s.context_dir, any());
}

template <class Visitor>
void visit(ContextSettings& s, Visitor&& on) {
  on("on_systemic_therapy", s.on_systemic_therapy, any());
  on("initial_control", s.initial_control, any());
  on("history_polymetastatic", s.history_polymetastatic, any());
  on("history_oligometastatic", s.history_oligometastatic, any());
  on("immunotherapy", s.immunotherapy, any());
  on("irecist", s.irecist, any());
}

/// [rules]: the tables of oligard/rules/constants.h have names and limits.
template <class Visitor>
void visit(rules::Constants& s, Visitor&& on) {
  for (const auto& constant : rules::kRealConstants)
    on(constant.name, s.*constant.member, real_between(constant.min, constant.max));
  for (const auto& constant : rules::kCountConstants)
    on(constant.name, s.*constant.member, between(constant.min, constant.max));
  on("vol_rc", s.vol_rc, any());
}

inline constexpr std::int64_t kMostCountable = 100000;

/// [profiles.NAME]
template <class Visitor>
void visit(rules::Profile& s, Visitor&& on) {
  on("description", s.description, any());
  on("source", s.source, any());
  on("source_verified", s.source_verified, any());
  on("max_lesions", s.max_lesions, between(1, kMostCountable));
  on("max_organs", s.max_organs, between(1, kMostCountable));
  on("max_per_organ", s.max_per_organ, between(1, kMostCountable));
  on("max_share", s.max_share, real_between(0.001, 1));
  on("share_inclusive", s.share_inclusive, any());
  on("cns_mode", s.cns_mode, any());
  on("allowed_organs", s.allowed_organs, any());
}

template <class Visitor>
void visit(MatchingSettings& s, Visitor&& on) {
  on("image_registration", s.image_registration, one_of({"when_needed", "always", "off"}));
  on("image_registration_budget_s", s.image_registration_budget_s, between(1, kDay));
}

template <class Visitor>
void visit(ReportSettings& s, Visitor&& on) {
  on("sr_class", s.sr_class, one_of({"comprehensive3d", "comprehensive", "enhanced"}));
  on("language", s.language, one_of({"en"}));
  on("uncertainty", s.uncertainty, one_of({"numbers", "properties"}));
  on("editable_in_ohif", s.editable_in_ohif, any());
  on("lesion_segmentation", s.lesion_segmentation, any());
  on("page", s.page, one_of({"both", "secondary_capture", "pdf", "none"}));
}

template <class Visitor>
void visit(LogSettings& s, Visitor&& on) {
  on("level", s.level, one_of({"error", "warn", "info", "debug", "trace"}));
  on("format", s.format, one_of({"auto", "text", "json"}));
}

template <class Visitor>
void visit(DestinationSettings& s, Visitor&& on) {
  on("name", s.name, required());
  on("aet", s.aet, ae_title());
  on("host", s.host, required());
  on("port", s.port, between(1, 65535));
  on("connect_timeout_s", s.connect_timeout_s, between(1, 3600));
  on("acse_timeout_s", s.acse_timeout_s, between(1, 3600));
  on("dimse_timeout_s", s.dimse_timeout_s, between(1, 3600));
  on("retry_first_s", s.retry_first_s, between(1, kDay));
  on("retry_max_s", s.retry_max_s, between(1, kDay));
  on("retry_budget_s", s.retry_budget_s, between(0, 365 * kDay));
}

template <class Visitor>
void visit(PriorSourceSettings& s, Visitor&& on) {
  on("aet", s.aet, ae_title_or_empty());
  on("host", s.host, any());
  on("port", s.port, between(1, 65535));
  on("move_destination_aet", s.move_destination_aet, ae_title_or_empty());
  on("connect_timeout_s", s.connect_timeout_s, between(1, 3600));
  on("acse_timeout_s", s.acse_timeout_s, between(1, 3600));
  on("dimse_timeout_s", s.dimse_timeout_s, between(1, 3600));
  on("wait_s", s.wait_s, between(1, 3600));
  on("max_studies", s.max_studies, between(1, 1000));
  on("max_objects", s.max_objects, between(1, 100000));
  on("lookback_days", s.lookback_days, between(0, 36500));
  on("images", s.images, one_of({"never", "when_referenced"}));
  on("retry_first_s", s.retry_first_s, between(1, kDay));
  on("retry_max_s", s.retry_max_s, between(1, kDay));
  on("retry_budget_s", s.retry_budget_s, between(0, 365 * kDay));
}

template <class Visitor>
void visit(SourceRule& s, Visitor&& on) {
  on("name", s.name, required());
  on("match_manufacturer", s.match_manufacturer, any());
  on("match_model", s.match_model, any());
  on("match_series", s.match_series, any());
  on("match_calling_ae", s.match_calling_ae, any());
  on("lesion_labels", s.lesion_labels, any());
  on("organ_labels", s.organ_labels, any());
  on("ignore_labels", s.ignore_labels, any());
  on("organ_by_label", s.organ_by_label, any());
  on("split_components", s.split_components, any());
  on("join_fragments", s.join_fragments, any());
  on("fraction_threshold_pct", s.fraction_threshold_pct, between(1, 100));
  on("reader_outranks", s.reader_outranks, any());
  on("join_series", s.join_series, any());
  on("exhaustive", s.exhaustive, any());
  on("allow_other_patient_id", s.allow_other_patient_id, any());
  on("priority", s.priority, between(-1000, 1000));
}

/// `on(section name, section)` for each single table.
template <class Visitor>
void visit_sections(Settings& s, Visitor&& on) {
  on("listener", s.listener);
  on("store", s.store);
  on("pipeline", s.pipeline);
  on("analysis", s.analysis);
  on("context", s.context);
  on("rules", s.constants);
  on("matching", s.matching);
  on("report", s.report);
  on("log", s.log);
  on("prior_source", s.prior_source);
}

}  // namespace oligard::config
