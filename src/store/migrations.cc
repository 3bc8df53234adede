#include "store/migrations.h"

#include <sstream>

#include "store/dialect.h"

namespace oligard::store {
namespace {

long long current_version(soci::session& sql) {
  sql << "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY, "
         "applied_at BIGINT NOT NULL)";
  long long version = 0;
  sql << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version);
  return version;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::vector<std::string> statements_of(const std::string& sql) {
  std::vector<std::string> statements;
  std::string statement;
  std::istringstream lines(sql);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("--")) continue;
    statement += line + "\n";
    if (!line.ends_with(';')) continue;
    statement.resize(statement.size() - 2);
    replace_all(statement, "{identity}", dialect::kIdentityColumn);
    statements.push_back(std::move(statement));
    statement.clear();
  }
  return statements;
}

Status migrate(Database& database, UnixTime now) {
  return database.write([&](soci::session& sql) -> Status {
    const long long version = current_version(sql);
    const auto latest = static_cast<long long>(migrations().size());
    if (version > latest) {
      return fail(ErrorKind::kCorrupt, "STORE_NEWER_SCHEMA",
                  "the database has schema version " + std::to_string(version) + ", this program knows " +
                      std::to_string(latest) + ": a later version of the program has used it");
    }
    for (long long next = version + 1; next <= latest; ++next) {
      for (const std::string& statement :
           statements_of(migrations()[static_cast<std::size_t>(next - 1)].sql)) {
        sql << statement;
      }
      long long applied_at = to_seconds(now);
      sql << "INSERT INTO schema_version (version, applied_at) VALUES (:version, :applied_at)",
          soci::use(next), soci::use(applied_at);
    }
    return {};
  });
}

}  // namespace oligard::store
