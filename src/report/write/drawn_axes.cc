#include "report/write/drawn_axes.h"

#include <algorithm>
#include <map>

#include "oligard/base/text.h"
#include "oligard/classify/texts.h"

namespace oligard::report {
namespace {

enum class Undrawn { kNoLine, kNoImage, kOtherStudy };

/// The image that the lesion's axes can be drawn on, or why they cannot.
struct Place {
  const EvidenceInstance* image = nullptr;
  Undrawn why = Undrawn::kNoLine;
};

Place place_of(const ReportRequest& request, const measure::Lesion& lesion, Evidence& evidence) {
  if (!lesion.long_axis) return {nullptr, Undrawn::kNoLine};
  const EvidenceInstance* image = evidence.use_axis_image(lesion);
  if (image == nullptr) return {nullptr, Undrawn::kNoImage};
  if (image->study_instance_uid != request.study_instance_uid) return {nullptr, Undrawn::kOtherStudy};
  return {image, {}};
}

int rank_of(const Group& group, const Content& content) {
  if (is_progression(group.assessed->status)) return 0;
  const auto& targets = content.said->recist.target_ids;
  return std::find(targets.begin(), targets.end(), group.track) != targets.end() ? 1 : 2;
}

std::string phrase_of(Undrawn why) {
  const classify::ReportTexts& say = classify::texts().report;
  switch (why) {
    case Undrawn::kNoLine:
      return say.no_line();
    case Undrawn::kNoImage:
      return say.no_image();
    case Undrawn::kOtherStudy:
      break;
  }
  return say.other_study();
}

}  // namespace

std::vector<Drawing> drawings(const ReportRequest& request, const Content& content, Evidence& evidence) {
  std::vector<Drawing> found;
  for (const Group& group : content.measured) {
    if (const Place place = place_of(request, *group.lesion, evidence); place.image != nullptr)
      found.push_back({&group, place.image});
  }
  std::stable_sort(found.begin(), found.end(), [&](const Drawing& a, const Drawing& b) {
    return rank_of(*a.group, content) < rank_of(*b.group, content);
  });
  return found;
}

std::vector<std::string> undrawn_sentences(const ReportRequest& request, const Content& content,
                                           Evidence& evidence) {
  std::map<Undrawn, std::string> lesions;
  bool is_any_drawn = false;
  for (const Group& group : content.measured) {
    const Place place = place_of(request, *group.lesion, evidence);
    is_any_drawn = is_any_drawn || place.image != nullptr;
    if (place.image != nullptr) continue;
    std::string& names = lesions[place.why];
    append(names, ", ", group.label);
  }
  if (content.measured.empty()) return {classify::texts().report.nothing_measured()};
  std::vector<std::string> sentences;
  const classify::ReportTexts& say = classify::texts().report;
  sentences.reserve(lesions.size());
  for (const auto& [why, names] : lesions)
    sentences.push_back(say.not_drawn(names, phrase_of(why)) + (is_any_drawn ? "" : say.no_viewer()));
  return sentences;
}

Result<std::vector<std::string>> axes_not_drawn(const ReportRequest& request) {
  const auto content = collect_content(request);
  if (!content) return fail(content);
  Evidence evidence(request);
  return undrawn_sentences(request, *content, evidence);
}

}  // namespace oligard::report
