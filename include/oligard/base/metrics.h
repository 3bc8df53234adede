// What a process counts and times, written where it happens and read as a snapshot or in the text format of
// Prometheus. No patient data: names, help and labels are fixed strings, codes and names of the settings.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace oligard::metrics {

/// A number that grows (counter) or goes up and down (gauge). Any thread.
class Value {
 public:
  void add(std::int64_t amount = 1) { value_ += amount; }
  void set(std::int64_t value) { value_ = value; }
  [[nodiscard]] std::int64_t get() const { return value_; }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// How long something took. Any thread.
class Histogram {
 public:
  /// Upper bounds of the buckets in seconds; a last one has none.
  static constexpr std::array<double, 12> kBounds = {0.001, 0.01, 0.05, 0.1, 0.25, 0.5,
                                                     1,     2.5,  5,    15,  60,   600};

  void observe(std::chrono::duration<double> seconds);
  [[nodiscard]] std::int64_t count() const;
  [[nodiscard]] double sum_s() const { return sum_; }
  /// Observations up to a bound.
  [[nodiscard]] std::int64_t count_up_to(std::size_t bound) const;

 private:
  std::array<std::atomic<std::int64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<double> sum_{0};
};

/// Observes the time from its beginning to its end.
class Timer {
 public:
  explicit Timer(Histogram& histogram) : histogram_(histogram) {}
  ~Timer() { histogram_.observe(std::chrono::steady_clock::now() - start_); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

 private:
  Histogram& histogram_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Names and values, in the order in which they are to be shown.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// One number of a snapshot. A histogram is its buckets ("_bucket" with label "le"), "_sum" and "_count".
struct Sample {
  std::string name;
  std::string labels;  ///< `outcome="stored"`, or empty
  double value = 0;
};

/// Owns the metrics of a process; references to them stay valid as long as it lives. Any thread.
class Registry {
 public:
  /// The metric of this name and these labels; made when it is asked for first. All of one name share help
  /// and type.
  [[nodiscard]] Value& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  [[nodiscard]] Value& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  [[nodiscard]] Histogram& histogram(const std::string& name, const std::string& help,
                                     const Labels& labels = {});

  /// Ordered by name and labels.
  [[nodiscard]] std::vector<Sample> snapshot() const;
  /// Prometheus text exposition format, version 0.0.4.
  [[nodiscard]] std::string text() const;
  /// `name{labels}=value`, a blank apart, for a line of the log: without buckets and zeros.
  [[nodiscard]] std::string summary() const;

 private:
  struct Family {
    const char* type = "";
    std::string help;
    std::map<std::string, std::unique_ptr<Value>> values;  ///< by labels
    std::map<std::string, std::unique_ptr<Histogram>> histograms;
  };
  [[nodiscard]] Value& value(const char* type, const std::string& name, const std::string& help,
                             const Labels& labels);
  [[nodiscard]] static std::vector<Sample> samples_of(const std::string& name, const Family& family);

  mutable std::mutex mutex_;
  std::map<std::string, Family> families_;
};

}  // namespace oligard::metrics
