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

std::string doubt_of(const LinkFeatures& f, double probability) {
  if (f.reliability < kGoodReliability) return "the two time points are not surely registered";
  if (probability >= kSureProbability) return {};
  if (f.margin < kCloseMargin) return "another explanation fits nearly as well";
  if (f.skipped > 0) return "it was not seen in between";
  return "place and size fit poorly";
}

}  // namespace oligard::match
