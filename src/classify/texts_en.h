// The English wording.
#pragma once

#include "oligard/classify/texts.h"

namespace oligard::classify {

[[nodiscard]] const Texts& english();

}  // namespace oligard::classify
