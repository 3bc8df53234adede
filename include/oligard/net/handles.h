// Owners of DCMTK's networks and associations.
#pragma once

#include <memory>

#include <dcmtk/dcmnet/assoc.h>

namespace oligard::net {

struct NetworkDeleter {
  void operator()(T_ASC_Network* network) const { ASC_dropNetwork(&network); }
};
/// Outlives the associations of the network.
using NetworkHandle = std::unique_ptr<T_ASC_Network, NetworkDeleter>;

struct AssociationDeleter {
  void operator()(T_ASC_Association* association) const { ASC_destroyAssociation(&association); }
};
/// Frees the association; to release or abort it before is the owner's.
using AssociationHandle = std::unique_ptr<T_ASC_Association, AssociationDeleter>;

}  // namespace oligard::net
