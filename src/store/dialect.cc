#include "store/dialect.h"

#include <chrono>
#include <string>
#include <thread>

#include <soci/sqlite3/soci-sqlite3.h>

namespace oligard::store::dialect {
namespace {

constexpr int kBusyTimeoutMs = 20000;
constexpr int kPrimaryCode = 0xFF;

Error from_sqlite(int code, const std::string& text) {
  switch (code & kPrimaryCode) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::kUnavailable, "STORE_UNAVAILABLE", "the database stayed locked: " + text};
    case SQLITE_FULL:
      return {ErrorKind::kResource, "STORE_FULL", "no space is left for the database: " + text};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::kCorrupt, "STORE_CORRUPT", "the database is damaged: " + text};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_IOERR:
      return {ErrorKind::kUnavailable, "STORE_UNAVAILABLE",
              "the database cannot be read or written: " + text};
    default:
      return {ErrorKind::kInternal, "STORE_INTERNAL", "the database refused a statement: " + text};
  }
}

}  // namespace

void connect(soci::session& sql, const std::filesystem::path& file) {
  // SOCI splits its connection string at blanks and knows quotes.
  sql.open(soci::sqlite3, "db=\"" + file.string() + "\"");
  sql << "PRAGMA busy_timeout = " + std::to_string(kBusyTimeoutMs);
  // The switch to WAL ignores the busy timeout when two processes make it at once.
  std::string mode;
  for (int attempt = 0; mode != "wal"; ++attempt) {
    try {
      sql << "PRAGMA journal_mode = WAL", soci::into(mode);
    } catch (const soci::sqlite3_soci_error& error) {
      if ((error.result() & kPrimaryCode) != SQLITE_BUSY || attempt == 100) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  sql << "PRAGMA synchronous = FULL";
  sql << "PRAGMA foreign_keys = ON";
}

void begin_write(soci::session& sql) {
  sql << "BEGIN IMMEDIATE";
}

void begin_read(soci::session& sql) {
  sql << "BEGIN";
}

void commit(soci::session& sql) {
  sql << "COMMIT";
}

void roll_back(soci::session& sql) noexcept {
  try {
    sql << "ROLLBACK";
  } catch (const std::exception&) {  // SQLite has rolled back by itself
  }
}

long long last_identity(soci::session& sql) {
  long long id = 0;
  sql << "SELECT last_insert_rowid()", soci::into(id);
  return id;
}

Error to_error(const std::exception& exception) {
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&exception)) {
    return from_sqlite(sqlite->result(), sqlite->get_error_message());
  }
  if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
    return {ErrorKind::kResource, "STORE_INTERNAL", "no memory is left"};
  }
  return {ErrorKind::kInternal, "STORE_INTERNAL", std::string("the store failed: ") + exception.what()};
}

bool is_damaged(soci::session& sql) noexcept {
  try {
    int count = 0;
    sql << "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'", soci::into(count);
    return count == 0;
  } catch (const std::exception& exception) {
    return to_error(exception).kind == ErrorKind::kCorrupt;
  }
}

}  // namespace oligard::store::dialect
