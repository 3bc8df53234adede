#include "oligard/retrieve/prior_source.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <dcmtk/dcmdata/dcuid.h>
#include <dcmtk/dcmnet/dcmtrans.h>

#include "oligard/base/digest.h"
#include "oligard/base/log.h"
#include "oligard/dicom/sop_classes.h"
#include "retrieve/query_answers.h"
#include "retrieve/query_session.h"

namespace oligard::retrieve {
namespace {

/// Answers of one query, and instances of one search; more are not waited for.
constexpr std::size_t kMostAnswers = 20000;
constexpr std::size_t kMostFound = 200000;
/// Instances named in one C-MOVE.
constexpr std::size_t kMostInstances = 100;

/// Objects of classes that the listener refuses are not fetched.
bool is_taken(const FoundObject& object) {
  const dicom::SopClass* known = dicom::sop_class(object.sop_class_uid);
  return object.sop_class_uid.empty() || (known != nullptr && known->accepted);
}

class DcmtkPriorSource final : public PriorSource {
 public:
  DcmtkPriorSource(const config::PriorSourceSettings& settings, QuerySession session)
      : settings_(settings), session_(std::move(session)) {}

  [[nodiscard]] bool is_usable() const override { return session_.is_usable(); }

  Status check_query() override {
    DcmDataset query;
    ask_for_series(query, uid_from_text("oligard/no such study"));
    const Result<bool> done = session_.find(query, [](DcmDataset&) { return true; });
    if (!done) return fail(done);
    return {};
  }

  Result<Findings> find(const PatientIdentity& patient, Date today) override {
    if (!is_exact_key(patient.id.reveal()) ||
        (!patient.issuer.reveal().empty() && !is_exact_key(patient.issuer.reveal()))) {
      return fail(ErrorKind::kRejected, "PRIOR_ID_WILDCARD",
                  "the Patient ID has characters that would match other patients in a query");
    }
    Findings findings;
    const auto studies = find_studies(patient, date_range(today, settings_.lookback_days), findings);
    if (!studies) return fail(studies);
    for (const FoundStudy& study : *studies) {
      if (findings.objects.size() >= kMostFound) {
        findings.truncated = true;
        break;
      }
      if (Status searched = search_study(patient, study, findings); !searched) return fail(searched);
    }
    tell_dropped(findings);
    return findings;
  }

  Result<std::vector<FoundObject>> find_instances(const FoundSeries& series) override {
    Findings findings;
    std::vector<FoundObject> objects;
    if (Status searched = search_series(series, objects, findings); !searched) return fail(searched);
    tell_dropped(findings);
    return objects;
  }

  Result<MoveCount> move(const std::vector<FoundObject>& objects, bool whole_series) override {
    MoveCount total;
    const std::size_t step = whole_series ? objects.size() : kMostInstances;
    for (std::size_t from = 0; from < objects.size(); from += step) {
      const auto first = objects.begin() + static_cast<std::ptrdiff_t>(from);
      const auto last = objects.begin() + static_cast<std::ptrdiff_t>(std::min(from + step, objects.size()));
      DcmDataset query;
      ask_to_move(query, {first, last}, whole_series);
      const Result<MoveCount> moved = session_.move(query);
      if (!moved) return fail(moved);
      total.completed += moved->completed;
      total.failed += moved->failed;
    }
    return total;
  }

 private:
  /// Runs a query; `on_answer` says whether the answer counts. Bounded, whatever the peer sends.
  Status ask(DcmDataset& query, Findings& findings, const OnAnswer& on_answer) {
    std::size_t answers = 0;
    const Result<bool> all = session_.find(query, [&](DcmDataset& answer) {
      if (!on_answer(answer)) ++findings.dropped_answers;
      return ++answers < kMostAnswers;
    });
    if (!all) return fail(all);
    findings.truncated = findings.truncated || !*all;
    return {};
  }

  /// Newest first, as many as the settings allow.
  Result<std::vector<FoundStudy>> find_studies(const PatientIdentity& patient, const std::string& range,
                                               Findings& findings) {
    DcmDataset query;
    ask_for_studies(query, patient, range);
    std::vector<FoundStudy> studies;
    const Status asked = ask(query, findings, [&](DcmDataset& answer) {
      std::optional<FoundStudy> study = study_in(answer, patient);
      if (study && may_hold_objects(answer)) studies.push_back(*study);
      return study.has_value();
    });
    if (!asked) return fail(asked);
    std::sort(studies.begin(), studies.end(), [](const FoundStudy& a, const FoundStudy& b) {
      return std::tie(b.study_date, a.study_instance_uid) < std::tie(a.study_date, b.study_instance_uid);
    });
    const auto most = static_cast<std::size_t>(settings_.max_studies);
    findings.truncated = findings.truncated || studies.size() > most;
    studies.resize(std::min(studies.size(), most));
    return studies;
  }

  Status search_study(const PatientIdentity& patient, const FoundStudy& study, Findings& findings) {
    DcmDataset query;
    ask_for_series(query, study.study_instance_uid);
    std::vector<FoundSeries> wanted;
    const Status asked = ask(query, findings, [&](DcmDataset& answer) {
      std::optional<FoundSeries> series = series_in(answer, patient, study.study_instance_uid);
      if (!series) return false;
      const SeriesUse use = use_of(answer);
      if (use == SeriesUse::kObjects) wanted.push_back(*series);
      if (use == SeriesUse::kImages) findings.image_series.push_back(*series);
      return true;
    });
    if (!asked) return fail(asked);
    for (const FoundSeries& series : wanted) {
      if (Status searched = search_series(series, findings.objects, findings); !searched) return searched;
    }
    return {};
  }

  Status search_series(const FoundSeries& series, std::vector<FoundObject>& objects, Findings& findings) {
    DcmDataset query;
    ask_for_instances(query, series);
    return ask(query, findings, [&](DcmDataset& answer) {
      std::optional<FoundObject> object = instance_in(answer, series);
      if (object && is_taken(*object)) objects.push_back(*object);
      return object.has_value();
    });
  }

  static void tell_dropped(const Findings& findings) {
    if (findings.dropped_answers == 0) return;
    log::warn(
        "prior_answers_dropped",
        {{"answers", findings.dropped_answers},
         {"reason", "they name another patient, study or series than the one asked for, or no valid UID"}});
  }

  const config::PriorSourceSettings& settings_;
  QuerySession session_;
};

}  // namespace

std::vector<std::string> query_classes() {
  return {UID_FINDStudyRootQueryRetrieveInformationModel, UID_MOVEStudyRootQueryRetrieveInformationModel};
}

Result<std::unique_ptr<PriorSource>> PriorSource::open(const config::PriorSourceSettings& settings,
                                                       const std::string& own_aet, const Bounds& bounds) {
  const auto left =
      std::chrono::ceil<std::chrono::seconds>(bounds.deadline - std::chrono::steady_clock::now());
  if (bounds.are_over()) {
    return fail(ErrorKind::kUnavailable, "PRIOR_TIMEOUT", "the time for the search was over before it began");
  }
  const int seconds = static_cast<int>(left.count());
  // A peer that stops in the middle of a message. Process-wide, as DCMTK keeps it.
  dcmSocketReceiveTimeout.set(std::min(settings.dimse_timeout_s, seconds));
  dcmSocketSendTimeout.set(std::min(settings.dimse_timeout_s, seconds));
  auto association = net::PeerAssociation::open(
      {settings.aet, settings.host, settings.port, std::min(settings.connect_timeout_s, seconds),
       std::min(settings.acse_timeout_s, seconds)},
      own_aet, query_classes());
  if (!association) return fail(association);
  const std::string& destination =
      settings.move_destination_aet.empty() ? own_aet : settings.move_destination_aet;
  return std::make_unique<DcmtkPriorSource>(
      settings, QuerySession(std::move(*association), destination, settings.dimse_timeout_s, bounds));
}

}  // namespace oligard::retrieve
