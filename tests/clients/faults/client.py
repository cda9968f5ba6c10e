"""Each operation of this client has one fault. The table of faults describes all faults."""
import http.client
import json
import os
import sys
from urllib.parse import quote, urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "faults.json")) as file:
    ROWS = json.load(file)

QUERY = ["page", "limit", "search", "flag", "tags"]
HEADERS = {"trace_id": "X-Trace-Id", "second_id": "X-Second-Id"}
COOKIES = ["theme", "skin_tone"]
BODY = ["size", "width", "label", "parts"]
OPTIONS = ["depth", "height"]


class Message:
    def __init__(self, name, given):
        self.path = ["t", name, quote(given["path_id"], safe="")]
        self.query = {key: given[key] for key in QUERY if given.get(key) is not None}
        self.headers = [(wire, given[key]) for key, wire in HEADERS.items() if given.get(key) is not None]
        self.cookies = {key: given[key] for key in COOKIES if given.get(key) is not None}
        self.body = {key: given[key] for key in BODY if given.get(key) is not None}
        options = {key: given[key] for key in OPTIONS if given.get(key) is not None}
        if options:
            self.body["options"] = options
        self.credentials = ["Bearer k"]
        self.raw = set()
        self.comma = set()
        self.twice = set()
        self.times = 1

    def header(self, wire):
        return next((value for name, value in self.headers if name == wire), None)

    def without_header(self, wire):
        self.headers = [(name, value) for name, value in self.headers if name != wire]

    def target(self):
        pairs = []
        for key, value in self.query.items():
            if isinstance(value, list) and key not in self.comma:
                pairs += ["%s=%s" % (key, self.text(key, each)) for each in value]
            else:
                text = ",".join(map(str, value)) if isinstance(value, list) else value
                pairs += ["%s=%s" % (key, self.text(key, text))] * (2 if key in self.twice else 1)
        return "/" + "/".join(self.path) + ("?" + "&".join(pairs) if pairs else "")

    def text(self, key, value):
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        return text.replace(" ", "+") if key in self.raw else quote(text, safe="")


def move_query(m):
    if "search" in m.query:
        m.headers.append(("X-Search", quote(m.query.pop("search"))))


def move_header(m):
    value = m.header("X-Trace-Id")
    m.without_header("X-Trace-Id")
    if value is not None:
        m.query["trace_id"] = value


def move_cookie(m):
    if "theme" in m.cookies:
        m.headers.append(("Theme", m.cookies.pop("theme")))


def move_body(m):
    if "size" in m.body:
        m.query["size"] = m.body.pop("size")


def move_nested(m):
    if "depth" in m.body.get("options", {}):
        m.body["depth"] = m.body["options"].pop("depth")


def move_list(m):
    if "tags" in m.query:
        m.body["tags"] = m.query.pop("tags")


def drop(part):
    def fault(m):
        {
            "query": lambda: m.query.pop("search", None),
            "header": lambda: m.without_header("X-Trace-Id"),
            "cookie": lambda: m.cookies.pop("theme", None),
            "body": lambda: m.body.pop("size", None),
            "nested": lambda: m.body.get("options", {}).pop("depth", None),
            "list": lambda: m.query.pop("tags", None),
            "credential": lambda: m.credentials.clear(),
        }[part]()

    return fault


def rename_in(values, old, new):
    if old in values:
        values[new] = values.pop(old)


def rename_header(m):
    value = m.header("X-Trace-Id")
    m.without_header("X-Trace-Id")
    if value is not None:
        m.headers.append(("X-Trail", value))


def as_text(values, key):
    if key in values:
        values[key] = [str(each) for each in values[key]] if isinstance(values[key], list) else str(values[key])


def swap_in(values, one, other):
    pair = (values.pop(one, None), values.pop(other, None))
    values.update({key: value for key, value in zip((other, one), pair) if value is not None})


def swap_header(m):
    names = {"X-Trace-Id": "X-Second-Id", "X-Second-Id": "X-Trace-Id"}
    m.headers = [(names.get(name, name), value) for name, value in m.headers]


def json_text(values, key):
    if key in values:
        values[key] = json.dumps(values[key])


def unquote_path(m):
    m.path[2] = m.path[2].replace("%2F", "/")


def default_header(m):
    if m.header("X-Trace-Id") is None:
        m.headers.append(("X-Trace-Id", "auto"))


def double_header(m):
    if m.header("X-Trace-Id") is not None:
        m.headers.append(("X-Trace-Id", "other"))


def python_boolean(m):
    if "flag" in m.query:
        m.query["flag"] = str(m.query["flag"])


def retype_query(m):
    if "page" in m.query:
        m.query["page"] = "p%s" % m.query["page"]


FAULTS = {
    "move query": move_query,
    "move header": move_header,
    "move cookie": move_cookie,
    "move body": move_body,
    "move nested": move_nested,
    "move list": move_list,
    **{"drop " + part: drop(part) for part in ("query", "header", "cookie", "body", "nested", "list", "credential")},
    "rename query": lambda m: rename_in(m.query, "search", "q"),
    "rename header": rename_header,
    "rename cookie": lambda m: rename_in(m.cookies, "theme", "look"),
    "rename body": lambda m: rename_in(m.body, "size", "sz"),
    "rename nested": lambda m: rename_in(m.body.get("options", {}), "depth", "dep"),
    "rename list": lambda m: rename_in(m.query, "tags", "labels"),
    "retype query": retype_query,
    "retype body": lambda m: as_text(m.body, "size"),
    "retype nested": lambda m: as_text(m.body.get("options", {}), "depth"),
    "retype list": lambda m: as_text(m.body, "parts"),
    "restyle list": lambda m: m.comma.add("tags"),
    "restyle query": python_boolean,
    "restyle credential": lambda m: m.credentials.__setitem__(0, "k"),
    "re-encode path": unquote_path,
    "re-encode query": lambda m: m.raw.add("search"),
    "re-encode body": lambda m: json_text(m.body, "label"),
    "re-encode list": lambda m: json_text(m.body, "parts"),
    "double credential": lambda m: m.credentials.append("Bearer other"),
    "double header": double_header,
    "double query": lambda m: m.twice.add("search"),
    "double body": lambda m: setattr(m, "times", 2),
    "default query": lambda m: m.query.setdefault("page", 7),
    "default header": default_header,
    "default cookie": lambda m: m.cookies.setdefault("theme", "dark"),
    "default body": lambda m: m.body.setdefault("size", 7),
    "default nested": lambda m: m.body.setdefault("options", {}).setdefault("depth", 7),
    "default list": lambda m: m.query.setdefault("tags", ["x"]),
    "swap query": lambda m: swap_in(m.query, "page", "limit"),
    "swap header": swap_header,
    "swap cookie": lambda m: swap_in(m.cookies, "theme", "skin_tone"),
    "swap body": lambda m: swap_in(m.body, "size", "width"),
    "swap nested": lambda m: swap_in(m.body.get("options", {}), "depth", "height"),
    "none": lambda m: None,
}


class Client:
    def __init__(self, base_url):
        self.t = Rows(base_url)


class Rows:
    def __init__(self, base_url):
        self._host = urlsplit(base_url).netloc

    def _send(self, name, given):
        message = Message(name, given)
        FAULTS[ROWS[name]["fault"]](message)
        for _ in range(message.times):
            connection = http.client.HTTPConnection(self._host)
            connection.putrequest("POST", message.target())
            for key, value in message.headers:
                connection.putheader(key, value)
            for value in message.credentials:
                connection.putheader("Authorization", value)
            if message.cookies:
                connection.putheader("Cookie", "; ".join("%s=%s" % pair for pair in message.cookies.items()))
            body = json.dumps(message.body).encode()
            connection.putheader("Content-Type", "application/json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            answer = json.loads(response.read())
            connection.close()
            if response.status >= 400:
                raise RuntimeError("%d: %s" % (response.status, answer))
        return answer


TYPES = {
    **{"page": "int", "limit": "int", "search": "str", "flag": "bool", "tags": "list[str]", "trace_id": "str", "second_id": "str"},
    **{"theme": "str", "skin_tone": "str", "size": "int", "width": "int", "label": "str", "parts": "list[int]"},
    **{"depth": "int", "height": "int"},
}
METHOD = '''
def {name}(self, path_id: str, {parameters}):
    return self._send("{name}", {{key: value for key, value in locals().items() if key != "self"}})
'''
for row, about in ROWS.items():
    made = {}
    parameters = ", ".join("%s: %r = None" % (key, TYPES[key]) for key in about["takes"])
    exec(METHOD.format(name=row, parameters=parameters), made)
    setattr(Rows, row, made[row])

GIVEN = {
    **{"path_id": "a/b", "page": 3, "limit": 4, "search": "x&y z", "flag": True, "tags": ["u", "v"], "trace_id": "t-1", "second_id": "s-1"},
    **{"theme": "light", "skin_tone": "warm", "size": 11, "width": 12, "label": "a label", "parts": [21, 22], "depth": 31, "height": 32},
}
LEFT_OUT = {"query": "page", "header": "trace_id", "cookie": "theme", "body": "size", "nested": "depth", "list": "tags"}

if __name__ == "__main__":
    rows = Client(os.environ["PARITY_BASE_URL"]).t
    for name, row in ROWS.items():
        operator, _, location = row["fault"].partition(" ")
        left_out = LEFT_OUT[location] if operator == "default" else None
        mine = ["path_id", *row["takes"]]
        try:
            getattr(rows, name)(**{key: value for key, value in GIVEN.items() if key in mine and key != left_out})
        except RuntimeError:
            pass  # one row has another path
    sys.exit(0)
