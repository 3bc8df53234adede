"""Small files that ask for much memory: what a hostile sender could make of each part of an object."""
import struct
import zlib

EXPLICIT, DEFLATED = b"1.2.840.10008.1.2.1", b"1.2.840.10008.1.2.1.99"
RLE, DEFLATED_FRAME = b"1.2.840.10008.1.2.5", b"1.2.840.10008.1.2.8.1"
JPEG_2000 = b"1.2.840.10008.1.2.4.90"
SEG, LABELMAP = b"1.2.840.10008.5.1.4.1.1.66.4", b"1.2.840.10008.5.1.4.1.1.66.7"
SR, RTSTRUCT = b"1.2.840.10008.5.1.4.1.1.88.34", b"1.2.840.10008.5.1.4.1.1.481.3"
DEFORMABLE = b"1.2.840.10008.5.1.4.1.1.66.3"
LONG = {b"OB", b"OW", b"OF", b"OD", b"SQ", b"UN", b"UT", b"UC"}
OPEN = 0xFFFFFFFF
ITEM_END = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
SEQUENCE_END = struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def head(tag, vr, length):
    if vr in LONG:
        return struct.pack("<HH2sHI", tag >> 16, tag & 0xFFFF, vr, 0, length)
    return struct.pack("<HH2sH", tag >> 16, tag & 0xFFFF, vr, length)


def element(tag, vr, value=b"", length=None):
    if len(value) % 2:
        value += b"\0" if vr in (b"UI", b"OB") else b" "
    return head(tag, vr, len(value) if length is None else length) + value


def item(content=b""):
    return struct.pack("<HHI", 0xFFFE, 0xE000, len(content)) + content


def sequence(tag, *items):
    return element(tag, b"SQ", b"".join(items))


def open_sequence(tag):
    return head(tag, b"SQ", OPEN)


def short(tag, number):
    return element(tag, b"US", struct.pack("<H", number))


def code(tag, value, scheme=b"DCM"):
    return sequence(tag, item(element(0x00080100, b"SH", value) + element(0x00080102, b"SH", scheme)
                              + element(0x00080104, b"LO", b"meaning")))


def start(sop_class, syntax=EXPLICIT):
    """Preamble and meta header."""
    meta = element(0x00020001, b"OB", b"\0\1") + element(0x00020002, b"UI", sop_class)
    meta += element(0x00020003, b"UI", b"1.2.3.4") + element(0x00020010, b"UI", syntax)
    return b"\0" * 128 + b"DICM" + element(0x00020000, b"UL", struct.pack("<I", len(meta))) + meta


def identity(sop_class):
    return (element(0x00080016, b"UI", sop_class) + element(0x00080018, b"UI", b"1.2.3.4")
            + element(0x00080020, b"DA", b"20260131") + element(0x00100020, b"LO", b"BOMB")
            + element(0x0020000D, b"UI", b"1.2.3.5") + element(0x0020000E, b"UI", b"1.2.3.6"))


def deflate(chunks):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join([packer.compress(chunk) for chunk in chunks] + [packer.flush()])


# ---- SEG

def seg_header(sop_class, kind, bits, rows, columns, frames, segments=1):
    parts = [identity(sop_class), element(0x00200052, b"UI", b"1.2.3.7"), short(0x00280002, 1),
             element(0x00280008, b"IS", str(frames).encode()), short(0x00280010, rows), short(0x00280011, columns),
             short(0x00280100, bits), element(0x00620001, b"CS", kind),
             sequence(0x00620002, *(item(short(0x00620004, number + 1) + element(0x00620005, b"LO", b"Lesion")
                                         + code(0x0062000F, b"52988006", b"SCT")) for number in range(segments)))]
    if kind == b"FRACTIONAL":
        parts.append(short(0x0062000E, 255))
    shared = (sequence(0x00209116, item(element(0x00200037, b"DS", b"1\\0\\0\\0\\1\\0")))
              + sequence(0x00289110, item(element(0x00180050, b"DS", b"1") + element(0x00180088, b"DS", b"1")
                                          + element(0x00280030, b"DS", b"1\\1"))))
    if kind != b"LABELMAP":
        shared += sequence(0x0062000A, item(short(0x0062000B, 1)))
    parts.append(sequence(0x52009229, item(shared)))
    return b"".join(parts)


def frame_groups(frames):
    yield open_sequence(0x52009230)
    for index in range(frames):
        yield item(sequence(0x00209113, item(element(0x00200032, b"DS", f"0\\0\\{index}".encode()))))
    yield SEQUENCE_END


def seg(path, sop_class=SEG, kind=b"BINARY", bits=1, rows=16, columns=16, frames=1, pixels=None, fragments=None,
        syntax=EXPLICIT, between=(), stated=None):
    """`pixels`: (number of bytes, chunk that repeats); `stated`: another length than theirs; `fragments`: bytes a
    frame; `between`: more elements."""
    def data_set():
        yield seg_header(sop_class, kind, bits, rows, columns, frames)
        yield from between
        yield from frame_groups(frames)
        if fragments is not None:
            yield head(0x7FE00010, b"OB", OPEN) + item()
            for fragment in fragments:
                yield item(fragment + b"\0" * (len(fragment) % 2))
            yield SEQUENCE_END
        else:
            length, chunk = pixels
            yield head(0x7FE00010, b"OW", length if stated is None else stated)
            for _ in range(length // len(chunk)):
                yield chunk
            yield chunk[:length % len(chunk)]
    with open(path, "wb") as file:
        file.write(start(sop_class, syntax))
        if syntax == DEFLATED:
            file.write(deflate(data_set()))
        else:
            file.writelines(data_set())


def rle_zeros(pixels):
    """A header and repeats of 128 bytes."""
    return struct.pack("<16I", 1, 64, *[0] * 14) + b"\x81\x01" * (pixels // 128 + 1)


def tiny_tiles(side):
    """A JPEG 2000 codestream of side × side tiles of one pixel, cut off behind its main header."""
    siz = struct.pack(">HIIIIIIIIHBBB", 0, side, side, 0, 0, 1, 1, 0, 0, 1, 7, 1, 1)
    cod = bytes([0, 0, 0, 1, 0, 0, 4, 4, 0, 1])
    qcd = bytes([0x40, 0x40])
    return b"\xff\x4f" + b"".join(struct.pack(">HH", marker, len(segment) + 2) + segment for marker, segment in (
        (0xFF51, siz), (0xFF52, cod), (0xFF5C, qcd))) + b"\xff\xd9"


# ---- other objects

def write(path, sop_class, *content, syntax=EXPLICIT):
    data = [identity(sop_class), *content]
    with open(path, "wb") as file:
        file.write(start(sop_class, syntax))
        if syntax == DEFLATED:
            file.write(deflate(data))
        else:
            file.writelines(data)


def sr_root():
    return element(0x0040A040, b"CS", b"CONTAINER") + code(0x0040A043, b"126000")


def sr_items(count, content=None):
    content = content or element(0x0040A010, b"CS", b"CONTAINS") + element(0x0040A040, b"CS", b"CONTAINER")
    yield open_sequence(0x0040A730)
    for _ in range(count):
        yield item(content)
    yield SEQUENCE_END


# ---- the bombs: name, the codes one of which must come (none = it may also be read), a function that writes it

KIB, MIB = 1 << 10, 1 << 20
ALL = []


def bomb(*codes):
    def add(make):
        ALL.append((make.__name__, codes, make))
        return make
    return add


def zeros_behind(path, count):
    """Lengthens the file without using disk."""
    with open(path, "ab") as file:
        file.truncate(path.stat().st_size + count)


@bomb()
def deflated_pixels(path):
    """64 MiB of Pixel Data in some 64 KiB."""
    seg(path, bits=8, rows=8192, columns=8192, pixels=(64 * MIB, b"\0" * MIB), syntax=DEFLATED)


@bomb("FILE_TOO_LARGE")
def deflated_text(path):
    write(path, SR, head(0x0040A160, b"UT", 400 * MIB), *[b"A" * MIB] * 400, sr_root(), syntax=DEFLATED)


@bomb("FILE_TRUNCATED")
def deflated_length(path):
    """A data set of a few bytes with an element that states 3 GiB."""
    write(path, SR, element(0x0040A160, b"UT", b"A", 3 << 30), syntax=DEFLATED)


@bomb("FILE_TRUNCATED")
def stated_length(path):
    write(path, SR, element(0x0040A160, b"UT", b"A", 0xFFFFFFF0), sr_root())


@bomb("FILE_TOO_LARGE")
def large_frame(path):
    seg(path, bits=1, rows=65535, columns=65535, pixels=(0, b"\0"), stated=65535 * 65535 // 8 + 1)
    zeros_behind(path, 65535 * 65535 // 8 + 1)


@bomb("SEG_TOO_COMPLEX")
def frame_of_many_runs(path):
    """8192 × 8192, every second pixel set: 33 million runs."""
    seg(path, bits=1, rows=8192, columns=8192, pixels=(8192 * 1024, b"\x55" * MIB))


@bomb("SEG_TOO_COMPLEX")
def many_frames_of_many_runs(path):
    seg(path, bits=1, rows=1024, columns=1024, frames=300, pixels=(300 * 131072, b"\x55" * MIB))


@bomb()
def almost_too_many_runs(path):
    seg(path, bits=1, rows=1024, columns=1024, frames=31, pixels=(31 * 131072, b"\x55" * 131072))


@bomb("SEG_TOO_COMPLEX")
def label_map_of_many_runs(path):
    values = struct.pack("<32768H", *([1, 0] * 16384))
    seg(path, sop_class=LABELMAP, kind=b"LABELMAP", bits=16, rows=8192, columns=8192, pixels=(8192 * 8192 * 2, values))


@bomb()
def rle_frames(path):
    """Frames of 64 MiB, each from 1 MB."""
    seg(path, bits=8, rows=8192, columns=8192, frames=4, syntax=RLE, fragments=[rle_zeros(8192 * 8192)] * 4)


@bomb()
def deflated_frames(path):
    frame = deflate([b"\0" * 8192] * 8192)
    seg(path, kind=b"FRACTIONAL", bits=8, rows=8192, columns=8192, frames=4, syntax=DEFLATED_FRAME,
        fragments=[frame] * 4)


@bomb("SEG_PIXEL_DATA_DAMAGED")
def large_fragment(path):
    """256 MiB for a frame of 256 pixels."""
    seg(path, bits=8, syntax=RLE, fragments=[rle_zeros(256) + b"\x80" * (256 * MIB)])


@bomb("SEG_PIXEL_DATA_DAMAGED")
def tiles_of_one_pixel(path):
    """The decoder keeps kilobytes for each tile."""
    seg(path, kind=b"FRACTIONAL", bits=8, rows=250, columns=250, syntax=JPEG_2000, fragments=[tiny_tiles(250)])


@bomb("SEG_FRAME_COUNT")
def frame_count_of_millions(path):
    seg(path, frames=1, pixels=(32, b"\0" * 32))
    data = path.read_bytes()
    at = data.index(struct.pack("<HH2sH", 0x28, 8, b"IS", 2))
    path.write_bytes(data[:at] + element(0x00280008, b"IS", b"1999999 ") + data[at + 10:])


@bomb()
def many_frames_of_one_pixel(path):
    seg(path, rows=1, columns=1, frames=200_000, pixels=(25_000, b"\xff"))


@bomb("FILE_TOO_LARGE")
def empty_items(path):
    """40 MB of empty items in a sequence of the header."""
    seg(path, pixels=(32, b"\0" * 32), between=[open_sequence(0x00081115), item() * (5 * MIB), SEQUENCE_END])


@bomb("FILE_TOO_LARGE")
def small_elements(path):
    elements = struct.pack("<HH2sH", 0x0009, 0x0010, b"LO", 0) * (5 * MIB)
    write(path, SR, open_sequence(0x00081115), item(elements), SEQUENCE_END, sr_root())


@bomb("FILE_TOO_LARGE")
def long_text(path):
    write(path, SR, sr_root(), head(0x0040DB0D, b"UT", 400 * MIB))
    zeros_behind(path, 400 * MIB)


@bomb("SR_TOO_LARGE")
def many_content_items(path):
    write(path, SR, sr_root(), *sr_items(201_000))


@bomb("FILE_TOO_LARGE")
def far_too_many_content_items(path):
    write(path, SR, sr_root(), *sr_items(1_500_000))


@bomb("SR_NO_MEASUREMENT")
def long_graphic_data(path):
    values = struct.pack("<ff", 1, 2) * (8 * 1024 - 1)
    content = (element(0x0040A040, b"CS", b"SCOORD") + element(0x00700023, b"CS", b"POLYLINE")
               + head(0x00700022, b"FL", len(values)) + values)
    write(path, SR, sr_root(), *sr_items(200, content))


def roi():
    return (sequence(0x30060010, item(element(0x00200052, b"UI", b"1.2.3.7")))
            + sequence(0x30060020, item(element(0x30060022, b"IS", b"1") + element(0x30060024, b"UI", b"1.2.3.7")
                                        + element(0x30060026, b"LO", b"GTV"))))


@bomb("FILE_TOO_LARGE", "RTSTRUCT_CONTOUR_DATA")
def contour_of_millions_of_points(path):
    """VR UN has no limit of 64 KB."""
    data = b"0.5\\0.25\\1\\" * (9 * MIB) + b"0\\0\\1"
    contour = element(0x30060042, b"CS", b"CLOSED_PLANAR") + element(0x30060046, b"IS", b"9437185")
    contour += element(0x30060050, b"UN", data)
    write(path, RTSTRUCT, roi(), sequence(0x30060039, item(element(0x30060084, b"IS", b"1")
                                                          + sequence(0x30060040, item(contour)))))


@bomb()
def many_contours(path):
    contour = (element(0x30060042, b"CS", b"CLOSED_PLANAR") + element(0x30060046, b"IS", b"4")
               + element(0x30060050, b"DS", b"0\\0\\1\\5\\0\\1\\5\\5\\1\\0\\5\\1"))
    contours = element(0x30060040, b"SQ", item(contour) * 200_000)
    write(path, RTSTRUCT, roi(), sequence(0x30060039, item(element(0x30060084, b"IS", b"1") + contours)))


@bomb("FILE_TOO_LARGE")
def large_grid(path):
    """A deformation of 65535 × 65535 × 65535 vectors that are not there."""
    grid = (element(0x00200032, b"DS", b"0\\0\\0") + element(0x00200037, b"DS", b"1\\0\\0\\0\\1\\0")
            + element(0x00640007, b"UL", struct.pack("<III", 65535, 65535, 65535))
            + element(0x00640008, b"FD", struct.pack("<ddd", 1, 1, 1)) + element(0x00640009, b"OF", b"\0" * 12))
    write(path, DEFORMABLE, element(0x00200052, b"UI", b"1.2.3.7"),
          sequence(0x00640002, item(element(0x00640003, b"UI", b"1.2.3.8") + sequence(0x00640005, item(grid)))))
