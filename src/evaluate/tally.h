// What is counted of one patient; sums of it are counted of a cohort.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "evaluate/patient.h"

namespace oligard::evaluate {

/// What a count is made into.
enum class Kind { kPrecision, kRecall, kF1, kShare };

/// Right ones, found ones, wanted ones. Of a share: those that have the property, and all.
struct Count {
  long right = 0, found = 0, wanted = 0;
};

enum class Item {
  kLinks,  ///< adjacent ones
  kGapLinks,
  kOneToOne,  ///< links whose ends have no other link to that side
  kSplits,    ///< one segment with all its later parts
  kMerges,
  kNew,   ///< without those that the program leaves open
  kOpen,  ///< share: open ones of what it calls new
  kResolved,
  kSureLinks,     ///< share: true ones of the links that are not flagged
  kFlaggedLinks,  ///< share of all links
  kHistories,     ///< share: families with exactly the true segments
  kPatients,      ///< share: patients with all families exact
  kRefusedPairs,  ///< share: adjacent time points with true links whose registration was not accepted
  kWrongPairs,    ///< share of accepted pairs: link F1 below one half
  kStrangePairs,  ///< share: adjacent time points without a true link, refused or left without a link
  kClasses,       ///< share: time points with the class that the true links give
  kCategories,    ///< share: time points with the category that corresponds to that class
  kCount
};
constexpr std::size_t kItems = static_cast<std::size_t>(Item::kCount);

constexpr std::size_t kBins = 10;
struct Bin {
  long links = 0, right = 0;
  double probability = 0;  ///< sum
};

struct Tally {
  std::array<Count, kItems> counts;
  std::array<Bin, kBins> bins;

  Count& operator[](Item item) { return counts[static_cast<std::size_t>(item)]; }
  const Count& operator[](Item item) const { return counts[static_cast<std::size_t>(item)]; }
  void add(const Tally& other);
};

[[nodiscard]] Tally tally_of(const PatientTruth& truth, const PatientFound& found);

/// The category of the rule book that stands for a class; both as text. "LIMITED_PROGRESSION" counts as
/// oligoprogression, "MIXED_RESPONSE" as polyprogression, "INDETERMINATE" as not assessable.
[[nodiscard]] bool corresponds(std::string_view patient_class, std::string_view category);

}  // namespace oligard::evaluate
