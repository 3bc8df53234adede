// Lesion lists: what of one patient's objects belongs together, and which of several is used.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "load/group/grouping.h"

namespace oligard::load {

/// When a list was made; absent dates are oldest.
struct Stamp {
  Date date = Date::min();
  std::string time;

  friend auto operator<=>(const Stamp&, const Stamp&) = default;
};

[[nodiscard]] Stamp stamp_of(const GroupedObject& object);

/// SEGs of one series (or of several, see SourceRule::join_series), or reports of one reader.
struct LesionList {
  std::string producer;
  std::string modality;  ///< of the images it was drawn on; empty = not known
  std::vector<GroupedObject*> members;
  int priority = 0;
  Stamp newest;
  std::string uid;  ///< of the newest member
};

using Lists = std::vector<LesionList>;
using ListsByDate = std::map<Date, Lists>;

/// How a producer stands over all time points, by the lists of highest priority.
struct Standing {
  std::size_t dates = 0;
  Stamp newest_of_last_date;

  friend auto operator<=>(const Standing&, const Standing&) = default;
};

[[nodiscard]] Lists lists_of(const std::vector<GroupedObject*>& objects);
[[nodiscard]] Lists of_highest_priority(const Lists& lists);
[[nodiscard]] std::map<std::string, Standing> standings(const ListsByDate& by_date);
[[nodiscard]] bool is_newer(const LesionList& a, const LesionList& b);

/// Sets all lists but one aside (SUPERSEDED_SERIES); `why` says in what the other was better.
void supersede(const LesionList& list, const LesionList& kept, const std::string& why);

/// Why a list is taken to be incomplete; empty when nothing speaks against it. A list is incomplete when an
/// instance of its series was refused, when its instance numbers leave a gap, when it holds no voxel and one
/// of `others` does, or when it names only a part of the images that a list of the same producer names.
[[nodiscard]] std::string incompleteness(const LesionList& list, const Lists& others,
                                         const std::set<std::string>& broken_series);

/// True when a voxel centre of a lesion of `a` lies in a voxel of a lesion of `b`, in the same frame of
/// reference.
[[nodiscard]] bool share_a_voxel(const Segmentation& a, const Segmentation& b);

/// Of SEGs the newest complete list, but never in turns: of producers that have a list at every date only one
/// counts, and of modalities the one with lists at most dates.
void choose_segmentations(ListsByDate& by_date, const std::set<std::string>& broken_series);

}  // namespace oligard::load
