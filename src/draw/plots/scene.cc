#include "draw/plots/scene.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "draw/canvas/figures.h"
#include "draw/plots/alignment.h"
#include "draw/plots/picture.h"
#include "oligard/base/text.h"
#include "oligard/wording/wording.h"

namespace oligard::draw {
namespace {

using match::LesionRef;

constexpr double kUnknownHalfMm = 3;

double sphere_radius(double volume_mm3) {
  return std::cbrt(3 * volume_mm3 / (4 * std::numbers::pi));
}

class SceneMaker {
 public:
  SceneMaker(const PlotWords& words, const classify::Assessment& assessment)
      : words_(words), assessment_(assessment), graph_(assessment.graph), alignments_(aligned(graph_)) {
    for (const classify::CaseLesion& lesion : assessment.clinical_case.lesions)
      organs_[lesion.id] = organ_site(lesion);
    for (const match::Track& track : graph_.tracks) {
      std::map<int, int> fragments;
      for (const LesionRef ref : track.lesions)
        ++fragments[ref.timepoint];
      std::map<int, int> numbers;
      for (const LesionRef ref : track.lesions) {
        const std::string part =
            fragments[ref.timepoint] > 1 ? "." + std::to_string(++numbers[ref.timepoint]) : "";
        labels_[ref] = track.id + part;
        tracks_[ref] = &track;
      }
    }
  }

  Scene make() {
    Scene scene;
    for (std::size_t t = 0; t < graph_.timepoints.size(); ++t)
      scene.panels.push_back(panel(t));
    for (const match::Link& link : graph_.links)
      scene.lines.push_back(line(link));
    return scene;
  }

 private:
  const classify::LesionAssessment* said_of(const match::Track* track, std::size_t t) const {
    if (track == nullptr || t >= assessment_.timepoints.size()) return nullptr;
    const auto& lesions = assessment_.timepoints[t].lesions;
    const auto found = lesions.find(track->id);
    return found == lesions.end() ? nullptr : &found->second;
  }
  const match::Track* track_of(LesionRef ref) const {
    const auto found = tracks_.find(ref);
    return found == tracks_.end() ? nullptr : found->second;
  }
  std::string label_of(LesionRef ref) const {
    const auto found = labels_.find(ref);
    return found == labels_.end() ? "?" : found->second;
  }
  std::string title_of(const std::string& label, const match::Track* track,
                       const classify::LesionAssessment* said) const {
    std::string text = label;
    if (track != nullptr) {
      const auto organ = organs_.find(track->id);
      if (organ != organs_.end() && !organ->second.empty()) text += " " + in_words(organ->second);
    }
    if (said == nullptr) return text + std::string(words_.not_counted);
    if (said->size_mm) text += " " + words_.waterfall.size(trimmed(*said->size_mm));
    return text + ", " + to_string(said->status) + " " + to_string(said->confidence);
  }

  Mark mark(LesionRef ref, std::size_t t) const {
    const measure::Lesion& lesion = graph_.lesion(ref);
    Mark mark;
    mark.is_placed = lesion.has_position;
    const auto& alignment = alignments_[static_cast<std::size_t>(ref.timepoint)];
    const Vec3 place = alignment.to_first.apply(lesion.centroid_mm);
    mark.x = place.x;
    mark.z = place.z;
    mark.half_x = mark.half_z = half_size(lesion);
    if (lesion.has_position && lesion.bbox_mm.max.x > lesion.bbox_mm.min.x &&
        lesion.bbox_mm.max.z > lesion.bbox_mm.min.z) {
      mark.half_x = (lesion.bbox_mm.max.x - lesion.bbox_mm.min.x) / 2;
      mark.half_z = (lesion.bbox_mm.max.z - lesion.bbox_mm.min.z) / 2;
    }
    const match::Track* track = track_of(ref);
    const classify::LesionAssessment* said = said_of(track, t);
    mark.label = label_of(ref);
    mark.title = title_of(mark.label, track, said);
    if (said != nullptr) mark.style = &terms::look_of(said->status);
    return mark;
  }
  static double half_size(const measure::Lesion& lesion) {
    if (lesion.long_axis_mm && std::isfinite(*lesion.long_axis_mm)) return *lesion.long_axis_mm / 2;
    if (lesion.volume_mm3 && std::isfinite(*lesion.volume_mm3)) return sphere_radius(*lesion.volume_mm3);
    return kUnknownHalfMm;
  }

  /// A track that the rules list at `t`, but that has no lesion there: drawn where it was last.
  std::optional<Mark> missing(const match::Track& track, std::size_t t) const {
    const classify::LesionAssessment* said = said_of(&track, t);
    if (said == nullptr) return std::nullopt;
    std::optional<LesionRef> last;
    for (const LesionRef ref : track.lesions) {
      if (ref.timepoint == static_cast<int>(t)) return std::nullopt;
      if (ref.timepoint < static_cast<int>(t)) last = ref;
    }
    if (!last || !graph_.lesion(*last).has_position) return std::nullopt;
    Mark gone = mark(*last, t);
    gone.lesion.reset();
    gone.label = track.id;
    gone.title = title_of(track.id, &track, said) + std::string(words_.not_seen);
    return gone;
  }

  Panel panel(std::size_t t) const {
    const measure::TimePoint& timepoint = graph_.timepoints[t];
    Panel panel;
    panel.title = timepoint.id + " · " + to_iso(timepoint.date);
    if (t < assessment_.timepoints.size()) {
      panel.lines = {category_line(words_, assessment_, t),
                     recist_line(words_, assessment_.timepoints[t].recist)};
      panel.alert = review_line(words_, assessment_.timepoints[t]);
    }
    panel.is_aligned = alignments_[t].is_known;
    for (std::size_t i = 0; i < timepoint.lesions.size(); ++i) {
      const LesionRef ref{static_cast<int>(t), static_cast<int>(i)};
      panel.marks.push_back(mark(ref, t));
      panel.marks.back().lesion = ref;
    }
    for (const match::Track& track : graph_.tracks) {
      if (std::optional<Mark> gone = missing(track, t)) panel.marks.push_back(std::move(*gone));
    }
    std::stable_sort(panel.marks.begin(), panel.marks.end(), [](const Mark& a, const Mark& b) {
      return std::tuple(-a.half_x * a.half_z, a.label) < std::tuple(-b.half_x * b.half_z, b.label);
    });
    for (const measure::Organ& organ : timepoint.organs)
      panel.organs.push_back(outline(organ, alignments_[t]));
    if (timepoint.coverage) panel.coverage = slab(*timepoint.coverage, timepoint, alignments_[t]);
    return panel;
  }

  static Outline outline(const measure::Organ& organ, const Alignment& alignment) {
    const Vec3 centre = alignment.to_first.apply(organ.centroid_mm);
    Outline result{in_words(organ.name), centre.x, centre.z, 0, 0};
    result.half_x = result.half_z = sphere_radius(std::max(0.0, organ.volume_mm3));
    if (organ.surface_mm.empty()) return result;
    Vec3 low = alignment.to_first.apply(organ.surface_mm.front());
    Vec3 high = low;
    for (const Vec3& point : organ.surface_mm) {
      const Vec3 there = alignment.to_first.apply(point);
      low = {std::min(low.x, there.x), 0, std::min(low.z, there.z)};
      high = {std::max(high.x, there.x), 0, std::max(high.z, there.z)};
    }
    result.x = (low.x + high.x) / 2;
    result.z = (low.z + high.z) / 2;
    result.half_x = (high.x - low.x) / 2;
    result.half_z = (high.z - low.z) / 2;
    return result;
  }

  static Slab slab(const measure::Coverage& coverage, const measure::TimePoint& timepoint,
                   const Alignment& alignment) {
    Vec3 middle;
    for (const measure::Lesion& lesion : timepoint.lesions) {
      if (lesion.has_position) middle = lesion.centroid_mm;
    }
    const double low = alignment.to_first.apply({middle.x, middle.y, coverage.z_min_mm}).z;
    const double high = alignment.to_first.apply({middle.x, middle.y, coverage.z_max_mm}).z;
    return {std::min(low, high), std::max(low, high)};
  }

  Line line(const match::Link& link) const {
    Line line;
    line.from = link.from;
    line.to = link.to;
    line.is_ambiguous = link.ambiguous;
    line.is_event = link.kind != match::LinkKind::kSame;
    const auto* said = said_of(track_of(link.to), static_cast<std::size_t>(link.to.timepoint));
    line.is_important = said != nullptr && terms::look_of(said->status).is_important;
    line.title = words_.link(label_of(link.from), label_of(link.to),
                             static_cast<int>(std::lround(100 * link.probability)));
    if (link.ambiguous) line.title += words_.in_doubt;
    if (link.ambiguous && link.doubt) line.title += ": " + wording::note_text(*link.doubt);
    return line;
  }

  const PlotWords& words_;
  const classify::Assessment& assessment_;
  const match::LesionGraph& graph_;
  std::vector<Alignment> alignments_;
  std::map<std::string, std::string> organs_;
  std::map<LesionRef, std::string> labels_;
  std::map<LesionRef, const match::Track*> tracks_;
};

}  // namespace

Scene scene_of(const PlotWords& words, const classify::Assessment& assessment) {
  return SceneMaker(words, assessment).make();
}

}  // namespace oligard::draw
