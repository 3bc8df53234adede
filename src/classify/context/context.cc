#include "oligard/classify/context.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "oligard/classify/context_fields.h"

namespace oligard::classify {
namespace {

constexpr std::array<std::string_view, 9> kKinds = {
    "solid",   "lytic_soft_tissue",         "blastic_bone", "pleural_effusion", "pericardial_effusion",
    "ascites", "peritoneal_carcinomatosis", "lymphangitic", "leptomeningeal"};
constexpr std::array<std::string_view, 2> kFlags = {"cavitating", "necrotic"};

enum class Covered { kNo, kYes, kUnknown };

Covered covers(const SystemicTherapy& therapy, Date date) {
  if (therapy.stop && date > *therapy.stop) return Covered::kNo;
  if (!therapy.start) return Covered::kUnknown;
  return date >= *therapy.start ? Covered::kYes : Covered::kNo;
}

std::optional<bool> by_dates(const std::vector<SystemicTherapy>& therapies, Date date) {
  bool is_unknown = false;
  for (const SystemicTherapy& therapy : therapies) {
    const Covered covered = covers(therapy, date);
    if (covered == Covered::kYes) return true;
    is_unknown = is_unknown || covered == Covered::kUnknown;
  }
  return is_unknown ? std::nullopt : std::optional<bool>(false);
}

/// The same day `months` later, the last of the month where it is shorter.
Date months_later(std::chrono::year_month_day day, int months) {
  const std::chrono::year_month_day later = day + std::chrono::months(months);
  return later.ok() ? Date(later) : Date(later.year() / later.month() / std::chrono::last);
}

}  // namespace

bool is_lesion_kind(std::string_view kind) {
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

bool is_lesion_flag(std::string_view flag) {
  return std::find(kFlags.begin(), kFlags.end(), flag) != kFlags.end();
}

std::string ClinicalContext::source_of(const std::string& field) const {
  const auto found = sources.find(field);
  return found == sources.end() ? source::kConfig : found->second;
}

ClinicalContext with_source(ClinicalContext context, const std::string& source) {
  visit_context_values([&](const char* name, auto member) {
    if (context.*member) context.sources.try_emplace(name, source);
  });
  visit_context_collections([&](const char* name, auto member) {
    if (!(context.*member).empty()) context.sources.try_emplace(name, source);
  });
  return context;
}

ClinicalContext merged(const ClinicalContext& base, const ClinicalContext& over) {
  ClinicalContext result = base;
  result.warnings.insert(result.warnings.end(), over.warnings.begin(), over.warnings.end());
  visit_context_values([&](const char* name, auto member) {
    if (!(over.*member)) return;
    if (base.*member && base.*member != over.*member)
      result.warnings.push_back(
          {NoteCode::kSourcesContradict, {name, over.source_of(name), base.source_of(name)}});
    result.*member = over.*member;
    result.sources[name] = over.source_of(name);
  });
  visit_context_collections([&](const char* name, auto member) {
    if ((over.*member).empty()) return;
    result.*member = over.*member;
    result.sources[name] = over.source_of(name);
  });
  return result;
}

TherapyOn systemic_therapy_on(const ClinicalContext& context, Date date) {
  const std::optional<bool> dated =
      context.systemic_therapy ? by_dates(*context.systemic_therapy, date) : std::nullopt;
  const std::optional<bool>& stated = context.on_systemic_therapy;
  if (!dated && !stated) return {std::nullopt, source::kUnknown, false};
  if (!dated) return {stated, context.source_of("on_systemic_therapy"), false};
  const std::string dates_from = context.source_of("systemic_therapy");
  if (!stated || stated == dated) return {dated, dates_from, false};
  if (dates_from == context.source_of("on_systemic_therapy")) return {std::nullopt, source::kUnknown, true};
  return {dated, dates_from, true};
}

double months_between(Date a, Date b) {
  if (b < a) return -months_between(b, a);
  const std::chrono::year_month_day first(a);
  const std::chrono::year_month_day last(b);
  int whole = (static_cast<int>(last.year()) - static_cast<int>(first.year())) * 12 +
              static_cast<int>(static_cast<unsigned>(last.month())) -
              static_cast<int>(static_cast<unsigned>(first.month()));
  if (months_later(first, whole) > b) --whole;
  const Date start = months_later(first, whole);
  const Date end = months_later(first, whole + 1);
  return whole + double(days_between(start, b)) / days_between(start, end);
}

}  // namespace oligard::classify
