#include "oligard/base/metrics.h"

#include <algorithm>
#include <cstdio>

namespace oligard::metrics {
namespace {

std::string number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

/// As the text format wants it: backslash, quote and line feed escaped.
std::string text_of(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += (text.empty() ? "" : ",") + name + "=\"";
    for (const char c : value) {
      if (c == '\\' || c == '"') text += '\\';
      text += c == '\n' ? "\\n" : std::string(1, c);
    }
    text += '"';
  }
  return text;
}

std::string braced(const std::string& labels) {
  return labels.empty() ? "" : "{" + labels + "}";
}

}  // namespace

void Histogram::observe(std::chrono::duration<double> seconds) {
  const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds.count()) - kBounds.begin();
  ++buckets_[static_cast<std::size_t>(bucket)];
  sum_ += seconds.count();
}

std::int64_t Histogram::count() const {
  return count_up_to(kBounds.size());
}

std::int64_t Histogram::count_up_to(std::size_t bound) const {
  std::int64_t count = 0;
  for (std::size_t i = 0; i <= bound; ++i)
    count += buckets_[i];
  return count;
}

Value& Registry::value(const char* type, const std::string& name, const std::string& help,
                       const Labels& labels) {
  const std::lock_guard lock(mutex_);
  Family& family = families_.try_emplace(name, Family{type, help, {}, {}}).first->second;
  std::unique_ptr<Value>& value = family.values[text_of(labels)];
  if (!value) value = std::make_unique<Value>();
  return *value;
}

Value& Registry::counter(const std::string& name, const std::string& help, const Labels& labels) {
  return value("counter", name, help, labels);
}

Value& Registry::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  return value("gauge", name, help, labels);
}

Histogram& Registry::histogram(const std::string& name, const std::string& help, const Labels& labels) {
  const std::lock_guard lock(mutex_);
  Family& family = families_.try_emplace(name, Family{"histogram", help, {}, {}}).first->second;
  std::unique_ptr<Histogram>& histogram = family.histograms[text_of(labels)];
  if (!histogram) histogram = std::make_unique<Histogram>();
  return *histogram;
}

std::vector<Sample> Registry::samples_of(const std::string& name, const Family& family) {
  std::vector<Sample> samples;
  for (const auto& [labels, value] : family.values)
    samples.push_back({name, labels, static_cast<double>(value->get())});
  for (const auto& [labels, histogram] : family.histograms) {
    const std::string before = labels.empty() ? "" : labels + ",";
    for (std::size_t i = 0; i <= Histogram::kBounds.size(); ++i) {
      const std::string bound = i == Histogram::kBounds.size() ? "+Inf" : number(Histogram::kBounds.at(i));
      samples.push_back({name + "_bucket", before + "le=\"" + bound + "\"",
                         static_cast<double>(histogram->count_up_to(i))});
    }
    samples.push_back({name + "_sum", labels, histogram->sum_s()});
    samples.push_back({name + "_count", labels, static_cast<double>(histogram->count())});
  }
  return samples;
}

std::vector<Sample> Registry::snapshot() const {
  const std::lock_guard lock(mutex_);
  std::vector<Sample> all;
  for (const auto& [name, family] : families_) {
    const std::vector<Sample> samples = samples_of(name, family);
    all.insert(all.end(), samples.begin(), samples.end());
  }
  return all;
}

std::string Registry::text() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const auto& [name, family] : families_) {
    text += "# HELP " + name + " " + family.help + "\n# TYPE " + name + " " + family.type + "\n";
    for (const Sample& sample : samples_of(name, family))
      text += sample.name + braced(sample.labels) + " " + number(sample.value) + "\n";
  }
  return text;
}

std::string Registry::summary() const {
  std::string summary;
  for (const Sample& sample : snapshot()) {
    if (sample.value == 0 || sample.name.ends_with("_bucket")) continue;
    summary +=
        (summary.empty() ? "" : " ") + sample.name + braced(sample.labels) + "=" + number(sample.value);
  }
  return summary;
}

}  // namespace oligard::metrics
