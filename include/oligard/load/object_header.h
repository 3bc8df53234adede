// What every loaded object says about itself: whose it is, when it was, and where it belongs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oligard/base/date.h"
#include "oligard/base/phi.h"
#include "oligard/load/trial_time_point.h"
#include "oligard/terms/own_codes.h"

namespace oligard::load {

/// The Patient module as far as identity goes. Character values are UTF-8.
struct Patient {
  Phi<std::string> id;          ///< Patient ID (0010,0020)
  Phi<std::string> issuer;      ///< Issuer of Patient ID (0010,0021), often empty
  Phi<std::string> name;        ///< Patient's Name (0010,0010)
  Phi<std::string> birth_date;  ///< (0010,0030)
  Phi<std::string> sex;         ///< (0010,0040)

  /// Patient ID and issuer decide (architecture decision 8); never the name.
  [[nodiscard]] bool is_same_patient(const Patient& other) const {
    return id == other.id && issuer == other.issuer;
  }
};

/// Common to all objects. Empty strings stand for absent attributes.
struct ObjectHeader {
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  std::string study_instance_uid;
  Patient patient;
  std::optional<Date> study_date;  ///< Study Date (0008,0020)
  std::optional<Date>
      content_date;          ///< Content Date (0008,0023): when it was made, not when the patient was imaged
  std::string content_time;  ///< Content Time (0008,0033), for choosing the newest of several
  int instance_number = 0;   ///< Instance Number (0020,0013); 0 = not stated
  std::string modality;
  std::string manufacturer;
  std::string model;
  std::string series_description;
  std::string content_creator;  ///< Content Creator's Name (0070,0084) of a SEG, to tell readers apart
  std::string body_part;        ///< Body Part Examined (0018,0015), as stated
  TrialTimePoint trial_time_point;
  std::string transfer_syntax_uid;  ///< empty when the file does not say
  std::string digest;               ///< SHA-256 of the file, set by the caller
  std::string path;                 ///< where the bytes are, set by the caller
  std::string calling_ae;           ///< who sent it, set by the caller; empty for files
};

/// Code and equipment of objects that this program wrote; report::Device states the same. Objects for tests
/// carry another model.
inline constexpr std::string_view kOwnResultCode = "OWN_RESULT";
inline constexpr std::string_view kOwnModel = "Oligard";
/// Enough for all but reports, which a person may have stored again (MeasurementReport::is_own_result).
[[nodiscard]] inline bool is_of_own_equipment(const ObjectHeader& header) {
  return header.manufacturer == terms::codes::kOwnOrganisation && header.model == kOwnModel;
}

/// One object named by another one.
struct InstanceReference {
  std::string study_instance_uid;   ///< empty when the reference does not say
  std::string series_instance_uid;  ///< empty when the reference does not say
  std::string sop_class_uid;
  std::string sop_instance_uid;
  int frame = 0;  ///< 1-based; 0 = the whole object

  friend bool operator==(const InstanceReference&, const InstanceReference&) = default;
};

}  // namespace oligard::load
