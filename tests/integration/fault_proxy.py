"""A TCP proxy inside the test process that breaks connections on command."""
import socket
import struct
import threading


class FaultProxy:
    """Listens on a free loopback port and forwards to `target`. Modes: "pass", "refuse" (reset at once),
    "cut" (reset after `cut_after` bytes from the client), "hang" (nothing passes in either direction after
    `hang_after` bytes from the client; connections stay open)."""

    def __init__(self, target):
        self.target = target
        self.mode = "pass"
        self.cut_after = 0
        self.hang_after = 0
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._hung = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @staticmethod
    def _reset(connection):
        try:
            # Linger of zero seconds turns close into a TCP reset; while another thread waits for data the system keeps
            # a closed socket open, so that thread is woken first.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        except OSError:
            pass

    def _accept(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            if self.mode == "refuse":
                self._reset(client)
                continue
            try:
                peer = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                self._reset(client)
                continue
            peer.settimeout(None)
            number = self.connections
            threading.Thread(target=self._pump, args=(client, peer, True, number), daemon=True).start()
            threading.Thread(target=self._pump, args=(peer, client, False, number), daemon=True).start()

    def _pump(self, source, sink, upstream, number):
        seen = 0
        while True:
            try:
                data = source.recv(16384)
                if not data:
                    sink.shutdown(socket.SHUT_WR)
                    return
                seen += len(data)
                if upstream and self.mode == "hang" and seen > self.hang_after:
                    self._hung.add(number)
                if number in self._hung:
                    continue
                if upstream and self.mode == "cut" and seen >= self.cut_after:
                    self._reset(source)
                    self._reset(sink)
                    return
                sink.sendall(data)
            except OSError:
                self._reset(source)
                self._reset(sink)
                return

    def close(self):
        self._server.close()
