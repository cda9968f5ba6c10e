import json
import os
import unittest

from parity_driver.protocol import answer, send
from parity_driver.session import Session


def ask(request):
    return answer(Session(), json.dumps(request).encode())


class Box:
    """An object that the client creates again on every access."""

    def size(self):
        return 7


class Client:
    looked_up = 0

    @property
    def box(self):
        Client.looked_up += 1
        return Box()


class ProtocolTest(unittest.TestCase):
    def test_a_resource_is_not_read_again_for_a_call(self):
        session = Session()
        session.start({"protocol": 2, "construct": {"call": "%s.Client" % __name__}}, lambda described: None)
        before = Client.looked_up
        outcome = session.call({"method": "box.size", "arguments": {}, "timeoutMs": 1000})
        self.assertEqual((outcome["value"], Client.looked_up), (7, before))

    def test_an_unknown_request_gets_an_error(self):
        reply, last = ask({"id": 4, "do": "dance"})
        self.assertEqual((reply["id"], reply["error"]["code"], last), (4, "request-invalid", False))

    def test_a_line_that_is_not_json_gets_an_error(self):
        reply, _ = answer(Session(), b"hello")
        self.assertEqual(reply["error"]["code"], "request-invalid")

    def test_a_call_before_the_start_is_rejected(self):
        reply, _ = ask({"id": 1, "do": "call", "method": "a", "timeoutMs": 10})
        self.assertEqual(reply["error"]["message"], "the first call must come after a successful start")

    def test_the_reply_to_end_is_the_last_reply(self):
        self.assertEqual(ask({"id": 2, "do": "end"}), ({"id": 2, "ok": None}, True))

    def test_a_reply_that_json_cannot_represent_becomes_an_error(self):
        reading, writing = os.pipe()
        self.assertTrue(send(writing, {"id": 1, "ok": float("nan")}))
        self.assertEqual(json.loads(os.read(reading, 10_000))["error"]["code"], "request-invalid")
