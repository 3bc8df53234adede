"""OHIF in a headless Chromium, in front of a PACS: what scripts/prepare-viewers fetched, served on loopback."""
import functools
import http.client
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading
import unittest

from setting import PROGRAM, ROOT, peers

FETCHED = ROOT / "build/viewers"
OURS = ROOT / "tests/viewers"
SHOTS = PROGRAM.resolve().parents[2] / "viewer-shots"
DICOM_WEB = {"Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"],
             "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "EnableWado": True, "WadoRoot": "/wado",
                          "StudiesMetadata": "Full", "SeriesMetadata": "Full"}}


@functools.cache
def why_not_fetched():
    """Why what npm has is not here, or nothing."""
    done = subprocess.run([ROOT / "scripts/prepare-viewers"], capture_output=True, text=True, timeout=900, check=False)
    if done.returncode == 77:
        return done.stderr.strip()
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return None


def need_fetched():
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise unittest.SkipTest(f"{program} is not installed")
    if reason := why_not_fetched():
        raise unittest.SkipTest(reason)


def need_browser():
    for path in ("/usr/bin/chromium", DICOM_WEB["Plugins"][0]):
        if not pathlib.Path(path).exists():
            raise unittest.SkipTest(f"{path} is not installed")
    need_fetched()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the viewer; what they do not have is the viewer's page, and DICOMweb is the PACS's."""
    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm",
                      ".mjs": "text/javascript"}

    def do_GET(self):
        if self.path.startswith(("/dicom-web/", "/wado")):
            return self.forward()
        wanted = self.path.split("?")[0].lstrip("/")
        self.directory = str(OURS if wanted == "app-config.js" else FETCHED / "ohif")
        if not pathlib.Path(self.directory, wanted).is_file():
            self.path = "/index.html"
        return super().do_GET()

    def forward(self):
        pacs = http.client.HTTPConnection(peers.LOOPBACK, self.server.pacs_port, timeout=60)
        pacs.request("GET", self.path, headers=dict(self.headers))  # with Host: the PACS writes it into its URLs
        answer = pacs.getresponse()
        body = answer.read()
        pacs.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "keep-alive"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, pacs):
        super().__init__((peers.LOOPBACK, 0), Handler)
        self.pacs_port = pacs.http_port
        self.url = f"http://{peers.LOOPBACK}:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # the browser ends connections when it is done with them


class Viewer(peers.Part):
    """A browser's page on the viewer; `kill` ends browser and server."""

    def __init__(self, folder, pacs):
        super().__init__(folder)
        self.server = Server(pacs)
        self.url = self.server.url
        SHOTS.mkdir(parents=True, exist_ok=True)

    def start(self):
        self.log = open(self.folder / "browser.log", "wb")
        self.process = subprocess.Popen(
            ["node", OURS / "drive.js", self.server.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
            text=True, env={**os.environ, "NODE_PATH": str(FETCHED / "node_modules"), "HOME": str(self.folder)})
        self.answer()
        return self

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the browser ended, see {self.folder / 'browser.log'}:\n"
                               + (self.folder / "browser.log").read_text(errors="replace")[-2000:])
        return json.loads(line)

    def ask(self, action, **values):
        self.process.stdin.write(json.dumps({"do": action, **values}) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def __call__(self, action, **values):
        answer = self.ask(action, **values)
        if not answer["ok"]:
            raise AssertionError(f"{action} {values}: {answer['error']}\nthe page said: {self.ask('said')}\n"
                                 f"its text: {self.ask('text')}")
        return answer.get("value")

    def shot(self, name):
        path = SHOTS / f"{name}.png"
        self("shot", path=str(path))
        return path

    def kill(self):
        if self.is_alive():
            self.process.stdin.close()  # the driver closes the browser and ends
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.server.shutdown()
        self.server.server_close()
