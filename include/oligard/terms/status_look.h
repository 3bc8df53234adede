// How every picture, object and terminal shows a lesion's status. Colours are those of Okabe and Ito (Color
// Universal Design, 2008), which people with any common colour vision tell apart; hollow and dashed outlines
// say the same without colour.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace oligard::terms {

/// sRGB, 8 bits a channel.
struct Rgb {
  std::uint8_t red = 0, green = 0, blue = 0;

  friend constexpr bool operator==(const Rgb&, const Rgb&) = default;
};

struct StatusLook {
  std::string_view name;  ///< "progressing": one word, also a CSS class
  std::string_view words;
  Rgb colour;               ///< of lines and of what has one colour
  std::optional<Rgb> fill;  ///< of shapes; empty = hollow
  Rgb edge;
  double edge_width = 1;
  bool is_dashed = false;
  bool is_important = false;  ///< it progresses: always labelled, drawn over others
};

/// Looks that several statuses may share.
namespace look {
inline constexpr StatusLook kProgressing = {
    "progressing", "progressing", {0xd5, 0x5e, 0x00}, Rgb{0xd5, 0x5e, 0x00}, {0x7a, 0x36, 0x00}, 1,
    false,         true};
inline constexpr StatusLook kNew = {
    "new", "new or reappeared", {0xcc, 0x79, 0xa7}, Rgb{0xcc, 0x79, 0xa7}, {0x7d, 0x1f, 0x55}, 2, false,
    true};
inline constexpr StatusLook kStable = {
    "stable", "stable", {0x00, 0x72, 0xb2}, Rgb{0x00, 0x72, 0xb2}, {0x00, 0x3f, 0x66}};
inline constexpr StatusLook kRegressing = {
    "regressing", "regressing", {0x00, 0x9e, 0x73}, Rgb{0x00, 0x9e, 0x73}, {0x00, 0x5c, 0x43}};
inline constexpr StatusLook kResolved = {"resolved",   "resolved",         {0x00, 0x9e, 0x73},
                                         std::nullopt, {0x00, 0x9e, 0x73}, 1.5};
inline constexpr StatusLook kBaseline = {
    "baseline", "baseline", {0x56, 0xb4, 0xe9}, Rgb{0x56, 0xb4, 0xe9}, {0x2b, 0x6f, 0x97}};
inline constexpr StatusLook kNotEvaluable = {
    "unknown", "not evaluable", {0x77, 0x77, 0x77}, Rgb{0xdd, 0xdd, 0xdd}, {0x55, 0x55, 0x55}, 1, true};
inline constexpr StatusLook kOther = {
    "other", "not counted", {0x8a, 0x82, 0x50}, Rgb{0xf5, 0xf0, 0xc8}, {0x8a, 0x82, 0x50}};
}  // namespace look

/// In the order of legends.
inline constexpr std::array<const StatusLook*, 8> kStatusLooks = {
    &look::kProgressing, &look::kNew,      &look::kStable,       &look::kRegressing,
    &look::kResolved,    &look::kBaseline, &look::kNotEvaluable, &look::kOther};

/// How a terminal sets a mark apart.
enum class Tone { kPlain, kFaint, kGrowth, kNew, kSteady, kShrinking };

/// A few characters that stand for a status in a terminal's table.
struct StatusMark {
  std::string_view sign;
  std::string_view meaning;  ///< in the legend; empty = not in it
  Tone tone = Tone::kPlain;
};

/// Marks that several statuses may share.
namespace mark {
inline constexpr StatusMark kGrows = {"\u2191", "progressing", Tone::kGrowth};
inline constexpr StatusMark kIsNew = {"+", "new or reappeared", Tone::kNew};
inline constexpr StatusMark kStays = {"\u2192", "stable", Tone::kSteady};
inline constexpr StatusMark kShrinks = {"\u2193", "regressing", Tone::kShrinking};
inline constexpr StatusMark kGone = {"\u00d7", "resolved", Tone::kShrinking};
inline constexpr StatusMark kUnseen = {"n.e.", "not evaluable", Tone::kFaint};
inline constexpr StatusMark kTreated = {"t", "treated locally", Tone::kFaint};
inline constexpr StatusMark kSmall = {"<", "node of normal size", Tone::kFaint};
inline constexpr StatusMark kStart = {" ", "", Tone::kPlain};
}  // namespace mark

}  // namespace oligard::terms
