#include "oligard/terms/dimse_status.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace oligard::terms {
namespace {

constexpr std::optional<ErrorKind> kDone;
constexpr ErrorKind kAway = ErrorKind::kUnavailable;
constexpr ErrorKind kRefused = ErrorKind::kRejected;

constexpr DimseStatus kStoreStatuses[] = {
    {0x0000, 0xFFFF, kDone, "", "stored"},
    {0xB000, 0xF000, kDone, "PEER_WARNING", "stored with a warning"},
    {0xB006, 0xFFFF, kDone, "PEER_WARNING", "stored with a warning: elements were discarded"},
    {0xB007, 0xFFFF, kDone, "PEER_WARNING",
     "stored with a warning: the data set does not match its SOP class"},
    {0x0110, 0xFFFF, kAway, "PEER_FAILURE", "the peer failed to process the object"},
    {0x0111, 0xFFFF, kRefused, "PEER_DUPLICATE", "the peer holds another object with this UID"},
    {0x0117, 0xFFFF, kAway, "PEER_FAILURE", "the peer does not take the SOP Instance UID"},
    {0x0122, 0xFFFF, kRefused, "PEER_NO_CONTEXT", "the peer does not support this SOP class"},
    {0x0124, 0xFFFF, kRefused, "PEER_NOT_AUTHORISED", "the peer does not let us store"},
    {0xA700, 0xFF00, kAway, "PEER_FULL", "the peer is out of resources"},
    {0xA900, 0xFF00, kRefused, "PEER_REFUSED_OBJECT", "the peer cannot use the object"},
    {0xC000, 0xF000, kRefused, "PEER_REFUSED_OBJECT", "the peer cannot use the object"},
    {0xFE00, 0xFFFF, kAway, "PEER_FAILURE", "the peer took it for cancelled"},
    {0x0000, 0x0000, kAway, "PEER_FAILURE", "the peer answered with a failure status"},
};

constexpr DimseStatus kFindStatuses[] = {
    {0x0000, 0xFFFF, kDone, "", "all matches were given"},
    {0x0122, 0xFFFF, kRefused, "PRIOR_QUERY_FAILED", "it does not support this query"},
    {0x0124, 0xFFFF, kRefused, "PRIOR_QUERY_FAILED", "it does not let us ask"},
    {0xA900, 0xFF00, kRefused, "PRIOR_QUERY_FAILED", "it does not understand the query"},
    {0x0000, 0x0000, kAway, "PRIOR_QUERY_FAILED", "it could not answer"},
};

constexpr DimseStatus kMoveStatuses[] = {
    {0x0000, 0xFFFF, kDone, "", "all objects were sent"},
    {0xB000, 0xFFFF, kDone, "", "some objects could not be sent"},
    {0x0122, 0xFFFF, kRefused, "PRIOR_MOVE_FAILED", "it does not support this request"},
    {0x0124, 0xFFFF, kRefused, "PRIOR_MOVE_FAILED", "it does not let us ask"},
    {0xA801, 0xFFFF, kRefused, "PRIOR_MOVE_DESTINATION",
     "it does not know our AE title as a move destination"},
    {0xA900, 0xFF00, kRefused, "PRIOR_MOVE_FAILED", "it does not understand the request"},
    {0x0000, 0x0000, kAway, "PRIOR_MOVE_FAILED",
     "it could not send; it may not know our AE title as a move destination"},
};

}  // namespace

std::span<const DimseStatus> dimse_statuses(DimseService service) {
  switch (service) {
    case DimseService::kStore:
      return kStoreStatuses;
    case DimseService::kFind:
      return kFindStatuses;
    case DimseService::kMove:
      break;
  }
  return kMoveStatuses;
}

const DimseStatus& dimse_status(DimseService service, unsigned status) {
  const std::span<const DimseStatus> rows = dimse_statuses(service);
  const auto closeness = [status](const DimseStatus& row) {
    return (status & row.mask) == row.value ? static_cast<int>(row.mask) : -1;
  };
  return *std::max_element(rows.begin(), rows.end(), [&](const DimseStatus& a, const DimseStatus& b) {
    return closeness(a) < closeness(b);
  });
}

std::string status_text(unsigned status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%04X", status);
  return text.data();
}

}  // namespace oligard::terms
