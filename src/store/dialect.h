// Everything that differs between database systems. This file and its .cc are for SQLite.
#pragma once

#include <exception>
#include <filesystem>
#include <string_view>

#include <soci/soci.h>

#include "oligard/base/result.h"

namespace oligard::store::dialect {

/// Type of a column that numbers its rows, never giving a number twice.
inline constexpr std::string_view kIdentityColumn = "INTEGER PRIMARY KEY AUTOINCREMENT";

/// Opens the database file, creating it when absent. Throws soci::soci_error.
void connect(soci::session& sql, const std::filesystem::path& file);

/// Starts a transaction that will write: it waits for its turn at once, so that it cannot fail half-way for
/// having read before another wrote.
void begin_write(soci::session& sql);
/// Starts a transaction that sees one state of the database.
void begin_read(soci::session& sql);
void commit(soci::session& sql);
/// Never throws.
void roll_back(soci::session& sql) noexcept;

/// The number that the last INSERT of this connection gave.
[[nodiscard]] long long last_identity(soci::session& sql);

/// True when the database cannot be read as one, or has lost its tables. Outside a transaction.
[[nodiscard]] bool is_damaged(soci::session& sql) noexcept;

/// What a caught exception means to callers.
[[nodiscard]] Error to_error(const std::exception& exception);

}  // namespace oligard::store::dialect
