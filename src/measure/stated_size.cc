// Whose sizes count: ours or a reader's.
#include <algorithm>
#include <map>

#include "measure/stated.h"
#include "measure/uncertainty.h"
#include "oligard/measure/definitions.h"

namespace oligard::measure {
namespace {

bool disagrees(const StatedSize& stated, const StatedSize& ours) {
  return disagree(stated.long_axis_mm, ours.long_axis_mm) ||
         disagree(stated.short_axis_mm, ours.short_axis_mm) || disagree(stated.volume_mm3, ours.volume_mm3);
}

StatedSize sizes_of(const Lesion& lesion) {
  return {lesion.source.sop_instance_uid, lesion.long_axis_mm, lesion.short_axis_mm, lesion.volume_mm3,
          false};
}

std::optional<double> value_of(const std::optional<load::StatedNumber>& number) {
  if (!number) return std::nullopt;
  return number->value;
}

std::optional<Axis> drawn(const std::optional<PlacedLine>& line, const Lesion& lesion) {
  const bool fits =
      line && line->fits_length && line->frame_of_reference_uid == lesion.frame_of_reference_uid;
  return fits ? std::optional<Axis>(line->axis) : std::nullopt;
}

/// The axes lie where the reader drew them; without a usable line nothing is drawn.
void take_axes(const JoinedGroup& group, Lesion& lesion) {
  lesion.long_axis_mm = value_of(group.said->long_axis);
  lesion.short_axis_mm = value_of(group.said->short_axis);
  lesion.long_axis = drawn(group.long_line, lesion);
  lesion.short_axis = drawn(group.short_line, lesion);
  const PlacedLine* line = lesion.long_axis    ? &*group.long_line
                           : lesion.short_axis ? &*group.short_line
                                               : nullptr;
  lesion.axis_image_class_uid = line != nullptr ? line->image_class_uid : "";
  lesion.axis_image_uid = line != nullptr ? line->image_uid : "";
  lesion.axis_image_frame = line != nullptr ? line->image_frame : 0;
  if (line != nullptr) lesion.slice_z_mm = (0.5 * (line->axis.p1_mm + line->axis.p2_mm)).z;
  lesion.convention = kStatedConvention;
  const Uncertainty stated = stated_uncertainty(lesion);
  lesion.uncertainty.long_axis_mm = stated.long_axis_mm;
  lesion.uncertainty.short_axis_mm = stated.short_axis_mm;
}

bool states_what_counts(const JoinedGroup& group, const Lesion& lesion) {
  return lesion.nodal ? group.said->short_axis.has_value() : group.said->long_axis.has_value();
}

void take_volume(const JoinedGroup& group, Lesion& lesion) {
  lesion.volume_mm3 = group.said->volume->value;
  lesion.uncertainty.volume_mm3 = stated_uncertainty(lesion).volume_mm3;
}

/// The first group in rank that states a figure gives it.
class Outranking {
 public:
  explicit Outranking(Lesion& lesion) : lesion_(lesion), ours_(sizes_of(lesion)) {}

  void offer(const JoinedGroup& group) {
    if (!has_axes_ && states_what_counts(group, lesion_)) {
      take_axes(group, lesion_);
      has_axes_ = true;
    }
    if (!has_volume_ && group.said->volume) {
      take_volume(group, lesion_);
      has_volume_ = true;
    }
    if (!has_axes_ && !has_volume_) return;
    lesion_.own = ours_;
    lesion_.own->disagrees = disagrees(sizes_of(lesion_), ours_);
  }

 private:
  Lesion& lesion_;
  StatedSize ours_;
  bool has_axes_ = false;
  bool has_volume_ = false;
};

}  // namespace

void settle_sizes(std::span<const JoinedGroup> groups, std::vector<Lesion>& lesions) {
  for (Lesion& lesion : lesions) {
    const StatedSize ours = sizes_of(lesion);
    for (StatedSize& stated : lesion.stated)
      stated.disagrees = disagrees(stated, ours);
  }
  std::map<std::size_t, Outranking> outranked;
  for (const JoinedGroup& group : groups) {
    Lesion& lesion = lesions[group.lesion];
    if (lesion.source.kind != LesionSource::Kind::kSegment || !group.report->rule.reader_outranks) continue;
    outranked.try_emplace(group.lesion, lesion).first->second.offer(group);
  }
}

}  // namespace oligard::measure
