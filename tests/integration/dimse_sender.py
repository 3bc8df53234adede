"""A C-STORE of raw data set bytes (PS3.8, PS3.7), for objects that DICOM libraries refuse to send."""
import socket
import struct

EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1"


def item(kind, body):
    return struct.pack(">BBH", kind, 0, len(body)) + body


def associate_request(calling, called, sop_class):
    context = item(0x20, bytes([1, 0, 0, 0]) + item(0x30, sop_class.encode()) +
                   item(0x40, EXPLICIT_LITTLE_ENDIAN.encode()))
    user = item(0x50, item(0x51, struct.pack(">I", 16384)) + item(0x52, b"1.2.3.4.5.6"))
    body = struct.pack(">HH", 1, 0) + called.ljust(16).encode() + calling.ljust(16).encode() + bytes(32)
    body += item(0x10, APPLICATION_CONTEXT.encode()) + context + user
    return struct.pack(">BBI", 1, 0, len(body)) + body


def command(sop_class, sop_instance):
    def element(number, value):
        if len(value) % 2:
            value += b"\0"
        return struct.pack("<HHI", 0, number, len(value)) + value

    def us(value):
        return struct.pack("<H", value)

    body = (element(0x0002, sop_class.encode()) + element(0x0100, us(0x0001)) + element(0x0110, us(1)) +
            element(0x0700, us(0)) + element(0x0800, us(0x0001)) + element(0x1000, sop_instance.encode()))
    return element(0x0000, struct.pack("<I", len(body))) + body


def data_pdus(data, is_command):
    for start in range(0, len(data), 16000):
        piece = data[start:start + 16000]
        last = start + 16000 >= len(data)
        header = (1 if is_command else 0) | (2 if last else 0)
        value = bytes([1, header]) + piece
        yield struct.pack(">BBI", 4, 0, len(value) + 4) + struct.pack(">I", len(value)) + value


def receive(connection):
    def exactly(count):
        data = b""
        while len(data) < count:
            piece = connection.recv(count - len(data))
            if not piece:
                raise ConnectionError("the peer closed the connection")
            data += piece
        return data

    kind, _, length = struct.unpack(">BBI", exactly(6))
    return kind, exactly(length)


def send_bytes(host, port, calling, called, sop_class, sop_instance, data_set):
    """Returns the DIMSE status of the response; raises ConnectionError when there is none."""
    with socket.create_connection((host, port), timeout=30) as connection:
        connection.sendall(associate_request(calling, called, sop_class))
        kind, _ = receive(connection)
        if kind != 2:
            raise ConnectionError(f"association not accepted, PDU type {kind}")
        for pdu in data_pdus(command(sop_class, sop_instance), True):
            connection.sendall(pdu)
        for pdu in data_pdus(data_set, False):
            connection.sendall(pdu)
        kind, body = receive(connection)
        if kind != 4:
            raise ConnectionError(f"no response, PDU type {kind}")
        at = body.index(struct.pack("<HHI", 0, 0x0900, 2))
        status = struct.unpack("<H", body[at + 8:at + 10])[0]
        connection.sendall(struct.pack(">BBI", 5, 0, 4) + bytes(4))
        return status
