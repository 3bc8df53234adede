// What symbols mean: the one legend of statuses, and what else a picture wants explained.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "draw/canvas/canvas.h"

namespace oligard::draw {

/// Entries from left to right, a symbol and its words each.
class Legend {
 public:
  /// `row` is the first; its bottom is the base line. Words have the size `words`; a single row ends with the
  /// last entry that it has room for.
  Legend(Canvas& canvas, const Box& row, double words, bool is_single_row);

  /// `number` of lesions with this look; 0 = none is written.
  void status(const terms::StatusLook& look, std::size_t number = 0);
  /// Those that are used, in the order of legends.
  void statuses(const std::set<const terms::StatusLook*>& used);
  /// `draw` gets the box of the symbol.
  void symbol(double width, const std::string& words, const std::function<void(const Box&)>& draw);
  void sample(const Stroke& stroke, const std::string& words);
  /// A paragraph below all entries.
  void note(const std::string& text);

  [[nodiscard]] double bottom() const { return row_.bottom(); }

 private:
  void entry(double symbol_width, const std::string& number, const std::string& words,
             const std::function<void(const Box&)>& draw);

  Canvas& canvas_;
  Box row_;
  TextStyle words_, number_;
  double scale_;
  double x_;
  bool is_single_row_, is_full_ = false;
};

}  // namespace oligard::draw
