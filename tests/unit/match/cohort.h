// Synthetic patients with known lesion identities, seen by a scanner at k time points (design note, section
// 6).
#pragma once

#include <cstdint>
#include <vector>

#include "oligard/match/match.h"

namespace oligard::match::test {

/// Changes between two time points: standard deviations, mm and degrees per axis (breathing: range of the
/// step).
struct Level {
  double rotation_deg, girth, length;
  double breathing_min, breathing_max, organ_jitter, lesion_jitter, deformation;
  double offset_xy, offset_z;
  double slice_min, slice_max;
  double tilt_share;
  double gap, clustered;
  double missed, cropped;
  double site_coded, site_wrong;
};

Level easy();
Level medium();
Level hard();

enum class Uids { kNone, kTrue, kShuffledCounter, kCounterByHeight };

struct CohortOptions {
  Level level = easy();
  int timepoints = 4;
  int min_lesions = 5;
  int max_lesions = 20;
  bool same_frame = false;
  bool stable = false;        ///< nothing new, resolved, split or merged
  bool boundaries = true;     ///< lesions carry boundary points
  double split_share = 0.05;  ///< of pairs of touching spheres
  Uids uids = Uids::kNone;
  bool hide_uids = false;  ///< made as with them, then without
  bool organs = false;     ///< time points carry organ masks; nothing else changes
};

/// `truth[t][i]` is the identity of lesion i of time point t, after the sorting that match_lesions does. The
/// two identities of a merged lesion, and the one of split fragments, come from `parents`.
struct Patient {
  std::vector<measure::TimePoint> timepoints;
  std::vector<std::vector<std::vector<int>>> truth;  ///< identities that the lesion consists of
};

Patient make_patient(std::uint64_t seed, const CohortOptions& options);

struct LinkScore {
  int right = 0;                      ///< adjacent links that are true
  int made = 0;                       ///< adjacent links made
  int wanted = 0;                     ///< adjacent links that exist
  int sure_made = 0, sure_right = 0;  ///< not flagged ambiguous
  int gap_right = 0, gap_made = 0, gap_wanted = 0;
  int split_right = 0, split_made = 0, split_wanted = 0;  ///< splits and merges, as links
  int pairs = 0, failed_pairs = 0;                        ///< adjacent registrations
  int tracks_right = 0, tracks_wanted = 0;

  void add(const LinkScore& other);
  [[nodiscard]] double f1() const { return ratio(2 * right, made + wanted); }
  [[nodiscard]] double precision() const { return ratio(right, made); }
  [[nodiscard]] double recall() const { return ratio(right, wanted); }
  [[nodiscard]] double sure_precision() const { return ratio(sure_right, sure_made); }
  [[nodiscard]] double gap_f1() const { return ratio(2 * gap_right, gap_made + gap_wanted); }
  [[nodiscard]] double split_f1() const { return ratio(2 * split_right, split_made + split_wanted); }
  [[nodiscard]] double exact_histories() const { return ratio(tracks_right, tracks_wanted); }

 private:
  [[nodiscard]] static double ratio(int a, int b) { return b == 0 ? 1.0 : static_cast<double>(a) / b; }
};

LinkScore score(const Patient& patient, const LesionGraph& graph);

/// `count` patients of one seed, matched and scored together.
LinkScore run_cohort(std::uint64_t seed, int count, const CohortOptions& options);

/// One line of figures.
void print(const char* name, const LinkScore& s);

}  // namespace oligard::match::test
