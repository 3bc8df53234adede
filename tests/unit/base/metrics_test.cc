#include "oligard/base/metrics.h"

#include <thread>

#include <gtest/gtest.h>

namespace oligard::metrics {
namespace {

using std::chrono::milliseconds;

TEST(Metrics, ANameWithTheSameLabelsIsTheSameMetric) {
  Registry registry;
  Value& stored = registry.counter("objects_total", "objects", {{"outcome", "stored"}});
  stored.add();
  registry.counter("objects_total", "objects", {{"outcome", "stored"}}).add(2);
  registry.counter("objects_total", "objects", {{"outcome", "refused"}}).add();
  EXPECT_EQ(stored.get(), 3);
  const std::vector<Sample> samples = registry.snapshot();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[0].labels, "outcome=\"refused\"");
  EXPECT_EQ(samples[1].value, 3);
}

TEST(Metrics, TextIsPrometheusExpositionFormat) {
  Registry registry;
  registry.gauge("open", "open now").set(-2);
  registry.counter("jobs_total", "jobs", {{"kind", "in\\dex \"a\"\nb"}, {"outcome", "done"}}).add(7);
  EXPECT_EQ(registry.text(),
            "# HELP jobs_total jobs\n# TYPE jobs_total counter\n"
            "jobs_total{kind=\"in\\\\dex \\\"a\\\"\\nb\",outcome=\"done\"} 7\n"
            "# HELP open open now\n# TYPE open gauge\nopen -2\n");
}

TEST(Metrics, BucketsOfAHistogramAreCumulative) {
  Registry registry;
  Histogram& seconds = registry.histogram("seconds", "time", {{"stage", "load"}});
  for (const int ms : {1, 2, 10, 400, 1000000})
    seconds.observe(milliseconds(ms));
  EXPECT_EQ(seconds.count(), 5);
  EXPECT_DOUBLE_EQ(seconds.sum_s(), 1000.413);
  const std::string text = registry.text();
  EXPECT_NE(text.find("seconds_bucket{stage=\"load\",le=\"0.001\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seconds_bucket{stage=\"load\",le=\"0.01\"} 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seconds_bucket{stage=\"load\",le=\"0.5\"} 4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seconds_bucket{stage=\"load\",le=\"600\"} 4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seconds_bucket{stage=\"load\",le=\"+Inf\"} 5\n"), std::string::npos) << text;
  EXPECT_NE(text.find("seconds_count{stage=\"load\"} 5\n"), std::string::npos) << text;
}

TEST(Metrics, ATimerObservesItsLife) {
  Registry registry;
  Histogram& seconds = registry.histogram("seconds", "time");
  {
    const Timer timer(seconds);
    std::this_thread::sleep_for(milliseconds(5));
  }
  EXPECT_EQ(seconds.count(), 1);
  EXPECT_GE(seconds.sum_s(), 0.005);
}

TEST(Metrics, SummaryLeavesOutZerosAndBuckets) {
  Registry registry;
  registry.counter("none_total", "nothing").add(0);
  registry.counter("some_total", "some", {{"a", "b"}}).add(3);
  registry.histogram("seconds", "time").observe(milliseconds(500));
  EXPECT_EQ(registry.summary(), "seconds_sum=0.5 seconds_count=1 some_total{a=\"b\"}=3");
}

TEST(Metrics, ThreadsLoseNoCount) {
  Registry registry;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&registry] {
      for (int j = 0; j < 1000; ++j) {
        registry.counter("total", "all").add();
        registry.histogram("seconds", "time").observe(milliseconds(1));
      }
    });
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(registry.counter("total", "all").get(), 4000);
  EXPECT_EQ(registry.histogram("seconds", "time").count(), 4000);
}

}  // namespace
}  // namespace oligard::metrics
