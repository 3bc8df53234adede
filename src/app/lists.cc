// `oligard studies|objects|jobs|priors|deliveries|events`: what the store holds, and retry.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "oligard/base/clock.h"
#include "oligard/base/text.h"
#include "oligard/store/store.h"

namespace oligard::app {
namespace {

constexpr int kLimit = 1000;

/// Columns as wide as their widest cell, two spaces between.
void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::ostringstream line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line << std::left << std::setw(i + 1 < row.size() ? static_cast<int>(widths[i]) + 2 : 0) << row[i];
    }
    std::cout << line.str() << "\n";
  }
}

/// A list of objects whose keys are the headings in lower case.
void print_json(const std::vector<std::vector<std::string>>& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    nlohmann::ordered_json entry;
    for (std::size_t column = 0; column < rows[0].size(); ++column) {
      std::string key = lower_case(rows[0][column]);
      std::replace(key.begin(), key.end(), ' ', '_');
      entry[key] = rows[i][column];
    }
    list.push_back(std::move(entry));
  }
  std::cout << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

using Rows = std::vector<std::vector<std::string>>;

std::string problem(const std::string& code, const std::string& reason) {
  return code.empty() ? reason : code + ": " + reason;
}

Result<Rows> studies(store::Store& store) {
  const auto list = store.instances().list_studies(kLimit);
  if (!list) return fail(list);
  Rows rows = {{"STUDY", "PATIENT", "OBJECTS", "LAST OBJECT", "STATE"}};
  for (const store::StudyRow& row : *list) {
    rows.push_back({row.study_instance_uid, row.patient_key, std::to_string(row.instances),
                    to_iso(row.last_object_at), row.state});
  }
  return rows;
}

Result<Rows> objects(store::Store& store) {
  const auto list = store.instances().list_instances(std::nullopt, kLimit);
  if (!list) return fail(list);
  Rows rows = {{"OBJECT", "RECEIVED", "FROM", "STATE", "REASON"}};
  for (const store::Instance& row : *list) {
    rows.push_back({row.sop_instance_uid, to_iso(row.received_at), row.calling_ae, to_string(row.state),
                    problem(row.code, row.reason)});
  }
  return rows;
}

Result<Rows> jobs(store::Store& store) {
  const auto list = store.jobs().list_jobs(kLimit);
  if (!list) return fail(list);
  Rows rows = {{"ID", "KIND", "KEY", "STATE", "ATTEMPTS", "NEXT", "REASON"}};
  for (const store::Job& row : *list) {
    rows.push_back({std::to_string(row.id), to_string(row.kind), row.key, row.state,
                    std::to_string(row.attempts), to_iso(row.next_at), problem(row.code, row.reason)});
  }
  return rows;
}

Result<Rows> priors(store::Store& store) {
  const auto list = store.priors().list_prior_searches(kLimit);
  if (!list) return fail(list);
  Rows rows = {{"PATIENT", "STATE", "BEGAN", "WAITS UNTIL", "TRIES", "MISSING", "REASON"}};
  for (const store::PriorSearch& row : *list) {
    rows.push_back({row.patient_key, to_string(row.state), to_iso(row.started_at), to_iso(row.deadline),
                    std::to_string(row.tries), row.is_counted ? std::to_string(row.missing) : "-",
                    problem(row.code, row.reason)});
  }
  return rows;
}

Result<Rows> deliveries(store::Store& store) {
  const auto list = store.deliveries().list_deliveries(std::nullopt, kLimit);
  if (!list) return fail(list);
  Rows rows = {{"ID", "OBJECT", "DESTINATION", "STATE", "ATTEMPTS", "NEXT", "STATUS", "REASON"}};
  for (const store::Delivery& row : *list) {
    const bool pending = row.state == store::DeliveryState::kPending;
    rows.push_back({std::to_string(row.id), row.sop_instance_uid, row.destination, to_string(row.state),
                    std::to_string(row.attempts), pending ? to_iso(row.next_at) : "-", row.last_status,
                    problem(row.code, row.reason)});
  }
  return rows;
}

Result<Rows> events(store::Store& store) {
  const auto list = store.events().list_events(kLimit);
  if (!list) return fail(list);
  Rows rows = {{"AT", "EVENT", "SUBJECT", "DETAIL"}};
  for (const store::EventRow& row : *list)
    rows.push_back({to_iso(row.at), row.kind, row.subject, row.detail});
  return rows;
}

struct Listing {
  const char* name;
  const char* help;
  Result<Rows> (*rows)(store::Store&);
  Status (*retry)(store::Store&, std::int64_t);  ///< null: nothing to retry
};

const Listing kListings[] = {
    {"studies", "Studies and whether they wait or are assessed", studies, nullptr},
    {"objects", "Received objects and what became of them", objects, nullptr},
    {"jobs", "Work that is due, under way or failed", jobs,
     [](store::Store& store, std::int64_t id) { return store.jobs().retry_job(id); }},
    {"priors", "Patients whose earlier objects the PACS was asked for", priors, nullptr},
    {"deliveries", "Results on their way to each destination", deliveries,
     [](store::Store& store, std::int64_t id) { return store.deliveries().retry_delivery(id); }},
    {"events", "The audit trail, newest first", events, nullptr},
};

/// Calls `use` with the store of the settings; the exit code.
template <class Use>
int on_store(const std::string& config_file, const Use& use) {
  const Result<config::Settings> settings = settings_from(config_file);
  if (!settings) return print_settings_error(settings.error());
  const SystemClock clock;
  const auto store = store::Store::open(settings->store, clock);
  return store ? use(**store) : print_error(store.error());
}

int list(const Listing& listing, const std::string& config_file, bool as_json) {
  return on_store(config_file, [&](store::Store& store) {
    const Result<Rows> rows = listing.rows(store);
    if (!rows) return print_error(rows.error());
    if (as_json) {
      print_json(*rows);
    } else {
      print_table(*rows);
    }
    return static_cast<int>(kDone);
  });
}

int retry(const Listing& listing, const std::string& config_file, std::int64_t id) {
  return on_store(config_file, [&](store::Store& store) {
    if (const Status done = listing.retry(store, id); !done) return print_error(done.error());
    std::cout << listing.name << " " << id << " is due now\n";
    return static_cast<int>(kDone);
  });
}

}  // namespace

void add_lists(CommandLine& line) {
  for (const Listing& listing : kListings) {
    auto config_file = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    Command command = line.command(listing.name, listing.help);
    command.option("--config", *config_file, "settings file (TOML)");
    command.flag("--json", *as_json, "print JSON instead of a table");
    const auto run = [&listing, config_file, as_json] { return list(listing, *config_file, *as_json); };
    command.runs(run);
    command.subcommand("list", "Print them (the default)").runs(run);
    if (listing.retry != nullptr) {
      auto id = std::make_shared<std::int64_t>(0);
      Command retry_command = command.subcommand("retry", "Make one due now, with no attempts counted");
      retry_command.option("id", *id, "number from the list").required();
      retry_command.runs([&listing, config_file, id] { return retry(listing, *config_file, *id); });
    }
  }
}

}  // namespace oligard::app
