// A peer that opens a proper association and then sends whatever a test wants.
#pragma once

#include <cstdint>
#include <string>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmlayer.h>
#include <dcmtk/dcmnet/dimse.h>
#include <sys/socket.h>

namespace oligard::receive {

inline constexpr const char* kBasicTextSr = "1.2.840.10008.5.1.4.1.1.88.11";

/// Remembers the socket of the connection that DCMTK makes.
class SocketKeeper final : public DcmTransportLayer {
 public:
  DcmTransportConnection* createConnection(DcmNativeSocketType opened, OFBool secure) override {
    socket = opened;
    return DcmTransportLayer::createConnection(opened, secure);
  }
  int socket = -1;
};

/// Proposes Verification as context 1 and Basic Text SR as context 3. Little endian numbers throughout, but
/// for the PDU headers.
class RawPeer {
 public:
  RawPeer(int port, const std::string& title) {
    ASC_initializeNetwork(NET_REQUESTOR, 0, 5, &network_);
    ASC_setTransportLayer(network_, &layer_, 0);
    T_ASC_Parameters* parameters = nullptr;
    ASC_createAssociationParameters(&parameters, ASC_DEFAULTMAXPDU);
    ASC_setAPTitles(parameters, title.c_str(), "OLIGARD", nullptr);
    ASC_setTransportLayerType(parameters, OFFalse);
    ASC_setPresentationAddresses(parameters, "test", ("127.0.0.1:" + std::to_string(port)).c_str());
    const char* syntaxes[] = {"1.2.840.10008.1.2.1"};
    ASC_addPresentationContext(parameters, 1, "1.2.840.10008.1.1", syntaxes, 1);
    ASC_addPresentationContext(parameters, 3, kBasicTextSr, syntaxes, 1);
    opened_ = ASC_requestAssociation(network_, parameters, &association_);
  }
  ~RawPeer() {
    if (association_ != nullptr) {
      ASC_dropAssociation(association_);
      ASC_destroyAssociation(&association_);
    }
    ASC_dropNetwork(&network_);
  }
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  [[nodiscard]] bool is_open() const { return opened_.good(); }
  [[nodiscard]] std::string why_not() const { return opened_.text(); }
  [[nodiscard]] T_ASC_P_ResultReason result_of(T_ASC_PresentationContextID context) const {
    T_ASC_PresentationContext found{};
    for (int i = 0; i < ASC_countPresentationContexts(association_->params); ++i) {
      ASC_getPresentationContext(association_->params, i, &found);
      if (found.presentationContextID == context) return found.resultReason;
    }
    return ASC_P_NOTYETNEGOTIATED;
  }

  /// One fragment as a P-DATA-TF PDU (PS3.8 section 9.3.5).
  void send_fragment(bool is_command, bool is_last, const std::string& bytes,
                     T_ASC_PresentationContextID context = 3) const {
    std::string pdu("\x04\x00", 2);
    append_big_endian(pdu, static_cast<std::uint32_t>(bytes.size() + 6));
    append_big_endian(pdu, static_cast<std::uint32_t>(bytes.size() + 2));
    pdu += static_cast<char>(context);
    pdu += static_cast<char>((is_command ? 1 : 0) + (is_last ? 2 : 0));
    send_bytes(pdu + bytes);
  }
  void send_bytes(const std::string& bytes) const {
    ::send(layer_.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  /// A C-STORE-RQ command set (PS3.7 table 9.3-1) in Implicit VR Little Endian.
  static std::string store_request(const std::string& sop_class, const std::string& uid,
                                   bool with_data_set = true) {
    std::string body;
    append_element(body, 0x0002, padded(sop_class));
    append_element(body, 0x0100, number(0x0001));
    append_element(body, 0x0110, number(7));
    append_element(body, 0x0700, number(0));
    append_element(body, 0x0800, number(with_data_set ? 0x0000 : 0x0101));
    append_element(body, 0x1000, padded(uid));
    std::string whole;
    append_element(
        whole, 0x0000,
        number(static_cast<unsigned>(body.size())) + number(static_cast<unsigned>(body.size()) >> 16U));
    return whole + body;
  }

  /// Sends a whole object and waits for its answer; 0xFFFF when none came. The Error Comment goes to
  /// `comment`.
  unsigned store(const std::string& uid, const std::string& data_set,
                 const std::string& sop_class = kBasicTextSr) {
    send_fragment(true, true, store_request(sop_class, uid));
    send_fragment(false, true, data_set);
    return read_answer();
  }
  unsigned read_answer() {
    T_DIMSE_Message message{};
    T_ASC_PresentationContextID context = 0;
    DcmDataset* detail = nullptr;
    const OFCondition received =
        DIMSE_receiveCommand(association_, DIMSE_NONBLOCKING, 5, &context, &message, &detail);
    OFString text;
    if (detail != nullptr) detail->findAndGetOFString(DCM_ErrorComment, text);
    delete detail;
    comment = text.c_str();
    last = received;
    return received.good() ? message.msg.CStoreRSP.DimseStatus : 0xFFFF;
  }
  void abort() { ASC_abortAssociation(association_); }

  std::string comment;
  OFCondition last;

 private:
  static void append_big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
  }
  static std::string number(unsigned value) {
    return {static_cast<char>(value & 0xFFU), static_cast<char>((value >> 8U) & 0xFFU)};
  }
  static std::string padded(std::string text) {
    if (text.size() % 2 != 0) text += '\0';
    return text;
  }
  static void append_element(std::string& out, unsigned element, const std::string& value) {
    const auto size = static_cast<unsigned>(value.size());
    out += number(0x0000) + number(element) + number(size) + number(size >> 16U) + value;
  }

  SocketKeeper layer_;
  T_ASC_Network* network_ = nullptr;
  T_ASC_Association* association_ = nullptr;
  OFCondition opened_;
};

}  // namespace oligard::receive
