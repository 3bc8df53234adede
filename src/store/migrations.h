// The database's schema, as a list of numbered steps.
#pragma once

#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "store/database.h"

namespace oligard::store {

/// One file of migrations/: its name starts with its number, the version it leads to.
struct Migration {
  std::string name;
  std::string sql;
};

/// In order; the n-th leads to version n.
[[nodiscard]] const std::vector<Migration>& migrations();

/// Statements of a migration, without comments and with the dialect's words filled in. A statement ends with
/// a semicolon at the end of a line.
[[nodiscard]] std::vector<std::string> statements_of(const std::string& sql);

/// Brings the database to the last version in one transaction. Error STORE_NEWER_SCHEMA when it is beyond it.
[[nodiscard]] Status migrate(Database& database, UnixTime now);

}  // namespace oligard::store
