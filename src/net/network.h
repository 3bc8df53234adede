// What every DICOM association of ours has in common, as server and as client.
#pragma once

#include "oligard/net/handles.h"

namespace oligard::net {

/// The one place that opens a network of DCMTK. Connections are plain TCP; a layer of TLS is set here
/// (ASC_setTransportLayer), for both roles.
[[nodiscard]] OFCondition open_network(T_ASC_NetworkRole role, int acse_timeout_s, NetworkHandle& opened);

/// Has an association carry our Implementation Class UID and Implementation Version Name in place of DCMTK's
/// (PS3.7 annex D.3.3.2): in its A-ASSOCIATE-RQ or A-ASSOCIATE-AC, neither of which is sent yet.
void introduce(T_ASC_Parameters& parameters);

}  // namespace oligard::net
