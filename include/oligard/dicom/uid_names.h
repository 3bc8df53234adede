// Names of DICOM's own UIDs, for people.
#pragma once

#include <string>

namespace oligard::dicom {

/// Name of a SOP class or transfer syntax of PS3.6; the UID itself when it is not known.
[[nodiscard]] std::string uid_name(const std::string& uid);

}  // namespace oligard::dicom
