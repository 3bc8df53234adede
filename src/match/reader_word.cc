#include "match/reader_word.h"

#include <algorithm>
#include <map>
#include <utility>

#include "match/tracks.h"

namespace oligard::match {
namespace {

using TimePoints = std::vector<measure::TimePoint>;
using Refs = std::set<LesionRef>;

template <class Visit>
void for_each_lesion(const TimePoints& timepoints, Visit&& visit) {
  for (std::size_t t = 0; t < timepoints.size(); ++t)
    for (std::size_t i = 0; i < timepoints[t].lesions.size(); ++i)
      visit(LesionRef{static_cast<int>(t), static_cast<int>(i)}, timepoints[t].lesions[i]);
}

bool states_anything(const TimePoints& timepoints) {
  return std::any_of(timepoints.begin(), timepoints.end(), [](const measure::TimePoint& tp) {
    return std::any_of(tp.lesions.begin(), tp.lesions.end(),
                       [](const measure::Lesion& lesion) { return !lesion.stated_uids.empty(); });
  });
}

/// Which lesions a UID names: by themselves, as the first of a track, and by readers.
class Names {
 public:
  Names(const TimePoints& timepoints, const std::string& patient_key) {
    for_each_lesion(timepoints, [&](LesionRef ref, const measure::Lesion& lesion) {
      if (!lesion.tracking_uid.empty()) own_[lesion.tracking_uid].insert(ref);
      derived_[derived_uid(lesion, patient_key)] = ref;
      for (const measure::StatedUid& stated : lesion.stated_uids)
        stated_[stated.uid].insert(ref);
    });
  }

  [[nodiscard]] bool is_of_another(const std::string& uid, LesionRef ref) const {
    const auto derived = derived_.find(uid);
    return derived != derived_.end() && derived->second != ref;
  }

  /// Stands at another time point than `ref`.
  [[nodiscard]] bool recurs(const std::string& uid, LesionRef ref) const {
    const Refs all = carriers(uid);
    return std::any_of(all.begin(), all.end(),
                       [&](LesionRef other) { return other.timepoint != ref.timepoint; });
  }

  [[nodiscard]] Refs carriers(const std::string& uid) const {
    Refs all = found(own_, uid);
    all.merge(found(stated_, uid));
    if (const auto derived = derived_.find(uid); derived != derived_.end()) all.insert(derived->second);
    return all;
  }

 private:
  static Refs found(const std::map<std::string, Refs>& index, const std::string& uid) {
    const auto it = index.find(uid);
    return it == index.end() ? Refs() : it->second;
  }

  std::map<std::string, Refs> own_, stated_;
  std::map<std::string, LesionRef> derived_;
};

/// The UIDs that readers give each lesion and that name a lesion of another time point.
std::map<LesionRef, std::set<std::string>> statements_of(const TimePoints& timepoints, const Names& names) {
  std::map<LesionRef, std::set<std::string>> statements;
  for_each_lesion(timepoints, [&](LesionRef ref, const measure::Lesion& lesion) {
    for (const measure::StatedUid& stated : lesion.stated_uids) {
      const bool counts = stated.by_person || names.is_of_another(stated.uid, ref);
      if (counts && names.recurs(stated.uid, ref)) statements[ref].insert(stated.uid);
    }
  });
  return statements;
}

/// The lesions of one UID by time point. Where a reader names lesions, those that carry the UID by themselves
/// do not count and are `moved`; nor do those to which a reader gives another one.
std::map<int, std::vector<LesionRef>> named_lesions(
    const std::string& uid, const Names& names, const std::map<LesionRef, std::set<std::string>>& statements,
    Refs& moved) {
  std::map<int, std::vector<LesionRef>> stated, others;
  for (const LesionRef ref : names.carriers(uid)) {
    const auto statement = statements.find(ref);
    if (statement == statements.end())
      others[ref.timepoint].push_back(ref);
    else if (statement->second.contains(uid))
      stated[ref.timepoint].push_back(ref);
  }
  for (auto& [timepoint, lesions] : others) {
    const auto [entry, is_first] = stated.try_emplace(timepoint, lesions);
    if (!is_first) moved.insert(lesions.begin(), lesions.end());
  }
  return stated;
}

/// The last lesions that `links` lead to from `start` before a time point, `start` itself if none.
std::vector<LesionRef> last_before(int timepoint, const std::vector<LesionRef>& start,
                                   const std::vector<Link>& links,
                                   const std::map<LesionRef, std::set<std::string>>& statements) {
  Refs reached(start.begin(), start.end());
  for (const Link& link : links) {  // ordered by from: one pass follows them
    if (!reached.contains(link.from) || link.to.timepoint >= timepoint || statements.contains(link.to))
      continue;
    reached.insert(link.to);
  }
  const int last = reached.rbegin()->timepoint;
  std::vector<LesionRef> result;
  std::copy_if(reached.begin(), reached.end(), std::back_inserter(result),
               [last](LesionRef ref) { return ref.timepoint == last; });
  return result;
}

/// Several to several says nothing of which is which.
std::optional<LinkKind> kind_of(std::size_t from, std::size_t to) {
  if (from == 1) return to == 1 ? LinkKind::kSame : LinkKind::kSplit;
  return to == 1 ? std::optional<LinkKind>(LinkKind::kMerge) : std::nullopt;
}

/// A lesion cannot go on in two ways, nor come from two, by different UIDs.
void drop_contradictions(std::map<ReaderLink, std::string>& links, ReaderWord& word) {
  std::map<LesionRef, std::set<std::string>> onwards, back;
  for (const auto& [link, uid] : links) {
    onwards[link.from].insert(uid);
    back[link.to].insert(uid);
  }
  for (auto it = links.begin(); it != links.end();) {
    if (onwards.at(it->first.from).size() > 1 || back.at(it->first.to).size() > 1) {
      word.contested.insert({it->first.from, it->first.to});
      it = links.erase(it);
    } else {
      ++it;
    }
  }
}

}  // namespace

ReaderWord reader_word(const TimePoints& timepoints, const std::string& patient_key,
                       const std::vector<Link>& links) {
  ReaderWord word;
  if (!states_anything(timepoints)) return word;
  const Names names(timepoints, patient_key);
  auto statements = statements_of(timepoints, names);
  std::set<std::string> uids;
  for (const auto& [ref, stated] : statements) {
    if (stated.size() > 1)
      word.contested.insert(ref);
    else
      uids.insert(stated.begin(), stated.end());
  }
  std::map<ReaderLink, std::string> found;
  for (const std::string& uid : uids) {
    auto named = named_lesions(uid, names, statements, word.moved);
    for (auto& [timepoint, lesions] : named)
      std::erase_if(lesions, [&](LesionRef ref) { return word.contested.contains(ref); });
    std::erase_if(named, [](const auto& entry) { return entry.second.empty(); });
    for (auto from = named.begin(); from != named.end() && std::next(from) != named.end(); ++from) {
      const auto to = std::next(from);
      const auto is_stated = [&](LesionRef ref) { return statements.contains(ref); };
      if (std::none_of(from->second.begin(), from->second.end(), is_stated) &&
          std::none_of(to->second.begin(), to->second.end(), is_stated))
        continue;
      const auto before = last_before(to->first, from->second, links, statements);
      const auto kind = kind_of(before.size(), to->second.size());
      if (!kind) {
        word.contested.insert(to->second.begin(), to->second.end());
        continue;
      }
      for (const LesionRef a : before)
        for (const LesionRef b : to->second)
          found.emplace(ReaderLink{a, b, *kind}, uid);
    }
  }
  drop_contradictions(found, word);
  for (const auto& [link, uid] : found) {
    word.links.push_back(link);
    for (const LesionRef ref : {link.from, link.to}) {
      const auto& lesion =
          timepoints[static_cast<std::size_t>(ref.timepoint)].lesions[static_cast<std::size_t>(ref.lesion)];
      if (statements.contains(ref) && !lesion.tracking_uid.empty() && lesion.tracking_uid != uid)
        word.moved.insert(ref);
    }
  }
  return word;
}

}  // namespace oligard::match
