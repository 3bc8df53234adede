// The ESTRO/EORTC state of oligometastatic disease: clinical-rules 1.2.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "classify/status/chain.h"
#include "classify/status/facts.h"

namespace oligard::classify {

/// The answers to Q1 to Q5 and what is left of the disease.
struct EstroAnswers {
  terms::Category category = terms::Category::kIndeterminate;  ///< under the first evaluated profile
  std::optional<bool> poly;                                    ///< Q1, from the context or "yes" from images
  std::optional<bool> oligo;                                   ///< Q2
  std::optional<double> months;                                ///< Q3
  std::optional<bool> on_therapy;                              ///< Q4
  int existing = 0;                                            ///< lesions that exist at this time point
  std::optional<std::size_t> many_at{};  ///< earlier time point whose images answer Q1 with "yes"
  int many = 0;                          ///< lesions that existed then
  std::string months_source{};           ///< of Q3
  std::string therapy_source{};          ///< of Q4
};

/// The table of 1.2 in the order of its implementation rules.
[[nodiscard]] std::string estro_eortc_state(const EstroAnswers& answers, const Constants& constants);

/// The state, and as steps every answer with its source, asked or not.
[[nodiscard]] std::string explain_estro_eortc(const CaseView& view, const EstroAnswers& answers,
                                              Chain& chain);

/// The answers at a time point after baseline.
[[nodiscard]] EstroAnswers estro_answers(const CaseView& view, const std::vector<LesionCourse>& courses,
                                         terms::Category category, std::size_t t);

}  // namespace oligard::classify
