#include "classify/status/lesion_context.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "classify/context/track_index.h"

namespace oligard::classify {
namespace {

constexpr std::size_t kLongestName = 64;

/// A name as warnings may repeat it, a track id or a UID, nothing that could be a person's.
NoteValue shown(const std::string& name) {
  const bool is_plain = name.size() <= kLongestName && std::all_of(name.begin(), name.end(), [](char c) {
                          return (c >= '0' && c <= '9') || c == '.';
                        });
  const bool is_track =
      name.size() >= 2 && name.size() <= kLongestName && name.front() == 'L' &&
      std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_plain || is_track) return name;
  return NoteWord::kUnnamedLesion;
}

bool is_anything_said(const match::LesionGraph& graph, const ClinicalContext& context) {
  const bool by_context = !context.targets.empty() || !context.non_targets.empty() ||
                          !context.local_therapy.empty() || !context.lesions.empty();
  return by_context ||
         std::any_of(graph.timepoints.begin(), graph.timepoints.end(),
                     [](const measure::TimePoint& timepoint) {
                       return std::any_of(timepoint.says.begin(), timepoint.says.end(),
                                          [](const measure::ReaderSays& says) { return says.is_target; });
                     });
}

/// Joins what is said under names or in reports to the lesions of one case.
class LesionContextWriter {
 public:
  LesionContextWriter(const match::LesionGraph& graph, Case& clinical_case)
      : graph_(graph), index_(graph), case_(clinical_case) {}

  void write() {
    write_facts();
    write_roles();
  }

 private:
  [[nodiscard]] const ClinicalContext& context() const { return case_.context; }
  void warn(NoteCode code, NoteValue about) { case_.warnings.push_back({code, {std::move(about)}}); }

  /// Index of the lesion that `name` names; warns when there is none or more than one.
  std::optional<std::size_t> find(const std::string& name, const char* field) {
    const std::set<std::size_t> found = index_.named(name);
    if (found.size() == 1) return *found.begin();
    const NoteCode code = found.empty() ? NoteCode::kNoSuchLesion : NoteCode::kSeveralLesions;
    case_.warnings.push_back({code, {shown(name), field}});
    return std::nullopt;
  }

  void write_facts() {
    for (const auto& [name, therapy] : context().local_therapy) {
      const std::optional<std::size_t> i = find(name, "local_therapy");
      if (!i) continue;
      CaseLesion& lesion = case_.lesions[*i];
      if (lesion.local_therapy && lesion.local_therapy != therapy)
        warn(NoteCode::kSeveralTherapies, lesion.id);
      if (lesion.local_therapy && lesion.local_therapy->date >= therapy.date) continue;
      lesion.local_therapy = therapy;
      lesion.sources["local_therapy"] = context().source_of("local_therapy");
    }
    for (const auto& [name, facts] : context().lesions) {
      const std::optional<std::size_t> i = find(name, "lesions");
      if (!i) continue;
      CaseLesion& lesion = case_.lesions[*i];
      if (facts.kind) {
        lesion.kind = *facts.kind;
        lesion.sources["kind"] = context().source_of("lesions");
      }
      if (facts.flags.empty()) continue;
      lesion.flags.insert(facts.flags.begin(), facts.flags.end());
      lesion.sources["flags"] = context().source_of("lesions");
    }
  }

  /// The baseline, then later time points, then earlier ones.
  [[nodiscard]] std::vector<std::size_t> reading_order() const {
    const std::size_t baseline = timepoint_index(case_, case_.baseline_timepoint).value_or(0);
    std::vector<std::size_t> order;
    for (std::size_t t = baseline; t < graph_.timepoints.size(); ++t)
      order.push_back(t);
    for (std::size_t t = baseline; t-- > 0;)
      order.push_back(t);
    return order;
  }

  /// What reports say of each lesion; the first that says something counts.
  std::vector<RecistRole> reported_roles() {
    std::vector<RecistRole> roles(graph_.tracks.size(), RecistRole::kAuto);
    std::set<std::size_t> contradicted;
    for (const std::size_t t : reading_order()) {
      for (const measure::ReaderSays& said : graph_.timepoints[t].says) {
        if (!said.is_target) continue;
        const RecistRole here = *said.is_target ? RecistRole::kTarget : RecistRole::kNonTarget;
        const std::set<std::size_t> meant = index_.meant(said.lesion, said.tracking_uid, t);
        if (meant.size() > 1) warn(NoteCode::kRoleOfSeveral, graph_.timepoints[t].id);
        if (meant.size() != 1) continue;
        const std::size_t i = *meant.begin();
        if (roles[i] == RecistRole::kAuto) roles[i] = here;
        if (roles[i] != here) contradicted.insert(i);
      }
    }
    for (const std::size_t i : contradicted) {
      const bool is_target = roles[i] == RecistRole::kTarget;
      warn(is_target ? NoteCode::kContradictoryTarget : NoteCode::kContradictoryNonTarget,
           graph_.tracks[i].id);
    }
    return roles;
  }

  [[nodiscard]] bool is_there_at_baseline(const CaseLesion& lesion) const {
    const auto seen = lesion.observations.find(case_.baseline_timepoint);
    return seen != lesion.observations.end() && seen->second.state != ObservationState::kAbsent &&
           seen->second.state != ObservationState::kNotEvaluable;
  }

  /// A target that was not there at the baseline is none; warns.
  bool can_be_target(const CaseLesion& lesion) {
    if (is_there_at_baseline(lesion)) return true;
    warn(NoteCode::kTargetNotAtBaseline, lesion.id);
    return false;
  }

  static void set_role(CaseLesion& lesion, RecistRole role, const std::string& source) {
    lesion.recist_role = role;
    lesion.sources["recist_role"] = source;
  }

  std::set<std::size_t> named(const std::set<std::string>& names, const char* field) {
    std::set<std::size_t> lesions;
    for (const std::string& name : names)
      if (const std::optional<std::size_t> i = find(name, field)) lesions.insert(*i);
    return lesions;
  }

  /// Those of the context that can be targets.
  std::set<std::size_t> wanted_targets(const std::set<std::size_t>& non_targets) {
    std::set<std::size_t> targets;
    for (const std::size_t i : named(context().targets, "targets")) {
      if (non_targets.contains(i))
        warn(NoteCode::kBothRoles, case_.lesions[i].id);
      else if (can_be_target(case_.lesions[i]))
        targets.insert(i);
    }
    return targets;
  }

  void write_roles() {
    const std::set<std::size_t> non_targets = named(context().non_targets, "non_targets");
    const std::set<std::size_t> targets = wanted_targets(non_targets);
    const std::vector<RecistRole> roles = reported_roles();
    Names overruled;
    for (std::size_t i = 0; i < graph_.tracks.size(); ++i) {
      CaseLesion& lesion = case_.lesions[i];
      const RecistRole reported = roles[i];
      RecistRole role = reported;
      std::string source = source::kSr;
      if (targets.contains(i)) {
        role = RecistRole::kTarget;
        source = context().source_of("targets");
      } else if (non_targets.contains(i) || !targets.empty()) {
        role = RecistRole::kNonTarget;
        source = context().source_of(non_targets.contains(i) ? "non_targets" : "targets");
      } else if (role == RecistRole::kTarget && !can_be_target(lesion)) {
        continue;
      }
      if (role != RecistRole::kAuto) set_role(lesion, role, source);
      if (reported != RecistRole::kAuto && reported != role) overruled.push_back(lesion.id);
    }
    if (!overruled.empty()) warn(NoteCode::kRolesOverruled, std::move(overruled));
  }

  const match::LesionGraph& graph_;
  TrackIndex index_;
  Case& case_;
};

}  // namespace

void add_lesion_context(const match::LesionGraph& graph, Case& clinical_case) {
  if (is_anything_said(graph, clinical_case.context)) LesionContextWriter(graph, clinical_case).write();
}

}  // namespace oligard::classify
