// Typed settings from a TOML file and the environment (docs/operations.md lists every option).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oligard/base/result.h"
#include "oligard/base/source_rule.h"
#include "oligard/rules/constants.h"
#include "oligard/rules/profile.h"

namespace oligard::config {

/// [listener]
struct ListenerSettings {
  std::string aet = "OLIGARD";
  std::string bind = "0.0.0.0";  ///< IPv4 address to listen on
  int port = 11112;
  std::vector<std::string> allowed_aets;  ///< calling AE titles that may store; empty = none, "*" = any
  bool check_called_aet = false;
  int max_associations = 16;
  int max_pdu = 131072;
  int acse_timeout_s = 30;
  int dimse_timeout_s = 60;
};

/// [store]
struct StoreSettings {
  std::filesystem::path data_dir = "/var/lib/oligard";     ///< database, objects/, incoming/
  std::int64_t min_free_bytes = std::int64_t{256} << 20U;  ///< below this C-STORE is answered A700
};

/// [pipeline]
struct PipelineSettings {
  int quiet_period_s = 60;  ///< a study is ready this long after its last object
  int quiet_cap_s = 5400;   ///< … or this long after its first
  int workers = 1;          ///< worker processes that `serve` keeps running
  int max_attempts = 3;     ///< of one job; then its object is quarantined
  int job_timeout_s = 600;  ///< a worker that takes longer is killed
  int worker_memory_mb = 4096;
};

/// [[destination]]
struct DestinationSettings {
  std::string name;
  std::string aet;
  std::string host;
  int port = 104;
  int connect_timeout_s = 10;
  int acse_timeout_s = 30;
  int dimse_timeout_s = 60;
  int retry_first_s = 30;      ///< back-off doubles from here …
  int retry_max_s = 900;       ///< … to here …
  int retry_budget_s = 86400;  ///< … until this long after the first attempt; then the delivery is parked
};

/// [prior_source]: the PACS that is asked for a patient's earlier objects; none when `host` is empty.
struct PriorSourceSettings {
  std::string aet;
  std::string host;
  int port = 104;
  std::string move_destination_aet;  ///< what the peer knows this service as; empty = listener.aet
  int connect_timeout_s = 10;
  int acse_timeout_s = 30;
  int dimse_timeout_s = 60;
  int wait_s = 120;              ///< an assessment waits this long at most
  int max_studies = 50;          ///< of one patient, newest first
  int max_objects = 5000;        ///< fetched in one search
  int lookback_days = 0;         ///< older studies are not asked for; 0 = all
  std::string images = "never";  ///< or "when_referenced"
  int retry_first_s = 30;        ///< back-off doubles from here …
  int retry_max_s = 900;         ///< … to here …
  int retry_budget_s = 86400;    ///< … until this long after the search began

  [[nodiscard]] bool is_set() const { return !host.empty(); }
};

/// [analysis]
struct AnalysisSettings {
  std::vector<std::string> profiles = {"default_5"};
  std::filesystem::path context_dir;  ///< <patient key>.json per patient; empty = none
};

/// [context]: what holds for every patient of this service; an empty value is unknown. A patient's own
/// context file outranks it.
struct ContextSettings {
  std::optional<bool> on_systemic_therapy;
  std::optional<bool> initial_control;
  std::optional<bool> history_polymetastatic;
  std::optional<bool> history_oligometastatic;
  std::optional<bool> immunotherapy;
  std::optional<bool> irecist;
};

/// [matching]
struct MatchingSettings {
  /// When images of both time points are there: "when_needed" (the lesions alone leave something open),
  /// "always" or "off".
  std::string image_registration = "when_needed";
  int image_registration_budget_s = 120;  ///< of one patient's job; no pair begins later than this
};

/// [report]
struct ReportSettings {
  std::string sr_class = "comprehensive3d";  ///< or "comprehensive", "enhanced"
  std::string language = "en";               ///< of all sentences
  std::string uncertainty = "numbers";       ///< or "properties" (TID 310)
  bool editable_in_ohif = false;
  bool lesion_segmentation = true;  ///< a SEG with one segment a lesion, coloured by status
  std::string page = "both";        ///< as which objects: "secondary_capture", "pdf", "both" or "none"
};

/// [log]
struct LogSettings {
  std::string level = "info";
  std::string format = "auto";  ///< "json", "text", or "auto": text on a terminal
};

struct Settings {
  ListenerSettings listener;
  StoreSettings store;
  PipelineSettings pipeline;
  AnalysisSettings analysis;
  ContextSettings context;
  rules::Constants constants;                      ///< [rules]
  std::map<std::string, rules::Profile> profiles;  ///< [profiles.NAME], beside the built-in ones
  MatchingSettings matching;
  ReportSettings report;
  LogSettings log;
  PriorSourceSettings prior_source;
  std::vector<DestinationSettings> destinations;
  std::vector<SourceRule> sources;
  /// Where each value that is not a default came from: "listener.port" → "oligard.toml:12" or the variable's
  /// name.
  std::map<std::string, std::string> origins;
};

/// Defaults, then the file if given, then OLIGARD__SECTION__KEY variables. An unknown key is an error that
/// names the nearest known one. Errors: CONFIG_UNREADABLE, CONFIG_SYNTAX, CONFIG_UNKNOWN_KEY, CONFIG_INVALID.
[[nodiscard]] Result<Settings> load_settings(const std::optional<std::filesystem::path>& file);

/// Every effective value, one a line, with its origin, and the default where it differs; all profiles.
[[nodiscard]] std::string describe(const Settings& settings);

/// A digest of what changes results: analysis, context, rules, the profiles that are evaluated, matching,
/// report and source settings.
[[nodiscard]] std::string result_relevant_digest(const Settings& settings);

}  // namespace oligard::config
