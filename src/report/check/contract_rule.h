// The form of the contract's rules. A rule of a further kind of object is one row in one of the tables below.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <dcmtk/dcmdata/dcfilefo.h>

#include "oligard/report/contract.h"

namespace oligard::report {

/// A set of Document::Kind.
using Kinds = unsigned;

constexpr Kinds only(Document::Kind kind) {
  return 1U << static_cast<unsigned>(kind);
}

inline constexpr Kinds kResultOnly = only(Document::Kind::kResult);
inline constexpr Kinds kViewerOnly = only(Document::Kind::kViewer);
inline constexpr Kinds kReports = kResultOnly | kViewerOnly;
inline constexpr Kinds kLesionsOnly = only(Document::Kind::kLesions);
inline constexpr Kinds kCaptureOnly = only(Document::Kind::kSecondaryCapture);
inline constexpr Kinds kPdfOnly = only(Document::Kind::kPdf);
inline constexpr Kinds kPages = kCaptureOnly | kPdfOnly;
inline constexpr Kinds kAll = kReports | kLesionsOnly | kPages;

struct RuleText {
  const char* id;
  const char* consumer;
  const char* sentence;
  const char* source;
  Kinds kinds;
};

template <class Facts>
struct Rule {
  RuleText text;
  bool (*holds)(const Facts& facts);
};

/// An object that was read back.
struct Subject {
  DcmFileFormat& file;
  DcmDataset& dataset;
  const Expected& expected;
};

struct ReportFacts;
struct SegmentationFacts;

/// Rules for objects of every kind, and for the page as an image or a PDF.
[[nodiscard]] std::span<const Rule<Subject>> object_rules();
[[nodiscard]] std::span<const Rule<Subject>> page_rules();
/// What PS3.3, PS3.16 and IHE AIR ask of a report, and what its viewers need.
[[nodiscard]] std::span<const Rule<ReportFacts>> report_rules();
[[nodiscard]] std::span<const Rule<ReportFacts>> viewer_rules();
/// The last one: it changes the data set.
[[nodiscard]] std::span<const Rule<ReportFacts>> rendering_rules();
[[nodiscard]] std::span<const Rule<SegmentationFacts>> segmentation_rules();

/// The texts of the rules that apply to objects of this kind and do not hold.
template <class Facts>
void check(std::span<const Rule<Facts>> rules, const Facts& facts, Document::Kind kind,
           std::vector<const RuleText*>& broken) {
  for (const Rule<Facts>& rule : rules) {
    if ((rule.text.kinds & only(kind)) != 0 && !rule.holds(facts)) broken.push_back(&rule.text);
  }
}

}  // namespace oligard::report
