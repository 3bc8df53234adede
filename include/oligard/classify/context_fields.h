// The fields of the clinical context by their names in a context file: readers, writers and the merging of
// two contexts go over them here.
#pragma once

#include "oligard/classify/context.h"

namespace oligard::classify {

/// `on(name, member)` for every field that has one value, in the order of the documentation.
template <class Visitor>
void visit_context_values(Visitor&& on) {
  on("on_systemic_therapy", &ClinicalContext::on_systemic_therapy);
  on("systemic_therapy", &ClinicalContext::systemic_therapy);
  on("immunotherapy", &ClinicalContext::immunotherapy);
  on("irecist", &ClinicalContext::irecist);
  on("initial_control", &ClinicalContext::initial_control);
  on("history_polymetastatic", &ClinicalContext::history_polymetastatic);
  on("history_oligometastatic", &ClinicalContext::history_oligometastatic);
  on("months_primary_to_oligometastatic", &ClinicalContext::months_primary_to_oligometastatic);
  on("primary_diagnosis_date", &ClinicalContext::primary_diagnosis_date);
  on("oligometastatic_diagnosis_date", &ClinicalContext::oligometastatic_diagnosis_date);
  on("baseline_timepoint", &ClinicalContext::baseline_timepoint);
}

/// `on(name, member)` for every collection.
template <class Visitor>
void visit_context_collections(Visitor&& on) {
  on("targets", &ClinicalContext::targets);
  on("non_targets", &ClinicalContext::non_targets);
  on("local_therapy", &ClinicalContext::local_therapy);
  on("lesions", &ClinicalContext::lesions);
}

}  // namespace oligard::classify
