#include "draw/changes/changes.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "oligard/base/text.h"

namespace oligard::draw {
namespace {

using classify::Assessment;
using classify::CaseLesion;
using classify::LesionAssessment;
using terms::Confidence;
using terms::LesionStatus;

constexpr double kTwoSided95 = 1.96;

const LesionAssessment* said_at(const Assessment& assessment, const std::string& id, std::size_t t) {
  const auto found = assessment.timepoints[t].lesions.find(id);
  return found == assessment.timepoints[t].lesions.end() ? nullptr : &found->second;
}

std::size_t baseline_of(const classify::Case& clinical_case) {
  return classify::timepoint_index(clinical_case, clinical_case.baseline_timepoint).value_or(0);
}

bool is_cut(const Assessment& assessment, const CaseLesion& lesion, std::size_t t) {
  const auto found = lesion.observations.find(assessment.clinical_case.timepoints[t].id);
  return found != lesion.observations.end() && found->second.truncated;
}

std::string label_of(const CaseLesion& lesion) {
  const std::string organ(organ_site(lesion));
  return organ.empty() ? lesion.id : lesion.id + " " + in_words(organ);
}

bool has_size(const LesionAssessment* said) {
  return said != nullptr && said->size_mm && std::isfinite(*said->size_mm) &&
         said->status != LesionStatus::kNotEvaluable;
}

/// One standard deviation of the size of a track at a time point: fragments are measured independently. Empty
/// when one of them has none.
std::optional<double> deviation_mm(const Assessment& assessment, const CaseLesion& lesion, std::size_t t) {
  double variance = 0;
  for (const match::Track& track : assessment.graph.tracks) {
    if (track.id != lesion.id) continue;
    for (const match::LesionRef ref : track.lesions) {
      if (ref.timepoint != static_cast<int>(t)) continue;
      const measure::Uncertainty& of = assessment.graph.lesion(ref).uncertainty;
      const double deviation = lesion.nodal ? of.short_axis_mm : of.long_axis_mm;
      if (!std::isfinite(deviation) || deviation <= 0) return std::nullopt;
      variance += deviation * deviation;
    }
  }
  if (variance <= 0) return std::nullopt;
  return std::sqrt(variance);
}

/// Half width of the 95 % interval of size / reference, first order.
std::optional<double> half_width(std::optional<double> deviation, double size_mm,
                                 std::optional<double> reference_deviation, double reference_mm) {
  if (!deviation || !reference_deviation || size_mm <= 0) return std::nullopt;
  const double relative = std::hypot(*deviation / size_mm, *reference_deviation / reference_mm);
  return kTwoSided95 * 100 * size_mm / reference_mm * relative;
}

class ChangeMaker {
 public:
  explicit ChangeMaker(const Assessment& assessment)
      : assessment_(assessment),
        first_(baseline_of(assessment.clinical_case)),
        last_(assessment.timepoints.size() - 1) {}

  Changes make() const {
    Changes changes;
    for (std::size_t t = first_; t <= last_; ++t) {
      const classify::CaseTimePoint& timepoint = assessment_.clinical_case.timepoints[t];
      changes.dates.push_back({days(t), timepoint.id, to_iso(timepoint.date)});
    }
    for (const CaseLesion& lesion : assessment_.clinical_case.lesions) {
      if (std::optional<ChangeLine> line = line_of(lesion)) changes.lines.push_back(*std::move(line));
      add_bar(lesion, changes);
    }
    std::sort(changes.lines.begin(), changes.lines.end(), [](const ChangeLine& a, const ChangeLine& b) {
      return std::tuple(!a.is_important, -a.points.back().change_pct, a.label) <
             std::tuple(!b.is_important, -b.points.back().change_pct, b.label);
    });
    std::sort(changes.bars.begin(), changes.bars.end(), [](const ChangeBar& a, const ChangeBar& b) {
      return std::tuple(a.change_pct.has_value(), -a.change_pct.value_or(a.size_mm.value_or(0)), a.label) <
             std::tuple(b.change_pct.has_value(), -b.change_pct.value_or(b.size_mm.value_or(0)), b.label);
    });
    return changes;
  }

 private:
  [[nodiscard]] double days(std::size_t t) const {
    const auto& timepoints = assessment_.clinical_case.timepoints;
    return days_between(timepoints[first_].date, timepoints[t].date);
  }

  template <class Shown>
  void fill_status(const std::string& id, Shown& shown) const {
    const LesionAssessment* now = said_at(assessment_, id, last_);
    if (now == nullptr) return;
    shown.style = &terms::look_of(now->status);
    shown.is_important = is_progression(now->status);
    shown.is_doubtful = shown.is_important && now->confidence == Confidence::kIndeterminate;
  }

  [[nodiscard]] std::optional<ChangeLine> line_of(const CaseLesion& lesion) const {
    ChangeLine line;
    line.id = lesion.id;
    line.label = label_of(lesion);
    fill_status(lesion.id, line);
    if (const LesionAssessment* now = said_at(assessment_, lesion.id, last_))
      line.from_nadir_pct = now->from_nadir_pct;
    double reference = 0;
    std::optional<double> reference_deviation;
    bool gap = false;
    for (std::size_t t = first_; t <= last_; ++t) {
      const LesionAssessment* said = said_at(assessment_, lesion.id, t);
      const bool cut = is_cut(assessment_, lesion, t);
      const bool is_reference = line.points.empty();
      if (!has_size(said) || (is_reference && (cut || *said->size_mm <= 0))) {
        gap = true;
        continue;
      }
      const std::optional<double> deviation = deviation_mm(assessment_, lesion, t);
      if (is_reference) {
        reference = *said->size_mm;
        reference_deviation = deviation;
        line.is_late = t > first_;
      }
      ChangePoint point;
      point.t = t;
      point.days = days(t);
      point.size_mm = *said->size_mm;
      point.change_pct = 100 * (*said->size_mm / reference - 1);
      if (!is_reference)
        point.half_width_pct = half_width(deviation, *said->size_mm, reference_deviation, reference);
      if (deviation) point.half_width_mm = kTwoSided95 * *deviation;
      point.style = &terms::look_of(said->status);
      point.is_minimum = cut;
      point.follows_gap = gap && !is_reference;
      line.points.push_back(point);
      gap = false;
    }
    if (line.points.empty()) return std::nullopt;
    return line;
  }

  void add_bar(const CaseLesion& lesion, Changes& changes) const {
    const LesionAssessment* now = said_at(assessment_, lesion.id, last_);
    if (now == nullptr || last_ == first_) return;
    ChangeBar bar;
    bar.id = lesion.id;
    bar.label = label_of(lesion);
    fill_status(lesion.id, bar);
    bar.size_mm = now->size_mm;
    bar.nadir_mm = now->nadir_mm;
    const bool is_gone = now->status == LesionStatus::kResolved && now->size_mm && *now->size_mm <= 0;
    if (has_size(now)) bar.change_pct = is_gone ? std::optional<double>(-100) : now->from_nadir_pct;
    if (bar.change_pct || bar.is_important) {
      changes.bars.push_back(std::move(bar));
    } else {
      changes.without_size.push_back(bar.label);
    }
  }

  const Assessment& assessment_;
  std::size_t first_, last_;
};

}  // namespace

Changes changes_of(const Assessment& assessment) {
  const std::size_t n = assessment.timepoints.size();
  if (n == 0 || assessment.clinical_case.timepoints.size() != n) return {};
  return ChangeMaker(assessment).make();
}

}  // namespace oligard::draw
