#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "store_fixture.h"
#include "support/damaged_store.h"

namespace oligard::store {
namespace {

class DamageTest : public StoreTest {
 protected:
  void expect_corrupt() {
    const auto job = store_->jobs().lease_job("host/worker-1", std::chrono::seconds(60));
    ASSERT_FALSE(job);
    EXPECT_EQ(job.error().code, "STORE_CORRUPT") << job.error().reason;
    EXPECT_EQ(consequence_of(job.error().kind), Consequence::kStop);
  }
};

TEST_F(DamageTest, AnOverwrittenDatabaseIsDamaged) {
  open();
  damage_store(settings_.data_dir);
  expect_corrupt();
}

TEST_F(DamageTest, ADatabaseThatLostItsTablesIsDamaged) {
  open();
  {
    soci::session sql(soci::sqlite3, "db=" + (settings_.data_dir / "oligard.db").string());
    std::vector<std::string> tables(100);
    sql << "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        soci::into(tables);
    ASSERT_FALSE(tables.empty());
    for (const std::string& table : tables)
      sql << "DROP TABLE " + table;
  }
  expect_corrupt();
}

}  // namespace
}  // namespace oligard::store
