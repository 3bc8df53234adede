// One measurement group of an SR → a PriorMeasurement.
#pragma once

#include <vector>

#include "load/sr/content.h"
#include "oligard/load/measurement_report.h"

namespace oligard::load {

/// A Measurement Group container (TID 1410, 1411, 1501), in any order of its items and with HAS CONCEPT MOD,
/// CONTAINS and INFERRED FROM taken alike. With our own codes a comment is no statement: it may be ours.
[[nodiscard]] PriorMeasurement read_measurement_group(const ContentItem& group, bool with_own_codes = false);

/// An AIM Annotation container (zzz002, 99NCIAIM) of AIM 3.
[[nodiscard]] PriorMeasurement read_aim_annotation(const ContentItem& annotation);

/// Groups of one lesion at one time joined into one: the same Tracking UID, no contradicting time point,
/// segment or study of the images. The group with the largest long axis gives the axes; nothing is added up.
/// Order is kept.
[[nodiscard]] std::vector<PriorMeasurement> merge_groups(std::vector<PriorMeasurement> groups);

}  // namespace oligard::load
