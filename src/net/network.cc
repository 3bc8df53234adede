#include "net/network.h"

#include <dcmtk/ofstd/ofstd.h>

#include "oligard/dicom/file.h"

namespace oligard::net {
namespace {

template <std::size_t size>
void set(char (&field)[size], const char* text) {
  OFStandard::strlcpy(field, text, size);
}

}  // namespace

OFCondition open_network(T_ASC_NetworkRole role, int acse_timeout_s, NetworkHandle& opened) {
  T_ASC_Network* network = nullptr;
  const OFCondition condition = ASC_initializeNetwork(role, 0, acse_timeout_s, &network);
  opened.reset(network);
  return condition;
}

void introduce(T_ASC_Parameters& parameters) {
  set(parameters.ourImplementationClassUID, dicom::kImplementationClassUid);
  set(parameters.ourImplementationVersionName, dicom::kImplementationVersion);
  set(parameters.DULparams.callingImplementationClassUID, dicom::kImplementationClassUid);
  set(parameters.DULparams.callingImplementationVersionName, dicom::kImplementationVersion);
}

}  // namespace oligard::net
