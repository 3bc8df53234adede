#include "oligard/evaluate/evaluate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "evaluate/tally.h"

namespace oligard::evaluate {
namespace {

namespace fs = std::filesystem;

constexpr int kResamples = 1000;
constexpr std::uint64_t kBootstrapSeed = 20240601;

struct MetricPlan {
  const char* name;
  const char* title;
  Item item;
  Kind kind;
};

constexpr MetricPlan kMetrics[] = {
    {"link_precision", "links, precision", Item::kLinks, Kind::kPrecision},
    {"link_recall", "links, recall", Item::kLinks, Kind::kRecall},
    {"link_f1", "links, F1", Item::kLinks, Kind::kF1},
    {"gap_link_f1", "gap links, F1", Item::kGapLinks, Kind::kF1},
    {"one_to_one_f1", "one-to-one, F1", Item::kOneToOne, Kind::kF1},
    {"new_f1", "new, F1", Item::kNew, Kind::kF1},
    {"new_open", "new or imaged for the first time", Item::kOpen, Kind::kShare},
    {"resolved_f1", "resolved, F1", Item::kResolved, Kind::kF1},
    {"split_f1", "splits, F1", Item::kSplits, Kind::kF1},
    {"merge_f1", "merges, F1", Item::kMerges, Kind::kF1},
    {"exact_histories", "exact histories", Item::kHistories, Kind::kShare},
    {"exact_patients", "exact patients", Item::kPatients, Kind::kShare},
    {"unflagged_precision", "unflagged links that are right", Item::kSureLinks, Kind::kShare},
    {"flagged_share", "links flagged", Item::kFlaggedLinks, Kind::kShare},
    {"refused_pairs", "pairs not registered", Item::kRefusedPairs, Kind::kShare},
    {"wrong_pairs", "pairs registered wrongly", Item::kWrongPairs, Kind::kShare},
    {"strange_pairs_detected", "pairs without a true link detected", Item::kStrangePairs, Kind::kShare},
    {"class_agreement", "class of the patient", Item::kClasses, Kind::kShare},
    {"category_agreement", "category of the rule book", Item::kCategories, Kind::kShare},
};

std::optional<double> value_of(const Count& count, Kind kind) {
  const auto ratio = [](long a, long b) {
    return b == 0 ? std::nullopt : std::optional(static_cast<double>(a) / static_cast<double>(b));
  };
  switch (kind) {
    case Kind::kPrecision:
    case Kind::kShare:
      return ratio(count.right, count.found);
    case Kind::kRecall:
      return ratio(count.right, count.wanted);
    case Kind::kF1:
      return ratio(2 * count.right, count.found + count.wanted);
  }
  return std::nullopt;
}

/// Mean distance of probability and share of right links, weighted by the links of each bin.
std::optional<double> calibration_error(const Tally& tally) {
  double sum = 0;
  long links = 0;
  for (const Bin& bin : tally.bins) {
    sum += std::abs(bin.probability - static_cast<double>(bin.right));
    links += bin.links;
  }
  return links == 0 ? std::nullopt : std::optional(sum / static_cast<double>(links));
}

/// Sums over patients drawn with replacement.
std::vector<Tally> resample(const std::vector<Tally>& patients) {
  std::mt19937_64 random(kBootstrapSeed);
  std::vector<Tally> sums;
  for (int i = 0; i < kResamples; ++i) {
    Tally sum{};
    for (std::size_t k = 0; k < patients.size(); ++k)
      sum.add(patients[random() % patients.size()]);
    sums.push_back(sum);
  }
  return sums;
}

struct Interval {
  std::optional<double> low, high;
};

/// From the 2.5th to the 97.5th percentile of the values that exist.
Interval interval_of(const std::vector<Tally>& sums, const auto& value) {
  std::vector<double> values;
  for (const Tally& sum : sums) {
    if (const std::optional<double> one = value(sum)) values.push_back(*one);
  }
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  return {at(0.025), at(0.975)};
}

Evaluation evaluation_of(const std::vector<Tally>& patients) {
  Evaluation evaluation;
  evaluation.patients = static_cast<long>(patients.size());
  Tally all{};
  for (const Tally& patient : patients)
    all.add(patient);
  const std::vector<Tally> sums = resample(patients);
  for (const MetricPlan& plan : kMetrics) {
    const auto value = [&plan](const Tally& tally) { return value_of(tally[plan.item], plan.kind); };
    const Interval interval = interval_of(sums, value);
    const Count& count = all[plan.item];
    evaluation.metrics.push_back({plan.name, plan.title, value(all), interval.low, interval.high, count.right,
                                  count.found, count.wanted});
  }
  const Interval error = interval_of(sums, calibration_error);
  evaluation.calibration_error = calibration_error(all);
  evaluation.calibration_error_low = error.low;
  evaluation.calibration_error_high = error.high;
  for (std::size_t i = 0; i < kBins; ++i) {
    const Bin& bin = all.bins[i];
    const double links = static_cast<double>(std::max(bin.links, 1L));
    evaluation.reliability.push_back({static_cast<double>(i) / kBins, static_cast<double>(i + 1) / kBins,
                                      bin.links, bin.probability / links,
                                      static_cast<double>(bin.right) / links});
  }
  return evaluation;
}

/// The path itself, or the files of that name below it, in order.
Result<std::vector<fs::path>> files_named(const fs::path& path, const char* name) {
  std::error_code error;
  std::vector<fs::path> files;
  if (fs::is_regular_file(path, error)) return std::vector{path};
  if (!fs::is_directory(path, error))
    return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", path.string() + " does not exist");
  for (auto entry = fs::recursive_directory_iterator(path, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().filename() == name && entry->is_regular_file(error)) files.push_back(entry->path());
  }
  if (error) return fail(ErrorKind::kNotFound, "FILE_UNREADABLE", path.string() + " cannot be read");
  if (files.empty()) {
    return fail(ErrorKind::kNotFound, "EVALUATE_NOTHING",
                "no " + std::string(name) + " was found below " + path.string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::map<std::string, PatientTruth>> read_truths(const fs::path& path) {
  const auto files = files_named(path, "truth.json");
  if (!files) return fail(files);
  std::map<std::string, PatientTruth> truths;
  for (const fs::path& file : *files) {
    Result<PatientTruth> truth = read_truth(file);
    if (!truth) return fail(truth);
    std::string id = truth->id;
    if (!truths.emplace(std::move(id), std::move(*truth)).second)
      return fail(ErrorKind::kInvalidInput, "EVALUATE_DUPLICATE", "two truths are of one patient");
  }
  return truths;
}

}  // namespace

const Metric& Evaluation::metric(const std::string& name) const {
  return *std::find_if(metrics.begin(), metrics.end(), [&](const Metric& m) { return m.name == name; });
}

Result<Evaluation> evaluate(const fs::path& truth, const fs::path& results) {
  const auto truths = read_truths(truth);
  if (!truths) return fail(truths);
  const auto files = files_named(results, "assessment.json");
  if (!files) return fail(files);
  std::map<std::string, Tally> tallies;
  for (const fs::path& file : *files) {
    const Result<std::string> id = patient_of(file);
    if (!id) return fail(id);
    const auto known = truths->find(*id);
    if (known == truths->end())
      return fail(ErrorKind::kNotFound, "EVALUATE_NO_TRUTH", "a result is of a patient without a truth");
    const Result<PatientFound> found = read_found(file, known->second);
    if (!found) return fail(found);
    if (!tallies.emplace(*id, tally_of(known->second, *found)).second)
      return fail(ErrorKind::kInvalidInput, "EVALUATE_DUPLICATE", "two results are of one patient");
  }
  long without_result = 0;
  if (fs::is_directory(results)) {
    for (const auto& [id, patient] : *truths)
      without_result += tallies.emplace(id, tally_of(patient, {})).second ? 1 : 0;
  }
  std::vector<Tally> patients;
  patients.reserve(tallies.size());
  for (const auto& [id, tally] : tallies)
    patients.push_back(tally);
  Evaluation evaluation = evaluation_of(patients);
  evaluation.without_result = without_result;
  return evaluation;
}

}  // namespace oligard::evaluate
