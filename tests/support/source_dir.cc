#include "support/source_dir.h"

namespace oligard {

std::filesystem::path source_dir() {
  return OLIGARD_SOURCE_DIR;
}

}  // namespace oligard
