#include "pipeline/image_maps.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "oligard/base/log.h"
#include "oligard/match/match.h"
#include "oligard/registration/coarse_volume.h"
#include "oligard/registration/image_registration.h"
#include "oligard/registration/image_stack.h"

namespace oligard::pipeline {
namespace {

using registration::CoarseVolume;
using registration::ImageStack;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kEarlier = 2;
constexpr double kGoodQuality = 0.8;

registration::StackWish wish_of(const measure::TimePoint& time_point) {
  std::set<std::string> series;
  for (const measure::Lesion& lesion : time_point.lesions)
    if (!lesion.source.source_series_uid.empty()) series.insert(lesion.source.source_series_uid);
  return {time_point.frame_of_reference_uid, {series.begin(), series.end()}};
}

/// True when the lesions alone do not settle the pair at its later time point.
bool is_unsettled(const match::LesionGraph& graph, int from, int to) {
  const auto found = std::find_if(graph.registrations.begin(), graph.registrations.end(),
                                  [&](const auto& r) { return r.from == from && r.to == to; });
  if (found == graph.registrations.end()) return from + 1 == to;
  if (!found->accepted || found->quality < kGoodQuality) return true;
  const bool has_doubt = std::any_of(graph.links.begin(), graph.links.end(), [&](const match::Link& link) {
    return link.ambiguous && link.from.timepoint == from && link.to.timepoint == to;
  });
  return has_doubt ||
         std::any_of(graph.unlinked.begin(), graph.unlinked.end(), [&](const match::Unlinked& unlinked) {
           const auto [low, high] = std::minmax(unlinked.lesion.timepoint, unlinked.timepoint);
           return unlinked.ambiguous && low == from && high == to;
         });
}

/// Organs that both time points show whole, and have once.
std::vector<std::pair<Vec3, Vec3>> shared_organs(const measure::TimePoint& from,
                                                 const measure::TimePoint& to) {
  const auto whole = [](const measure::TimePoint& time_point) {
    std::map<std::pair<std::string, std::string>, std::vector<Vec3>> places;
    for (const measure::Organ& organ : time_point.organs)
      if (!organ.cut && !organ.name.empty())
        places[{organ.name, organ.laterality}].push_back(organ.centroid_mm);
    return places;
  };
  const auto before = whole(from);
  const auto after = whole(to);
  std::vector<std::pair<Vec3, Vec3>> shared;
  for (const auto& [name, places] : before) {
    const auto other = after.find(name);
    if (places.size() == 1 && other != after.end() && other->second.size() == 1)
      shared.emplace_back(places.front(), other->second.front());
  }
  return shared;
}

/// True when few lesions lie where the map puts them, of several: images of another patient may fit, and
/// what follows from them has to be looked at.
bool is_contradicted(const registration::ImageMap& map, const measure::TimePoint& from,
                     const measure::TimePoint& to) {
  constexpr std::size_t kSeveral = 3;
  constexpr double kNearMm = 20;
  std::size_t before = 0, confirmed = 0;
  const auto after = static_cast<std::size_t>(std::count_if(
      to.lesions.begin(), to.lesions.end(), [](const measure::Lesion& l) { return l.has_position; }));
  for (const measure::Lesion& lesion : from.lesions) {
    if (!lesion.has_position) continue;
    ++before;
    const std::optional<Vec3> place = map.map(lesion.centroid_mm);
    const bool is_there = place && std::any_of(to.lesions.begin(), to.lesions.end(), [&](const auto& other) {
                            return other.has_position && distance(other.centroid_mm, *place) < kNearMm;
                          });
    if (is_there) ++confirmed;
  }
  const std::size_t several = std::min(before, after);
  return several >= kSeveral && confirmed < std::max<std::size_t>(2, several / 3);
}

class ImageMaps {
 public:
  ImageMaps(PatientAnalysis& patient, const config::Settings& settings, const PairProgress& registering)
      : patient_(patient), settings_(settings.matching), registering_(registering) {
    // A worker that overruns pipeline.job_timeout_s is killed.
    const int budget_s = std::min(settings_.image_registration_budget_s, settings.pipeline.job_timeout_s / 2);
    deadline_ = SteadyClock::now() + std::chrono::seconds(budget_s);
  }

  void add() {
    for (std::size_t to = 1; to < patient_.time_points.size(); ++to) {
      if (patient_.time_points[to].images.empty()) continue;
      std::size_t tried = 0;
      for (std::size_t from = to; from-- > 0 && tried < kEarlier;) {
        if (patient_.time_points[from].images.empty()) continue;
        ++tried;
        if (!is_wanted(static_cast<int>(from), static_cast<int>(to))) continue;
        add_pair(from, to);
      }
    }
  }

 private:
  [[nodiscard]] bool is_wanted(int from, int to) const {
    if (settings_.image_registration == "always") return true;
    std::vector<measure::TimePoint> known;
    for (int t = 0; t <= to; ++t)
      known.push_back(patient_.time_points[static_cast<std::size_t>(t)].measured);
    match::MatchOptions options;
    options.patient_key = patient_.patient_key;
    std::copy_if(patient_.maps.begin(), patient_.maps.end(), std::back_inserter(options.maps),
                 [&](const match::KnownMap& map) { return map.to <= to; });
    const Result<match::LesionGraph> graph = match::match_lesions(std::move(known), options);
    return graph && is_unsettled(*graph, from, to);
  }

  void add_pair(std::size_t from, std::size_t to) {
    if (SteadyClock::now() >= deadline_) {
      note(from, to, {ErrorKind::kResource, "IMAGE_REGISTRATION_BUDGET", "the time set for it was spent"});
      return;
    }
    ++pairs_;
    if (registering_) registering_(pairs_);
    const auto begin = SteadyClock::now();
    const Result<registration::ImageMap> found = registered(from, to);
    if (!found) {
      note(from, to, found.error());
      return;
    }
    match::KnownMap map;
    map.from = static_cast<int>(from);
    map.to = static_cast<int>(to);
    map.method = match::Evidence::kImageRegistration;
    map.trust = found->quality;
    if (is_contradicted(*found, patient_.time_points[from].measured, patient_.time_points[to].measured))
      map.trust *= 0.5;
    map.map = found->map;
    patient_.maps.push_back(std::move(map));
    const registration::ImageAgreement& agreement = found->agreement;
    log::info("images_registered",
              {{"patient", patient_.patient_key},
               {"from", patient_.time_points[from].measured.id},
               {"to", patient_.time_points[to].measured.id},
               {"quality", found->quality},
               {"dice", agreement.dice},
               {"gain", agreement.gain},
               {"correlation", agreement.correlation},
               {"inverse_mm", agreement.inverse_mm},
               {"deformable", agreement.deformable},
               {"seconds", std::chrono::duration<double>(SteadyClock::now() - begin).count()}});
  }

  [[nodiscard]] Result<registration::ImageMap> registered(std::size_t from, std::size_t to) {
    const auto& before = stacks(from);
    if (!before) return fail(before);
    const auto& after = stacks(to);
    if (!after) return fail(after);
    const auto [a, b] = chosen(*before, *after);
    const Result<CoarseVolume>& first = volume(*a);
    if (!first) return fail(first);
    const Result<CoarseVolume>& second = volume(*b);
    if (!second) return fail(second);
    registration::ImageRegistrationOptions options;
    for (const measure::Lesion& lesion : patient_.time_points[from].measured.lesions)
      if (lesion.has_position) options.places.push_back(lesion.centroid_mm);
    options.anchors = shared_organs(patient_.time_points[from].measured, patient_.time_points[to].measured);
    return registration::register_images(*first, *second, options);
  }

  /// The best two of one modality, else the best of each.
  static std::pair<const ImageStack*, const ImageStack*> chosen(const std::vector<ImageStack>& before,
                                                                const std::vector<ImageStack>& after) {
    for (std::size_t sum = 0; sum + 1 < before.size() + after.size(); ++sum)
      for (std::size_t i = 0; i <= sum; ++i)
        if (i < before.size() && sum - i < after.size() && before[i].modality == after[sum - i].modality)
          return {&before[i], &after[sum - i]};
    return {&before.front(), &after.front()};
  }

  const Result<std::vector<ImageStack>>& stacks(std::size_t t) {
    const auto found = stacks_.find(t);
    if (found != stacks_.end()) return found->second;
    const MeasuredTimePoint& time_point = patient_.time_points[t];
    return stacks_.emplace(t, registration::stacks_of(time_point.images, wish_of(time_point.measured)))
        .first->second;
  }

  /// By first file: a time point is registered with up to four others.
  const Result<CoarseVolume>& volume(const ImageStack& stack) {
    const std::string& key = stack.planes.front().path;
    const auto found = volumes_.find(key);
    if (found != volumes_.end()) return found->second;
    return volumes_.emplace(key, registration::read_coarse_volume(stack)).first->second;
  }

  void note(std::size_t from, std::size_t to, const Error& error) {
    const std::string& first = patient_.time_points[from].measured.id;
    const std::string& second = patient_.time_points[to].measured.id;
    patient_.notes.push_back(
        {static_cast<int>(to), {NoteCode::kImagesNotRegistered, {first, second, error.reason}}});
    log::info("images_not_registered",
              {{"patient", patient_.patient_key}, {"from", first}, {"to", second}, {"code", error.code}});
  }

  PatientAnalysis& patient_;
  const config::MatchingSettings& settings_;
  const PairProgress& registering_;
  SteadyClock::time_point deadline_;
  std::size_t pairs_ = 0;
  std::map<std::size_t, Result<std::vector<ImageStack>>> stacks_;
  std::map<std::string, Result<CoarseVolume>> volumes_;
};

}  // namespace

void add_image_maps(PatientAnalysis& patient, const config::Settings& settings,
                    const PairProgress& registering) {
  if (settings.matching.image_registration == "off" || patient.error) return;
  ImageMaps(patient, settings, registering).add();
}

}  // namespace oligard::pipeline
