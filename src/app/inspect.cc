// `oligard inspect`: what one object holds, in words; for a refused one: why, and what its sender must
// change.
#include "app/inspect.h"

#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/inspect_report.h"
#include "oligard/dicom/sop_classes.h"
#include "oligard/pipeline/analysis.h"

namespace oligard::app {
namespace {

std::string class_name(const std::string& uid) {
  const dicom::SopClass* known = dicom::sop_class(uid);
  return known == nullptr ? uid : std::string(known->name);
}

void print_header(const load::ObjectHeader& header, std::ostream& out) {
  out << class_name(header.sop_class_uid) << "\n"
      << "  Patient key        " << pipeline::patient_key(header.patient) << "\n"
      << "  SOP Instance UID   " << header.sop_instance_uid << "\n"
      << "  Study / Series     " << header.study_instance_uid << " / " << header.series_instance_uid << "\n"
      << "  Study Date         " << (header.study_date ? to_iso(*header.study_date) : "not stated") << "\n"
      << "  Made by            " << header.manufacturer << " " << header.model << "\n"
      << "  Series Description " << header.series_description << "\n";
}

void print(const load::LoadedObject& object) {
  print_header(load::header_of(object), std::cout);
  if (const auto* report = std::get_if<load::MeasurementReport>(&object)) print_report(*report);
  const bool is_structure_set =
      dicom::kind_of(load::header_of(object).sop_class_uid) == dicom::ObjectKind::kRtStructureSet;
  if (const auto* segmentation = std::get_if<load::Segmentation>(&object))
    is_structure_set ? describe_structure_set(*segmentation, std::cout) : describe(*segmentation, std::cout);
  if (const auto* image = std::get_if<load::ImageObject>(&object)) describe(*image, std::cout);
  if (const auto* registration = std::get_if<load::Registration>(&object)) describe(*registration, std::cout);
  if (const auto* ignored = std::get_if<load::IgnoredObject>(&object)) describe(*ignored, std::cout);
}

int inspect(const std::string& path, const std::string& config_file) {
  const Result<config::Settings> settings = settings_from(config_file);
  if (!settings) return print_error(settings.error());
  const Result<load::LoadedObject> object = load::load_object(path, settings->sources);
  if (!object) return print_refusal(path, object.error());
  print(*object);
  return kDone;
}

}  // namespace

void add_inspect(CLI::App& app, Outcome& outcome) {
  auto path = std::make_shared<std::string>();
  auto config_file = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("inspect", "Say what one object holds, or why it is refused");
  command->add_option("file", *path, "DICOM file")->required();
  command->add_option("--config", *config_file, "settings file (TOML), for its source rules");
  command->callback([=, &outcome] { outcome.exit_code = inspect(*path, *config_file); });
}

}  // namespace oligard::app
