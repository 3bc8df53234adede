#include "match/confidence.h"

#include <algorithm>
#include <cmath>

#include "match/constants.h"

namespace oligard::match {
namespace {

double logistic(double z) {
  return 1 / (1 + std::exp(-z));
}

double capped(double margin) {
  return std::min(margin, kMarginCap);
}

}  // namespace

double link_probability(const LinkFeatures& f) {
  const ConfidenceWeights& w = f.kind != LinkKind::kSame ? kEventWeights
                               : f.skipped > 0           ? kGapWeights
                                                         : kLinkWeights;
  return logistic(w.bias + w.margin * capped(f.margin) + w.cost * f.cost + w.reliability * f.reliability);
}

double unlinked_probability(double margin, double reliability) {
  const ConfidenceWeights& w = kUnlinkedWeights;
  return logistic(w.bias + w.margin * capped(margin) + w.reliability * reliability);
}

std::optional<Note> doubt_of(const LinkFeatures& f, double probability) {
  if (f.reliability < kGoodReliability) return Note{NoteCode::kNotSurelyRegistered};
  if (probability >= kSureProbability) return std::nullopt;
  if (f.margin < kCloseMargin) return Note{NoteCode::kOtherFitsAsWell};
  if (f.skipped > 0) return Note{NoteCode::kNotSeenBetween};
  return Note{NoteCode::kFitsPoorly};
}

}  // namespace oligard::match
