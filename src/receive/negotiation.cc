#include "receive/negotiation.h"

#include <algorithm>
#include <array>
#include <vector>

#include <dcmtk/dcmdata/dcuid.h>

#include "oligard/dicom/sop_classes.h"
#include "oligard/receive/listener.h"

namespace oligard::receive {
namespace {

T_ASC_RejectParameters permanent(T_ASC_RejectParametersReason reason) {
  return {ASC_RESULT_REJECTEDPERMANENT, ASC_SOURCE_SERVICEUSER, reason};
}

/// Without the padding; what is not printable ASCII becomes '?'.
std::string trimmed_title(const char* text) {
  std::string title = text;
  title.erase(0, title.find_first_not_of(' '));
  title.erase(title.find_last_not_of(' ') + 1);
  std::replace_if(
      title.begin(), title.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return title;
}

bool may_store(const std::string& calling, const std::vector<std::string>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& title) { return title == "*" || title == calling; });
}

/// The first of our syntaxes that the context proposes; null when none.
const std::string* choose_syntax(const T_ASC_PresentationContext& context,
                                 const std::vector<std::string>& ours) {
  const auto* begin = context.proposedTransferSyntaxes;
  const auto* end = begin + context.transferSyntaxCount;
  const auto chosen = std::find_if(ours.begin(), ours.end(), [&](const std::string& syntax) {
    return std::any_of(begin, end, [&](const DIC_UI& proposed) { return syntax == proposed; });
  });
  return chosen == ours.end() ? nullptr : &*chosen;
}

std::vector<std::string> verification_syntaxes() {
  return {UID_LittleEndianExplicitTransferSyntax, UID_LittleEndianImplicitTransferSyntax,
          UID_BigEndianExplicitTransferSyntax};
}

class ContextNegotiation {
 public:
  ContextNegotiation(T_ASC_Parameters& parameters, bool storage_allowed)
      : parameters_(parameters), storage_allowed_(storage_allowed) {}

  void decide(const T_ASC_PresentationContext& context) {
    const std::string abstract_syntax = context.abstractSyntax;
    if (abstract_syntax == UID_VerificationSOPClass) {
      if (accept(context, verification_syntaxes())) verification_ = true;
      return;
    }
    const dicom::SopClass* sop_class = dicom::sop_class(abstract_syntax);
    if (sop_class == nullptr || !sop_class->accepted) {
      refuse(context, ASC_P_ABSTRACTSYNTAXNOTSUPPORTED);
    } else if (!storage_allowed_) {
      storage_refused_ = true;
      refuse(context, ASC_P_USERREJECTION);
    } else {
      accept(context, dicom::transfer_syntaxes(*sop_class));
    }
  }
  void refuse(const T_ASC_PresentationContext& context, T_ASC_P_ResultReason reason) {
    ASC_refusePresentationContext(&parameters_, context.presentationContextID, reason);
  }

  [[nodiscard]] int accepted() const { return accepted_; }
  [[nodiscard]] bool verification() const { return verification_; }
  [[nodiscard]] bool storage_refused() const { return storage_refused_; }

 private:
  bool accept(const T_ASC_PresentationContext& context, const std::vector<std::string>& ours) {
    const std::string* syntax = choose_syntax(context, ours);
    if (syntax == nullptr) {
      refuse(context, ASC_P_TRANSFERSYNTAXESNOTSUPPORTED);
      return false;
    }
    ++accepted_;
    return ASC_acceptPresentationContext(&parameters_, context.presentationContextID, syntax->c_str()).good();
  }

  T_ASC_Parameters& parameters_;
  bool storage_allowed_;
  int accepted_ = 0;
  bool verification_ = false;
  bool storage_refused_ = false;
};

}  // namespace

std::vector<AcceptedClass> accepted_classes() {
  std::vector<AcceptedClass> accepted = {{UID_VerificationSOPClass, verification_syntaxes()}};
  for (const dicom::SopClass& sop_class : dicom::sop_classes()) {
    if (sop_class.accepted)
      accepted.push_back({std::string(sop_class.uid), dicom::transfer_syntaxes(sop_class)});
  }
  return accepted;
}

Titles titles_of(T_ASC_Parameters& parameters) {
  std::array<DIC_AE, 3> titles{};
  ASC_getAPTitles(&parameters, titles[0], sizeof(DIC_AE), titles[1], sizeof(DIC_AE), titles[2],
                  sizeof(DIC_AE));
  return {trimmed_title(titles[0]), trimmed_title(titles[1])};
}

Negotiation negotiate(T_ASC_Parameters& parameters, const Titles& titles,
                      const config::ListenerSettings& settings) {
  Negotiation result;
  DIC_UI application_context{};
  ASC_getApplicationContextName(&parameters, application_context, sizeof application_context);
  if (std::string(application_context) != UID_StandardApplicationContext) {
    result.rejection = permanent(ASC_REASON_SU_APPCONTEXTNAMENOTSUPPORTED);
    result.why = "application context not supported";
    return result;
  }
  if (settings.check_called_aet && titles.called != settings.aet) {
    result.rejection = permanent(ASC_REASON_SU_CALLEDAETITLENOTRECOGNIZED);
    result.why = "called AE title is not listener.aet";
    return result;
  }
  const bool storage_allowed = may_store(titles.calling, settings.allowed_aets);
  ContextNegotiation contexts(parameters, storage_allowed);
  const int count = ASC_countPresentationContexts(&parameters);
  for (int i = 0; i < count; ++i) {
    T_ASC_PresentationContext context{};
    if (ASC_getPresentationContext(&parameters, i, &context).good()) {
      contexts.decide(context);
    } else {
      contexts.refuse(context, ASC_P_TRANSFERSYNTAXESNOTSUPPORTED);
    }
  }
  result.contexts = contexts.accepted();
  if (storage_allowed) return result;
  if (contexts.storage_refused()) result.why = "calling AE title is not in listener.allowed_aets";
  if (!contexts.verification()) {
    result.rejection = permanent(ASC_REASON_SU_CALLINGAETITLENOTRECOGNIZED);
    result.why = "calling AE title is not in listener.allowed_aets";
  }
  return result;
}

T_ASC_RejectParameters local_limit_exceeded() {
  return {ASC_RESULT_REJECTEDTRANSIENT, ASC_SOURCE_SERVICEPROVIDER_PRESENTATION_RELATED,
          ASC_REASON_SP_PRES_LOCALLIMITEXCEEDED};
}

}  // namespace oligard::receive
