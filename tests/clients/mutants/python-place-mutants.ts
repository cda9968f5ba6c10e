import type { Mutant } from './harness.ts';

const client = 'python';

/** Faults in the location or the name of a field, such as a body field that is sent as a header. */
export const PYTHON_PLACE_MUTANTS: readonly Mutant[] = [
  {
    ...{ client, name: 'a body field that is sent as a header', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: [
      `            "idempotency_key": idempotency_key,
        }
        headers = {`,
      `        }
        headers = {"Idempotency-Key": idempotency_key, `,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'cues.fire', field: 'idempotency_key' },
      places: { declared: 'body idempotency_key', sent: 'header Idempotency-Key' },
      observed: 'argument idempotency_key',
    },
  },
  {
    ...{ client, name: 'a body field that is sent in the query', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: [
      `            "idempotency_key": idempotency_key,
        }
        headers = {"X-CueAPI-Verify-Echo": verify_echo}
        return self._wire.send("POST", f"/v1/cues/{segment(cue_id)}/fire", `,
      `        }
        headers = {"X-CueAPI-Verify-Echo": verify_echo}
        query = {"idempotency_key": idempotency_key}
        return self._wire.send("POST", f"/v1/cues/{segment(cue_id)}/fire", query=query, `,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'cues.fire', field: 'idempotency_key' },
      places: { declared: 'body idempotency_key', sent: 'query idempotency_key' },
    },
  },
  {
    ...{ client, name: 'a header that is sent as a body field', file: 'acme/executions.py' },
    only: ['executions.heartbeat'],
    replace: [
      `headers = {"X-Worker-Id": worker_id, "X-CueAPI-Verify-Echo": verify_echo}
        return self._wire.send("POST", f"/v1/executions/{segment(execution_id)}/heartbeat", headers=headers)`,
      `headers = {"X-CueAPI-Verify-Echo": verify_echo}
        path = f"/v1/executions/{segment(execution_id)}/heartbeat"
        return self._wire.send("POST", path, headers=headers, body={"worker_id": worker_id})`,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'executions.heartbeat', field: 'worker_id' },
      places: { declared: 'header X-Worker-Id', sent: 'body worker_id' },
    },
  },
  {
    ...{ client, name: 'a required header that is sent as a body field', file: 'acme/messages.py' },
    only: ['messages.send'],
    replace: [
      `        }
        headers = {
            "X-Cueapi-From-Agent": from_agent,`,
      `            "from_agent": from_agent,
        }
        headers = {`,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'messages.send', field: 'from_agent' },
      places: { declared: 'header X-Cueapi-From-Agent', sent: 'body from_agent' },
    },
  },
  {
    ...{ client, name: 'a filter that is sent as a header', file: 'acme/cues.py', only: ['cues.list'] },
    replace: [
      `query = {"status": status, "limit": limit, "offset": offset}
        return CueList.from_json(self._wire.send("GET", "/v1/cues", query=query))`,
      `query = {"limit": limit, "offset": offset}
        return CueList.from_json(self._wire.send("GET", "/v1/cues", query=query, headers={"X-Status": status}))`,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'cues.list', field: 'status' },
      places: { declared: 'query status', sent: 'header X-Status' },
    },
  },
  {
    ...{
      client,
      name: 'a field of an object that is sent outside the object',
      file: 'acme/cues.py',
      only: ['cues.create'],
    },
    replace: [
      `            "delivery": delivery,
            "alerts": alerts,
            "catch_up": catch_up,
            "on_success_fire": on_success_fire,
            "require_payload_override": require_payload_override,
            "required_payload_keys": required_payload_keys,
        }
        headers = {"X-CueAPI-Verify-Echo": verify_echo}
        return`,
      `            "delivery": {k: v for k, v in (delivery or {}).items() if k != "timeout_seconds"} or None,
            "timeout_seconds": (delivery or {}).get("timeout_seconds"),
            "alerts": alerts,
            "catch_up": catch_up,
            "on_success_fire": on_success_fire,
            "require_payload_override": require_payload_override,
            "required_payload_keys": required_payload_keys,
        }
        headers = {"X-CueAPI-Verify-Echo": verify_echo}
        return`,
    ],
    expect: {
      ...{ kind: 'field-misplaced', operation: 'cues.create', field: 'delivery.timeout_seconds' },
      places: { declared: 'body /delivery/timeout_seconds', sent: 'body timeout_seconds' },
    },
  },
  {
    ...{ client, name: 'a body field with another name', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['"exit_criteria": exit_criteria', '"exit_criterion": exit_criteria'],
    expect: {
      ...{ kind: 'field-renamed', operation: 'cues.fire', field: 'exit_criteria' },
      places: { declared: 'body exit_criteria', sent: 'body exit_criterion' },
    },
  },
  {
    ...{ client, name: 'a body field in camel case', file: 'acme/cues.py', only: ['cues.fire'] },
    replace: ['"merge_strategy": merge_strategy', '"mergeStrategy": merge_strategy'],
    expect: {
      ...{ kind: 'field-renamed', operation: 'cues.fire', field: 'merge_strategy' },
      places: { declared: 'body merge_strategy', sent: 'body mergeStrategy' },
    },
  },
  {
    ...{ client, name: 'a filter with another name', file: 'acme/executions.py', only: ['executions.list'] },
    replace: ['"status__in": status__in', '"statuses": status__in'],
    expect: {
      ...{ kind: 'field-renamed', operation: 'executions.list', field: 'status__in' },
      places: { declared: 'query status__in', sent: 'query statuses' },
    },
  },
  {
    ...{ client, name: 'a required header with another name', file: 'acme/messages.py', only: ['messages.send'] },
    replace: ['"X-Cueapi-From-Agent"', '"X-From-Agent"'],
    expect: {
      ...{ kind: 'field-renamed', operation: 'messages.send', field: 'from_agent' },
      places: { declared: 'header X-Cueapi-From-Agent', sent: 'header X-From-Agent' },
    },
  },
];
