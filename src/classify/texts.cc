#include "oligard/classify/texts.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include "classify/texts_en.h"

namespace oligard::classify {

std::string filled(std::string_view wording, std::span<const PlaceValue> values) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const auto& [name, value] : values)
    store.push_back(fmt::arg(std::string(name).c_str(), value));
  return fmt::vformat(wording, store);
}

const Texts& texts(Language language) {
  switch (language) {
    case Language::kEnglish:
      break;
  }
  return english();
}

}  // namespace oligard::classify
