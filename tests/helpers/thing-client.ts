import type { ProjectFiles } from './project.ts';

/** A correct Python client of the API in `project.ts`. Each test breaks one part of the client. */
export const THING_CLIENT: ProjectFiles = {
  'clients/things-python.yaml': `driver: python
source: { path: ../things-python }
construct: { call: things.Client, args: ["\${api_key}"], kwargs: { base_url: "\${base_url}" } }
`,
  'things-python/pyproject.toml': '[project]\nname = "things"\nversion = "1.0.0"\n',
  'things-python/things/__init__.py': `import http.client
import json
from typing import Any, Dict, Literal, Optional
from urllib.parse import quote, urlsplit


class ApiError(Exception):
    def __init__(self, status: int, code: Optional[str], message: str, retry_after: Optional[str]) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Client:
    def __init__(self, key: str, *, base_url: str) -> None:
        self._host = urlsplit(base_url).netloc
        self._key = key

    def create(self, name: str, *, color: Optional[Literal["red", "blue"]] = None) -> Dict[str, Any]:
        return self._send("POST", "/things", {"name": name, "color": color})

    def get(self, thing_id: str) -> Dict[str, Any]:
        return self._send("GET", "/things/" + quote(thing_id, safe=""))

    def delete(self, thing_id: str) -> None:
        self._send("DELETE", "/things/" + quote(thing_id, safe=""))

    def close(self) -> None:
        pass

    def _send(self, method: str, path: str, body: Optional[Dict[str, Any]] = None) -> Any:
        headers = {"Authorization": "Bearer " + self._key}
        payload = None
        if body is not None:
            payload = json.dumps({name: value for name, value in body.items() if value is not None})
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._host)
        connection.request(method, path, payload, headers)
        response = connection.getresponse()
        raw = response.read()
        if response.status >= 400:
            raise error_of(response.status, raw, response.headers.get("Retry-After"))
        return json.loads(raw) if raw else None


def error_of(status: int, raw: bytes, retry_after: Optional[str]) -> ApiError:
    try:
        detail = json.loads(raw)["error"]
    except (ValueError, KeyError):
        detail = {}
    return ApiError(status, detail.get("code"), detail.get("message", "no message"), retry_after)
`,
};
