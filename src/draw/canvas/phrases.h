// What the words of a picture are made of: the phrases of the catalogue in classify/texts.h.
#pragma once

#include "oligard/classify/texts.h"

namespace oligard::draw {

using classify::Counted;
using classify::Pattern;

constexpr std::size_t english_form(int n) {
  return n == 1 ? 0 : 1;
}

consteval Counted counted(const char* one, const char* other) {
  return {&english_form, {Pattern<"n">(one), Pattern<"n">(other), Pattern<"n">(other), Pattern<"n">(other)}};
}

}  // namespace oligard::draw
