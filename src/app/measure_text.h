// What `oligard measure` prints.
#pragma once

#include <ostream>
#include <vector>

#include "app/terminal.h"
#include "oligard/load/segmentation.h"
#include "oligard/measure/lesion.h"

namespace oligard::app {

/// A segmentation and its lesions by one boundary rule.
struct Measured {
  load::Segmentation segmentation;
  std::vector<measure::Lesion> lesions;
  std::string convention;  ///< "calibrated", "centre" or "edge"
};

/// A table for people: millilitres, millimetres, each with its uncertainty.
void print_measured_text(const Measured& measured, std::ostream& out, const Layout& layout);

/// RFC 4180, UTF-8, one record a lesion. Columns are documented in docs/operations.md; new ones come at the
/// end.
void print_measured_csv(const Measured& measured, std::ostream& out);

/// One JSON object: definitions, convention, segments, lesions.
void print_measured_json(const Measured& measured, std::ostream& out);

}  // namespace oligard::app
