#include "oligard/evaluate/evaluate.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace oligard::evaluate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string timepoint(int t) {
  return "TP" + std::to_string(t);
}

Json end_of(int t, int number) {
  return {{"timepoint", timepoint(t)},
          {"sop_instance_uid", "1." + std::to_string(t)},
          {"number", number},
          {"component", 0}};
}

struct Sight {
  int timepoint, number;
  double volume;
};

struct End {
  int timepoint, number;
};

using Ends = std::pair<End, End>;

/// A lesion of a truth with three time points, all of which cover it.
Json lesion(const std::vector<Sight>& sights) {
  Json json = {{"timepoints", Json::object()}, {"absent", Json::object()}};
  for (int t = 0; t < 3; ++t)
    json["absent"][timepoint(t)] = {{"reason", "gone"}, {"covered", true}};
  for (const Sight& sight : sights) {
    Json seen = end_of(sight.timepoint, sight.number);
    seen["voxel_volume_mm3"] = sight.volume;
    seen["cut"] = false;
    json["timepoints"][timepoint(sight.timepoint)] = seen;
    json["absent"].erase(timepoint(sight.timepoint));
  }
  return json;
}

const std::vector<Ends> kTrueLinks = {{{0, 1}, {1, 1}}, {{1, 1}, {2, 1}}, {{0, 2}, {2, 2}}, {{0, 3}, {1, 2}},
                                      {{0, 3}, {1, 3}}, {{1, 2}, {2, 3}}, {{1, 3}, {2, 4}}, {{1, 4}, {2, 5}}};

/// One lesion stays, one is missed at TP1, one parts in two after TP0, one is new at TP1, one is gone after
/// TP0.
Json truth(const std::string& id) {
  Json json = {{"patient", {{"id", id}}}, {"timepoints", Json::array()}};
  for (int t = 0; t < 3; ++t) {
    json["timepoints"].push_back({{"id", timepoint(t)},
                                  {"study_instance_uid", "2." + std::to_string(t)},
                                  {"seg", {{"sop_instance_uid", "1." + std::to_string(t)}}}});
  }
  json["lesions"] = {lesion({{0, 1, 1000}, {1, 1, 1000}, {2, 1, 1000}}),
                     lesion({{0, 2, 2000}, {2, 2, 2000}}),
                     lesion({{0, 3, 6000}, {1, 2, 3000}, {2, 3, 3000}}),
                     lesion({{0, 3, 6000}, {1, 3, 3000}, {2, 4, 3000}}),
                     lesion({{1, 4, 500}, {2, 5, 500}}),
                     lesion({{0, 4, 1000}})};
  json["links"] = Json::array();
  for (const auto& [from, to] : kTrueLinks) {
    json["links"].push_back(
        {{"from", end_of(from.timepoint, from.number)}, {"to", end_of(to.timepoint, to.number)}});
  }
  return json;
}

/// An assessment before links: lesions in the tracks given for each time point, of registered time points.
Json found(const std::string& id, const std::vector<std::vector<std::string>>& tracks) {
  Json json = {{"patient", {{"id", id}}}, {"timepoints", Json::array()},   {"lesions", Json::array()},
               {"links", Json::array()},  {"registration", Json::array()}, {"assessments", Json::object()}};
  for (int t = 0; t < 3; ++t) {
    json["timepoints"].push_back({{"id", timepoint(t)}, {"study_instance_uids", {"2." + std::to_string(t)}}});
    json["assessments"][timepoint(t)] = {{"lesions", Json::object()},
                                         {"profiles", {{"default_5", {{"category", "STABLE"}}}}}};
    const auto& here = tracks[static_cast<std::size_t>(t)];
    for (std::size_t i = 0; i < here.size(); ++i) {
      Json segment = end_of(t, static_cast<int>(i) + 1);
      json["lesions"].push_back({{"timepoint", timepoint(t)}, {"track", here[i]}, {"segment", segment}});
    }
    if (t > 0) {
      json["registration"].push_back({{"from", timepoint(t - 1)}, {"to", timepoint(t)}, {"accepted", true}});
    }
  }
  json["assessments"]["TP1"]["profiles"]["default_5"]["category"] = "LIMITED_PROGRESSION";
  return json;
}

void add_link(Json& json, const Ends& ends, double probability, bool ambiguous) {
  const auto& [from, to] = ends;
  json["links"].push_back({{"from", end_of(from.timepoint, from.number)},
                           {"to", end_of(to.timepoint, to.number)},
                           {"kind", "same"},
                           {"probability", probability},
                           {"ambiguous", ambiguous}});
}

void set_status(Json& json, int t, const std::string& track, const std::string& status,
                const std::vector<std::string>& flags = {}) {
  json["assessments"][timepoint(t)]["lesions"][track] = {{"status", status}, {"flags", flags}};
}

Json perfect(const std::string& id) {
  Json json = found(
      id, {{"L01", "L02", "L03", "L04"}, {"L01", "L03", "L03", "L05"}, {"L01", "L02", "L03", "L03", "L05"}});
  for (const Ends& ends : kTrueLinks)
    add_link(json, ends, 0.95, false);
  set_status(json, 1, "L05", "NEW");
  set_status(json, 1, "L04", "NOT_EVALUABLE", {"not_segmented"});
  set_status(json, 2, "L04", "NOT_EVALUABLE", {"not_segmented"});
  return json;
}

/// One fragment is new instead, the lesion that is gone is taken for the new one, the gap is not bridged, the
/// second registration is refused.
Json flawed(const std::string& id) {
  Json json = found(
      id, {{"L01", "L02", "L03", "L04"}, {"L01", "L03", "L05", "L04"}, {"L01", "L06", "L03", "L05", "L04"}});
  for (const std::size_t i : {0U, 1U, 3U, 5U, 6U, 7U})
    add_link(json, kTrueLinks[i], 0.95, false);
  add_link(json, {{0, 4}, {1, 4}}, 0.85, true);
  set_status(json, 1, "L05", "NEW");
  set_status(json, 2, "L06", "NEW");
  set_status(json, 1, "L02", "RESOLVED");
  json["registration"][1]["accepted"] = false;
  return json;
}

class Evaluate : public testing::Test {
 protected:
  Evaluate() : root_(fs::temp_directory_path() / ("oligard-evaluate-" + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  ~Evaluate() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void write(const std::string& path, const Json& json) const { write(path, json.dump()); }

  [[nodiscard]] Evaluation score(const std::string& results) const {
    const auto evaluation = evaluate(root_ / "truth", root_ / results);
    EXPECT_TRUE(evaluation.has_value()) << evaluation.error().reason;
    return evaluation.value_or(Evaluation{});
  }
  [[nodiscard]] std::string error_of(const std::string& results) const {
    const auto evaluation = evaluate(root_ / "truth", root_ / results);
    return evaluation ? "none" : evaluation.error().code;
  }

  fs::path root_;
};

void expect_metric(const Evaluation& evaluation, const std::string& name, long right, long found, long wanted,
                   double value) {
  const Metric& metric = evaluation.metric(name);
  EXPECT_EQ(metric.right, right) << name;
  EXPECT_EQ(metric.found, found) << name;
  EXPECT_EQ(metric.wanted, wanted) << name;
  EXPECT_NEAR(metric.value.value_or(-1), value, 1e-12) << name;
}

TEST_F(Evaluate, PerfectLinksScoreOne) {
  write("truth/a/truth.json", truth("A"));
  write("results/a/assessment.json", perfect("A"));
  const Evaluation evaluation = score("results");
  for (const Metric& metric : evaluation.metrics) {
    const bool counts_faults = metric.name == "flagged_share" || metric.name == "new_open" ||
                               metric.name == "refused_pairs" || metric.name == "wrong_pairs";
    if (metric.name == "merge_f1" || metric.name == "strange_pairs_detected") {
      EXPECT_FALSE(metric.value) << metric.name;
    } else {
      EXPECT_EQ(metric.value, counts_faults ? 0.0 : 1.0) << metric.name;
    }
  }
  EXPECT_EQ(evaluation.metric("link_f1").wanted, 7);
  EXPECT_EQ(evaluation.metric("gap_link_f1").wanted, 1);
  EXPECT_NEAR(*evaluation.calibration_error, 0.05, 1e-12);
}

TEST_F(Evaluate, FlawsAreCountedAsByHand) {
  write("truth/a/truth.json", truth("A"));
  write("results/a/assessment.json", flawed("A"));
  const Evaluation evaluation = score("results/a/assessment.json");
  expect_metric(evaluation, "link_precision", 6, 7, 7, 6.0 / 7);
  expect_metric(evaluation, "link_recall", 6, 7, 7, 6.0 / 7);
  expect_metric(evaluation, "gap_link_f1", 0, 0, 1, 0);
  expect_metric(evaluation, "one_to_one_f1", 5, 7, 6, 10.0 / 13);
  expect_metric(evaluation, "split_f1", 0, 0, 1, 0);
  expect_metric(evaluation, "new_f1", 0, 2, 1, 0);
  expect_metric(evaluation, "resolved_f1", 0, 1, 1, 0);
  expect_metric(evaluation, "exact_histories", 1, 5, 0, 0.2);
  expect_metric(evaluation, "exact_patients", 0, 1, 0, 0);
  expect_metric(evaluation, "unflagged_precision", 6, 6, 0, 1);
  expect_metric(evaluation, "flagged_share", 1, 7, 0, 1.0 / 7);
  expect_metric(evaluation, "refused_pairs", 1, 2, 0, 0.5);
  expect_metric(evaluation, "wrong_pairs", 0, 1, 0, 0);
  // TP1: one of five progresses either way. TP2: nothing progresses, but the unbridged gap looks new.
  expect_metric(evaluation, "class_agreement", 1, 2, 0, 0.5);
  expect_metric(evaluation, "category_agreement", 2, 2, 0, 1);
  EXPECT_NEAR(*evaluation.calibration_error, (6 * 0.05 + 0.85) / 7, 1e-12);
  EXPECT_EQ(evaluation.reliability[8].links, 1);
  EXPECT_EQ(evaluation.reliability[8].share_right, 0);
  EXPECT_EQ(evaluation.reliability[9].links, 6);
}

TEST_F(Evaluate, WhatMayHaveBeenOutsideIsLeftOpen) {
  write("truth/a/truth.json", truth("A"));
  Json json = perfect("A");
  set_status(json, 1, "L05", "NEW", {"prior_coverage_unknown"});
  write("results/a/assessment.json", json);
  const Evaluation evaluation = score("results");
  EXPECT_FALSE(evaluation.metric("new_f1").value);
  expect_metric(evaluation, "new_open", 1, 1, 0, 1);
}

TEST_F(Evaluate, WrongRegistrationsAreCounted) {
  write("truth/a/truth.json", truth("A"));
  Json json = perfect("A");
  json["links"] = Json::array();
  add_link(json, {{0, 1}, {1, 4}}, 0.9, false);
  add_link(json, {{0, 2}, {1, 1}}, 0.9, false);
  write("results/a/assessment.json", json);
  // TP0 to TP1: two links, none of the true three. TP1 to TP2: none of the true four.
  expect_metric(score("results"), "wrong_pairs", 2, 2, 0, 1);
}

TEST_F(Evaluate, PairsWithoutATrueLinkAreDetectedByRefusal) {
  Json strange = truth("A");
  strange["lesions"] = {lesion({{0, 1, 1000}}), lesion({{1, 1, 1000}}), lesion({{2, 1, 1000}})};
  strange["links"] = Json::array();
  write("truth/a/truth.json", strange);
  Json json = found("A", {{"L01"}, {"L01"}, {"L02"}});
  add_link(json, {{0, 1}, {1, 1}}, 0.9, true);
  json["registration"][1]["accepted"] = false;
  write("results/a/assessment.json", json);
  expect_metric(score("results"), "strange_pairs_detected", 1, 2, 0, 0.5);
}

TEST_F(Evaluate, PatientsWithoutAResultAreMissed) {
  write("truth/a/truth.json", truth("A"));
  write("truth/b/truth.json", truth("B"));
  write("results/a/assessment.json", perfect("A"));
  const Evaluation all = score("results");
  EXPECT_EQ(all.patients, 2);
  EXPECT_EQ(all.without_result, 1);
  expect_metric(all, "link_recall", 7, 7, 14, 0.5);
  expect_metric(all, "exact_patients", 1, 2, 0, 0.5);
  EXPECT_EQ(all.metric("exact_patients").low, 0.0);
  EXPECT_EQ(all.metric("exact_patients").high, 1.0);
  EXPECT_EQ(score("results/a/assessment.json").patients, 1);
}

TEST_F(Evaluate, SameInputSameBytes) {
  write("truth/a/truth.json", truth("A"));
  write("truth/b/truth.json", truth("B"));
  write("results/a/assessment.json", flawed("A"));
  write("results/b/assessment.json", perfect("B"));
  const std::string text = to_json(score("results"));
  EXPECT_EQ(text, to_json(score("results")));
  const Json json = Json::parse(text);
  EXPECT_EQ(json["patients"], 2);
  EXPECT_NEAR(json["metrics"]["link_f1"]["value"], 13.0 / 14, 1e-6);
  EXPECT_TRUE(json["metrics"]["merge_f1"]["value"].is_null());
}

TEST_F(Evaluate, WhatDoesNotFitIsRefused) {
  EXPECT_EQ(error_of("results"), "FILE_UNREADABLE");
  write("truth/a/truth.json", std::string("{"));
  EXPECT_EQ(error_of("results"), "EVALUATE_TRUTH_INVALID");
  write("truth/a/truth.json", Json{{"patient", {{"id", "A"}}}});
  EXPECT_EQ(error_of("results"), "EVALUATE_TRUTH_INVALID");
  write("truth/a/truth.json", truth("A"));
  EXPECT_EQ(error_of("results"), "FILE_UNREADABLE");
  write("results/other.json", Json::object());
  EXPECT_EQ(error_of("results"), "EVALUATE_NOTHING");
  write("results/a/assessment.json", Json::object());
  EXPECT_EQ(error_of("results"), "EVALUATE_RESULT_INVALID");
  write("results/a/assessment.json", perfect("B"));
  EXPECT_EQ(error_of("results"), "EVALUATE_NO_TRUTH");
  Json json = perfect("A");
  json["lesions"][0]["segment"]["number"] = 77;
  write("results/a/assessment.json", json);
  EXPECT_EQ(error_of("results"), "EVALUATE_UNKNOWN_SEGMENT");
  json = perfect("A");
  json["links"][0].erase("probability");
  write("results/a/assessment.json", json);
  EXPECT_EQ(error_of("results"), "EVALUATE_RESULT_INVALID");
  write("results/a/assessment.json", perfect("A"));
  write("results/b/assessment.json", perfect("A"));
  EXPECT_EQ(error_of("results"), "EVALUATE_DUPLICATE");
  write("truth/b/truth.json", truth("A"));
  EXPECT_EQ(error_of("results"), "EVALUATE_DUPLICATE");
}

}  // namespace
}  // namespace oligard::evaluate
