// The lesions of a patient as a table: a row a lesion, a column a date.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "app/terminal.h"
#include "oligard/classify/assessment.h"

namespace oligard::app {

/// Width that text is laid out for where the output has none of its own.
inline constexpr std::size_t kPageColumns = 100;

struct TableExtent {
  bool is_full = false;        ///< every lesion and every date
  std::size_t most_rows = 24;  ///< else: controlled lesions that are no targets are left out beyond this
};

/// Lesions by id in the order of the table: those that progress first, largest growth first; then those that
/// may progress, those not evaluable, and the others by id. Never empty of a lesion that the time points
/// list.
[[nodiscard]] std::vector<std::string> table_order(const classify::Assessment& assessment);

/// Size and sign at each date (↑ progressing, + new or reappeared, → stable, ↓ regressing), change from nadir
/// and status at the last. Progressing, possibly progressing, not evaluable and target lesions are always
/// there. Of the others those nearest to progression stay; how many of which status were left out is said.
/// Where the dates do not fit, earlier ones are left out, never the baseline. Ends with the meaning of the
/// signs used.
void print_lesion_table(const classify::Assessment& assessment, const TableExtent& extent, std::ostream& out,
                        const Layout& layout);

}  // namespace oligard::app
