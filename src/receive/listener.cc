#include "oligard/receive/listener.h"

#include <algorithm>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "oligard/base/log.h"
#include "oligard/net/acceptor.h"
#include "receive/negotiation.h"
#include "receive/session.h"

namespace oligard::receive {
namespace {

constexpr int kMinPdu = 4096;

struct SessionThread {
  std::unique_ptr<Session> session;
  std::thread thread;
  bool ended = false;
};

}  // namespace

struct Listener::Impl {
  Impl(Options given, store::Store& target, metrics::Registry& registry)
      : options(std::move(given)), store(target), metrics(registry) {
    options.listener.max_pdu = std::clamp(options.listener.max_pdu, kMinPdu, ASC_MAXIMUMPDUSIZE);
  }

  Status start();
  void stop(std::chrono::milliseconds deadline);
  void accept_loop();
  void answer(net::Caller caller);
  void reject(T_ASC_Association* association, const T_ASC_RejectParameters& rejection);
  void start_session(net::Caller caller, Titles titles);
  bool is_full();
  void reap(bool all);

  Options options;
  store::Store& store;
  ReceiveMetrics metrics;
  std::unique_ptr<store::Reception> reception;
  net::FileDescriptor stop_event;
  std::unique_ptr<net::Acceptor> acceptor;
  int port = 0;
  std::unique_ptr<Committer> committer;
  std::unique_ptr<SessionContext> context;
  std::thread accepting;
  std::mutex sessions_mutex;
  std::condition_variable session_ended;
  std::list<SessionThread> sessions;
};

Status Listener::Impl::start() {
  auto begun = store.objects().begin_reception();
  if (!begun) return fail(begun);
  reception = std::move(*begun);
  stop_event = net::FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  auto opened = net::Acceptor::listen({.bind = options.listener.bind,
                                       .port = options.listener.port,
                                       .acse_timeout_s = options.listener.acse_timeout_s,
                                       .max_pdu = options.listener.max_pdu});
  if (!opened) return fail(opened);
  acceptor = std::move(*opened);
  port = acceptor->port();
  committer = std::make_unique<Committer>(store.instances(), options.on_stored);
  context = std::make_unique<SessionContext>(options, store.objects(), *committer, metrics, stop_event.get());
  accepting = std::thread([this] { accept_loop(); });
  log::info("listening", {{"aet", options.listener.aet}, {"bind", options.listener.bind}, {"port", port}});
  return {};
}

void Listener::Impl::stop(std::chrono::milliseconds deadline) {
  if (stop_event) ::eventfd_write(stop_event.get(), 1);
  if (accepting.joinable()) accepting.join();
  if (acceptor) acceptor->close();
  {
    std::unique_lock lock(sessions_mutex);
    const auto all_ended = [this] {
      return std::all_of(sessions.begin(), sessions.end(), [](const SessionThread& s) { return s.ended; });
    };
    if (!session_ended.wait_for(lock, deadline, all_ended)) {
      for (SessionThread& running : sessions) {
        if (!running.ended) running.session->cut();
      }
    }
  }
  reap(true);
  context.reset();
  committer.reset();
  acceptor.reset();
  stop_event.reset();
  reception.reset();
}

void Listener::Impl::accept_loop() {
  for (;;) {
    std::vector<net::Caller> callers = acceptor->wait(stop_event.get());
    metrics.connections_dropped.add(acceptor->take_dropped());
    eventfd_t stopping = 0;
    if (::eventfd_read(stop_event.get(), &stopping) == 0) {
      ::eventfd_write(stop_event.get(), 1);  // the sessions wait for it too
      return;
    }
    for (net::Caller& caller : callers) {
      answer(std::move(caller));
    }
    reap(false);
  }
}

void Listener::Impl::answer(net::Caller caller) {
  T_ASC_Parameters& parameters = *caller.association->params;
  Titles titles = titles_of(parameters);
  Negotiation negotiation = negotiate(parameters, titles, options.listener);
  if (!negotiation.rejection && is_full()) {
    negotiation.rejection = local_limit_exceeded();
    negotiation.why = "max_associations are open";
  }
  if (negotiation.rejection) {
    log::warn("association_rejected", {{"calling", titles.calling},
                                       {"called", titles.called},
                                       {"peer", caller.address},
                                       {"why", negotiation.why}});
    reject(caller.association.get(), *negotiation.rejection);
    return;
  }
  log::debug("association_accepted", {{"calling", titles.calling},
                                      {"called", titles.called},
                                      {"peer", caller.address},
                                      {"contexts", negotiation.contexts}});
  if (!negotiation.why.empty()) {
    log::warn("storage_refused",
              {{"calling", titles.calling}, {"peer", caller.address}, {"why", negotiation.why}});
  }
  start_session(std::move(caller), std::move(titles));
}

void Listener::Impl::reject(T_ASC_Association* association, const T_ASC_RejectParameters& rejection) {
  metrics.associations_rejected.add();
  ASC_rejectAssociation(association, &rejection);
  ASC_dropAssociation(association);
}

void Listener::Impl::start_session(net::Caller caller, Titles titles) {
  metrics.associations_accepted.add();
  metrics.associations_open.add();
  timeval patience{};
  patience.tv_sec = options.listener.dimse_timeout_s;
  ::setsockopt(caller.socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(caller.socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const std::lock_guard lock(sessions_mutex);
  SessionThread& started = sessions.emplace_back();
  started.session = std::make_unique<Session>(std::move(caller.association), std::move(caller.socket),
                                              std::move(titles), *context);
  started.thread = std::thread([this, &started] {
    started.session->run();
    const std::lock_guard ended_lock(sessions_mutex);
    started.session->close();
    metrics.associations_open.add(-1);
    started.ended = true;
    session_ended.notify_all();
  });
}

bool Listener::Impl::is_full() {
  const std::lock_guard lock(sessions_mutex);
  return std::count_if(sessions.begin(), sessions.end(), [](const SessionThread& s) { return !s.ended; }) >=
         options.listener.max_associations;
}

void Listener::Impl::reap(bool all) {
  std::list<SessionThread> finished;
  {
    const std::lock_guard lock(sessions_mutex);
    for (auto session = sessions.begin(); session != sessions.end();) {
      const auto next = std::next(session);
      if (all || session->ended) finished.splice(finished.end(), sessions, session);
      session = next;
    }
  }
  for (SessionThread& session : finished) {
    session.thread.join();
  }
}

Listener::Listener(Options options, store::Store& store, metrics::Registry& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), store, metrics)) {}

Listener::~Listener() {
  stop();
}

Status Listener::start() {
  Status started = impl_->start();
  if (!started) impl_->stop({});
  return started;
}

int Listener::port() const {
  return impl_->port;
}

void Listener::stop(std::chrono::milliseconds deadline) {
  impl_->stop(deadline);
}

}  // namespace oligard::receive
