// k time points: adjacent links, links over missed time points, and how to get from one to another.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "match/organ_registration.h"
#include "match/pair_match.h"
#include "match/reader_word.h"
#include "oligard/match/match.h"

namespace oligard::match {

/// All pair matches of one patient. Time points are referred to, not copied.
class History {
 public:
  /// `maps` must outlive it. `stated`: links that readers state. They stand, and the lesions that they join
  /// get no others.
  History(const std::vector<measure::TimePoint>& timepoints, const std::vector<KnownMap>& maps,
          std::vector<ReaderLink> stated);

  [[nodiscard]] const std::vector<Link>& links() const { return links_; }
  [[nodiscard]] const std::vector<Unlinked>& unlinked() const { return unlinked_; }
  [[nodiscard]] std::vector<Registration> registrations() const;
  /// The frame of reference that most lesions of a time point are in; empty when none is stated.
  [[nodiscard]] const std::string& frame(int timepoint) const {
    return frames_[static_cast<std::size_t>(timepoint)];
  }
  [[nodiscard]] bool uids_dropped() const { return !use_uids_; }

  /// Where a place of time point `from` lies at `to` over accepted registrations: the direct one, else the
  /// shortest way over reliable ones; empty when there is none.
  [[nodiscard]] std::optional<Vec3> map(const Vec3& place, int from, int to) const;

  /// `map` may find a way.
  [[nodiscard]] bool connected(int from, int to) const;

  /// The two time points are registered with each other, but not reliably.
  [[nodiscard]] bool weakly_registered(int from, int to) const;

  /// Tracking UIDs connect the two time points (the pair was matched and some were accepted).
  [[nodiscard]] bool connected_by_uid(int from, int to) const;

 private:
  [[nodiscard]] std::vector<int> way(int from, int to) const;
  const PairMatch& pair(int from, int to);
  PairMatch compute(int from, int to, std::vector<Candidate> candidates);
  void add_known(int from, int to, std::vector<Candidate>& candidates);
  void match_adjacent();
  void judge_uids();
  void mend_adjacent();
  [[nodiscard]] bool is_large(int from, int to) const;
  PairMatch chain_match(int from, int to);
  void compare_triples();
  void complete_triple(int t, const PairLink& direct, std::vector<int>& next, std::vector<int>& previous);
  void add(Link link);
  void complete(const LesionRef& from, const LesionRef& to, double probability, Evidence evidence);
  void extend_chains(int from, int to);
  [[nodiscard]] bool reliably_registered(int from, int to);
  void doubt(std::size_t link, NoteCode why);
  void add_links(int from, int to);
  [[nodiscard]] static std::vector<bool> blocked_links(const std::vector<PairLink>& links,
                                                       const std::vector<bool>& successor,
                                                       const std::vector<bool>& predecessor);
  void add_gap_links(int from, int to);
  void settle_unlinked();

  const std::vector<measure::TimePoint>& timepoints_;
  const std::vector<KnownMap>& maps_;
  std::vector<ReaderLink> stated_;
  std::vector<Nodes> nodes_;
  std::vector<std::string> frames_;
  std::map<std::pair<int, int>, PairMatch> pairs_;
  std::map<std::pair<int, int>, std::optional<OrganRegistration>> organs_;  // of pairs that were looked at
  std::vector<std::vector<bool>> has_successor_, has_predecessor_;
  std::vector<Link> links_;
  std::vector<std::vector<LesionRef>>
      next_;  // one to one: where each lesion is seen again; time point -1 = nowhere
  std::vector<Unlinked> unlinked_;
  bool use_uids_ = true;
};

}  // namespace oligard::match
