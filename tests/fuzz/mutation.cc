#include "mutation.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string_view>

namespace oligard::fuzz {
namespace {

/// Where an element stands.
struct Place {
  std::vector<Element>* siblings;
  std::size_t index;

  [[nodiscard]] Element& element() const { return (*siblings)[index]; }
};

constexpr std::size_t kMaxPlaces = 20000;
constexpr std::size_t kMaxCopies = 8;
constexpr std::size_t kGrowth = 64;

void collect(std::vector<Element>& elements, std::vector<Place>& places) {
  for (std::size_t i = 0; i < elements.size() && places.size() < kMaxPlaces; ++i) {
    places.push_back({&elements, i});
    collect(elements[i].children, places);
  }
}

constexpr std::array<std::string_view, 24> kDecimals{
    "0",    "1",       "-1",    "0.5",        "1e-9", "1e308", "-1e308",   "1e-320",
    "nan",  "inf",     "65535", "65536",      "4096", "32767", "1e6",      "-0",
    "2\\2", "1\\0\\0", "",      "4294967296", "1e15", "0.001", "10000000", "1\\0\\0\\0\\1\\0"};
constexpr std::array<std::string_view, 10> kUids{
    "1.2.840.10008.1.2",           "1.2.840.10008.1.2.1",    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.5",         "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.1.98",
    "1.2.840.10008.1.2.8.1",       "1.2.840.10008.1.2.4.70", "1.2.840.10008.5.1.4.1.1.66.4",
    "1.2.840.10008.5.1.4.1.1.66.7"};
constexpr std::array<std::string_view, 20> kWords{
    "BINARY",        "FRACTIONAL",  "LABELMAP",   "CONTAINER",       "NUM",     "CODE",   "TEXT",  "SCOORD",
    "SCOORD3D",      "IMAGE",       "POINT",      "POLYLINE",        "ELLIPSE", "CIRCLE", "RIGID", "AFFINE",
    "CLOSED_PLANAR", "RIGID_SCALE", "MULTIPOINT", "CLOSEDPLANAR_XOR"};
constexpr std::array<std::string_view, 28> kVrs{"AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS",
                                                "LO", "LT", "OB", "OD", "OF", "OL", "OW", "PN", "SH", "SL",
                                                "SQ", "SS", "TM", "UI", "UL", "UN", "US", "UT"};
constexpr std::array<std::uint32_t, 14> kIntegers{
    0, 1, 2, 3, 7, 8, 127, 255, 32767, 65535, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};

class Mutator {
 public:
  Mutator(FileTree& tree, std::minstd_rand& random) : tree_(tree), random_(random) {
    collect(tree.data_set, places_);
  }

  void change(ChangeBytes change_bytes) {
    if (places_.empty() || chance(25)) return change_meta(change_bytes);
    const Place place = places_[below(places_.size())];
    switch (below(16)) {
      case 0:
      case 1:
      case 2:
        return change_value(place.element(), change_bytes);
      case 3:
      case 4:
      case 5:
        return set_value(place.element());
      case 6:
        return state_length(place.element());
      case 7:
        place.siblings->erase(position(place));
        return;
      case 8:
        return copy_beside(place);
      case 9:
        return std::swap(place.element(), (*place.siblings)[below(place.siblings->size())]);
      case 10:
        place.element().value = places_[below(places_.size())].element().value;
        return;
      case 11:
        place.element().vr = kVrs[below(kVrs.size())];
        return;
      case 12:
        place.element().has_undefined_length = !place.element().has_undefined_length;
        return;
      case 13:
        return copy_elsewhere(place);
      case 14:
        place.element().tag =
            chance(2) ? place.element().tag + 1 : places_[below(places_.size())].element().tag;
        return;
      default:
        return resize(place.element());
    }
  }

  /// Puts `part` in the place of an element of its tag, or into any container.
  void take(const Element& part) {
    std::vector<Place> same;
    std::copy_if(places_.begin(), places_.end(), std::back_inserter(same),
                 [&part](const Place& place) { return place.element().tag == part.tag; });
    if (!same.empty() && !chance(4)) {
      same[below(same.size())].element() = part;
      return;
    }
    std::vector<Element>* target =
        places_.empty() ? &tree_.data_set : places_[below(places_.size())].siblings;
    target->insert(target->begin() + static_cast<std::ptrdiff_t>(below(target->size() + 1)), part);
  }

  [[nodiscard]] const Element* any() {
    return places_.empty() ? nullptr : &places_[below(places_.size())].element();
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }
  static std::vector<Element>::iterator position(const Place& place) {
    return place.siblings->begin() + static_cast<std::ptrdiff_t>(place.index);
  }

  static void change_value(Element& element, ChangeBytes change_bytes) {
    if (element.is_container) return;
    const std::size_t size = element.value.size();
    element.value.resize(size + kGrowth);
    element.value.resize(change_bytes(element.value.data(), size, element.value.size()));
  }

  void set_text(Element& element, std::string_view text, char padding) {
    element.value.assign(text.begin(), text.end());
    if (element.value.size() % 2 != 0) element.value.push_back(static_cast<std::uint8_t>(padding));
  }

  template <class T>
  void put_number(Element& element, T number) {
    std::array<std::uint8_t, sizeof(T)> bytes{};
    std::memcpy(bytes.data(), &number, sizeof number);
    if (tree_.encoding.is_big_endian) std::reverse(bytes.begin(), bytes.end());
    if (element.value.size() < bytes.size()) element.value.resize(bytes.size());
    const std::size_t at = below(element.value.size() / bytes.size()) * bytes.size();
    std::copy(bytes.begin(), bytes.end(), element.value.begin() + static_cast<std::ptrdiff_t>(at));
  }

  double real() {
    constexpr std::array<double, 12> kReals{0,
                                            1,
                                            -1,
                                            0.5,
                                            1e-300,
                                            1e300,
                                            1e6,
                                            -1e6,
                                            3.4e38,
                                            1e-40,
                                            std::numeric_limits<double>::quiet_NaN(),
                                            std::numeric_limits<double>::infinity()};
    return kReals[below(kReals.size())];
  }

  void set_value(Element& element) {
    if (element.is_container || element.is_raw) return;
    const std::string& vr = element.vr;
    if (vr == "DS" || vr == "IS") return set_text(element, kDecimals[below(kDecimals.size())], ' ');
    if (vr == "UI") return set_text(element, kUids[below(kUids.size())], '\0');
    if (vr == "CS") return set_text(element, kWords[below(kWords.size())], ' ');
    if (vr == "US" || vr == "SS" || vr == "OW")
      return put_number(element, static_cast<std::uint16_t>(kIntegers[below(kIntegers.size())]));
    if (vr == "UL" || vr == "SL" || vr == "AT" || vr == "OL")
      return put_number(element, kIntegers[below(kIntegers.size())]);
    if (vr == "FL" || vr == "OF") return put_number(element, static_cast<float>(real()));
    if (vr == "FD" || vr == "OD") return put_number(element, real());
    switch (below(5)) {  // text, or a VR that implicit encoding does not tell
      case 0:
        return set_text(element, kDecimals[below(kDecimals.size())], ' ');
      case 1:
        return set_text(element, kWords[below(kWords.size())], ' ');
      case 2:
        return put_number(element, static_cast<std::uint16_t>(kIntegers[below(kIntegers.size())]));
      case 3:
        return put_number(element, kIntegers[below(kIntegers.size())]);
      default:
        element.value.clear();
    }
  }

  void state_length(Element& element) {
    const auto length = static_cast<std::uint32_t>(element.value.size());
    const std::array<std::uint32_t, 12> lengths{0,          1,          length + 1, length + 2,
                                                length - 1, length - 2, length * 2, 0xFFFE,
                                                0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
    element.stated_length = lengths[below(lengths.size())];
  }

  void copy_beside(const Place& place) {
    const Element copy = place.element();
    const std::size_t count = 1 + (chance(3) ? below(kMaxCopies) : 0);
    place.siblings->insert(position(place), count, copy);
  }

  void copy_elsewhere(const Place& place) {
    const Element copy = place.element();
    std::vector<Element>* target = places_[below(places_.size())].siblings;
    target->insert(target->begin() + static_cast<std::ptrdiff_t>(below(target->size() + 1)), copy);
  }

  void resize(Element& element) {
    if (element.is_container) {
      element.children.resize(below(element.children.size() + 1));
    } else if (chance(2)) {
      element.value.resize(below(element.value.size() + 1));
    } else {
      const Bytes copy = element.value;
      element.value.insert(element.value.end(), copy.begin(), copy.end());
    }
  }

  void change_meta(ChangeBytes change_bytes) {
    if (tree_.meta.empty()) return;
    if (chance(4)) return change_value(tree_.meta[below(tree_.meta.size())], change_bytes);
    for (Element& element : tree_.meta) {
      if (element.tag != kTransferSyntaxTag) continue;
      constexpr std::size_t kTransferSyntaxes = 8;
      const std::string uid(kUids[below(kTransferSyntaxes)]);
      set_text(element, uid, '\0');
      // Usually the data set follows, and the same content comes in another encoding.
      if (!chance(4)) tree_.encoding = encoding_of(uid);
    }
  }

  FileTree& tree_;
  std::minstd_rand& random_;
  std::vector<Place> places_;
};

}  // namespace

void mutate(FileTree& tree, std::minstd_rand& random, ChangeBytes change_bytes) {
  Mutator(tree, random).change(change_bytes);
}

void cross(FileTree& tree, FileTree& donor, std::minstd_rand& random) {
  if (const Element* part = Mutator(donor, random).any(); part != nullptr) Mutator(tree, random).take(*part);
}

}  // namespace oligard::fuzz
