"""Starts the real parts that the demonstration and the integration tests talk to, on loopback and free ports.

Each part keeps its files in a folder of its own and is stopped by its process id.
"""
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

LOOPBACK = "127.0.0.1"
# DCMTK's tools leave Nagle's algorithm on; without this each object waits 40 ms.
DCMTK_ENVIRONMENT = dict(os.environ, TCP_NODELAY="1")


def free_port():
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds, what, on_wait=None):
    """Polls until condition() is true and returns its value; raises TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} s")
        if on_wait:
            on_wait()
        time.sleep(0.1)


class Part:
    """A process with a log file."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = None

    def launch(self, command, log_name, **options):
        log = open(self.folder / log_name, "ab")
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                                        stderr=subprocess.STDOUT, **options)
        log.close()

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, seconds=30):
        if not self.is_alive():
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def kill(self):
        if self.is_alive():
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


FORWARD_LUA = pathlib.Path(__file__).resolve().parent.parent / "docker/orthanc/forward.lua"


class Orthanc(Part):
    """A PACS. `forward_to` = (AE title, port) of the peer that gets every SEG and SR."""

    def __init__(self, folder, aet="PACS", forward_to=None, stable_age=2, dicom_port=None, options=None):
        super().__init__(folder)
        self.aet = aet
        self.dicom_port = dicom_port or free_port()
        self.http_port = free_port()
        self.url = f"http://{LOOPBACK}:{self.http_port}"
        self.forward_to = forward_to
        self.stable_age = stable_age
        self.options = options or {}

    def write_configuration(self):
        (self.folder / "db").mkdir(exist_ok=True)
        configuration = {
            "Name": self.aet,
            "StorageDirectory": str(self.folder / "db"),
            "IndexDirectory": str(self.folder / "db"),
            "HttpPort": self.http_port,
            "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False,
            "DicomAet": self.aet,
            "DicomPort": self.dicom_port,
            "DicomCheckCalledAet": True,
            "DicomModalities": {},
            "StableAge": self.stable_age,
            "OverwriteInstances": True,
            "SyncStorageArea": False,
            "SaveJobs": False,
        }
        if self.forward_to:
            peer, port = self.forward_to
            configuration["DicomModalities"][peer] = {
                "AET": peer, "Host": LOOPBACK, "Port": port, "AllowEcho": True, "AllowFind": True,
                "AllowMove": True, "AllowStore": True}
            lua = self.folder / "forward.lua"
            lua.write_text(FORWARD_LUA.read_text().replace("'OLIGARD'", f"'{peer}'"))
            configuration["LuaScripts"] = [str(lua)]
        configuration.update(self.options)
        path = self.folder / "orthanc.json"
        path.write_text(json.dumps(configuration, indent=2))
        return path

    def start(self):
        self.launch(["Orthanc", self.write_configuration()], "orthanc.log")
        wait_until(self.answers, 30, "Orthanc's start")
        return self

    def answers(self):
        if not self.is_alive():
            raise RuntimeError(f"Orthanc ended, see {self.folder / 'orthanc.log'}")
        try:
            return self.get("/system")
        except (urllib.error.URLError, ConnectionError):
            return None

    def get(self, path, raw=False):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            body = answer.read()
        return body if raw else json.loads(body)

    def find(self, level, query):
        """Identifiers of what matches, e.g. find("Instance", {"Modality": "SR"})."""
        body = json.dumps({"Level": level, "Query": query}).encode()
        request = urllib.request.Request(self.url + "/tools/find", data=body)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def download(self, instance, path):
        pathlib.Path(path).write_bytes(self.get(f"/instances/{instance}/file", raw=True))


class Service(Part):
    """`oligard serve` with a settings file of its own."""

    def __init__(self, folder, program, destinations=(), aet="OLIGARD", port=None, quiet_period_s=2, workers=1,
                 extra="", data_dir=None, memory_mb=4096):
        super().__init__(folder)
        self.program = program
        self.aet = aet
        self.port = port or free_port()
        self.config = self.folder / "oligard.toml"
        self.data_dir = pathlib.Path(data_dir or self.folder / "data")
        text = (f'[listener]\naet = "{aet}"\nbind = "{LOOPBACK}"\nport = {self.port}\nallowed_aets = ["*"]\n'
                f'[store]\ndata_dir = "{self.data_dir}"\nmin_free_bytes = 1048576\n'
                f'[pipeline]\nquiet_period_s = {quiet_period_s}\nworkers = {workers}\n'
                f'worker_memory_mb = {memory_mb}\n'
                f'[log]\nformat = "json"\n')
        for destination in destinations:
            text += "[[destination]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in destination.items())
        self.config.write_text(text + extra)

    def start(self, seconds=30):
        self.launch([self.program, "serve", "--config", self.config], "oligard.log")
        wait_until(self.answers, seconds, "oligard's start")
        return self

    def answers(self):
        if not self.is_alive():
            raise RuntimeError(f"oligard ended, see {self.folder / 'oligard.log'}:\n{self.log()[-2000:]}")
        return subprocess.run(["echoscu", "-aec", self.aet, "-to", "1", LOOPBACK, str(self.port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def log(self):
        path = self.folder / "oligard.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def run(self, *arguments):
        """Another command of the program with the same settings; returns what it printed."""
        done = subprocess.run([self.program, *arguments, "--config", str(self.config)], capture_output=True,
                              text=True, timeout=60, check=False)
        return done.stdout + done.stderr

    def table(self, name):
        """`oligard NAME list` as a list of dictionaries; cells are two spaces apart."""
        done = subprocess.run([self.program, name, "--config", str(self.config), "list", "--json"],
                              capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)


def store(aec, port, paths, aet="MODALITY", timeout=600, check=True):
    """C-STORE of files or folders with DCMTK's storescu; -R proposes just what the files need."""
    command = ["storescu", "-R", "-aet", aet, "-aec", aec, "+sd", "+r", LOOPBACK, str(port), *map(str, paths)]
    return subprocess.run(command, env=DCMTK_ENVIRONMENT, capture_output=True, text=True, timeout=timeout, check=check)
