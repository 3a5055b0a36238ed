#!/usr/bin/env python3
"""A client of an ASAP platform that needs nothing but Python's standard library.

    python3 client.py http://localhost:8080 [part ...]

Every function of PARTS shows one thing that a client does, and checks the answer. Without names
all of them run. It ends with status 1 at the first answer that is not as it should be.
"""

import gzip
import json
import sys
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone

BASE = ""
ME = "urn:asap:agent:python-client"
ECHO = "urn:asap:agent:echo"
TIMEOUT_SECONDS = 30


def check(holds, what, seen):
    if not holds:
        raise AssertionError(f"{what}, but: {seen}")


# ---- HTTP


def call(method, path, body=None, headers=None):
    """Sends a request; answers status, headers and body, whatever the status."""
    request = urllib.request.Request(
        BASE + path, data=body, headers=headers or {}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def post(message, headers=None, encode=lambda body: body):
    """Posts JSON to /asap and answers JSON. Errors of JSON-RPC come with status 200 as well."""
    headers = {"Content-Type": "application/json", "ASAP-Version": "2.2, 2.1", **(headers or {})}
    status, answered, body = call("POST", "/asap", encode(json.dumps(message).encode()), headers)
    check(status == 200, "status 200", (status, body))
    check(answered["Content-Type"] == "application/json", "JSON", answered["Content-Type"])
    check(answered["ASAP-Version"] == "2.2", "version 2.2", answered["ASAP-Version"])
    return json.loads(body)


# ---- messages


def envelope(text, skill="echo"):
    """A request to the echo agent."""
    return {
        "id": str(uuid.uuid4()),
        "asap_version": "0.1",
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "sender": ME,
        "recipient": ECHO,
        "payload_type": "task.request",
        "payload": {
            "conversation_id": "conv_" + uuid.uuid4().hex,
            "skill_id": skill,
            "input": {"message": text},
        },
    }


def rpc(message, request_id="1", **params):
    """The JSON-RPC request around an envelope."""
    return {
        "jsonrpc": "2.0",
        "id": request_id,
        "method": "asap.send",
        "params": {"envelope": message, **params},
    }


def check_echo(answer, message, request_id="1"):
    """That an answer belongs to a request and repeats its input; gives the payload."""
    check("error" not in answer and answer["id"] == request_id, "a result", answer)
    answered = answer["result"]["envelope"]
    check(answered["correlation_id"] == message["id"], "our envelope's id", answered)
    check(answered["sender"] == ECHO and answered["recipient"] == ME, "from echo to us", answered)
    check(answered["payload_type"] == "task.response", "a task response", answered)
    payload = answered["payload"]
    check(payload["status"] == "completed", "completed", payload)
    check(payload["result"] == {"echoed": message["payload"]["input"]}, "our input", payload)
    return payload


# ---- server-sent events


def events(method, path, body=None, headers=None):
    """Every event until the server ends the stream, as {"id", "event", "data"}."""
    headers = {"Accept": "text/event-stream", **(headers or {})}
    request = urllib.request.Request(BASE + path, data=body, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        kind = answer.headers["Content-Type"]
        check(kind == "text/event-stream; charset=utf-8", "an event stream", kind)
        event = {}
        for line in answer:
            check(line.endswith(b"\n") and b"\r" not in line, "lines that end with LF", line)
            line = line[:-1].decode()
            if line == "":
                if event:
                    yield event
                event = {}
            elif not line.startswith(":"):  # a comment, to keep the connection alive
                name, _, value = line.partition(": ")
                check(name in ("id", "event", "data"), "a known field", line)
                check(name not in event, "each field in one line", line)
                event[name] = json.loads(value) if name == "data" else value
        check(event == {}, "an empty line behind the last event", event)


def stream(message):
    """The envelopes that POST /asap/stream answers with."""
    body = json.dumps(rpc(message)).encode()
    found = list(events("POST", "/asap/stream", body, {"Content-Type": "application/json"}))
    check(all(set(event) == {"data"} for event in found), "data lines only", found)
    return [event["data"] for event in found]


# ---- what a client does


def discover():
    """Finds out who is there, and asks again without a second transfer."""
    status, headers, body = call("GET", "/.well-known/asap/manifest.json")
    manifest = json.loads(body)
    check(status == 200 and manifest["id"] == ECHO, "the manifest of echo", manifest)
    check(isinstance(manifest["capabilities"]["skills"], list), "skills", manifest)
    check(manifest["endpoints"]["asap"].endswith("/asap"), "an endpoint", manifest)
    status, _, body = call("GET", "/agents/echo/.well-known/asap/manifest.json")
    check(status == 200 and json.loads(body)["id"] == ECHO, "the same by its path", body)
    tag = {"If-None-Match": headers["ETag"]}
    status, _, body = call("GET", "/.well-known/asap/manifest.json", headers=tag)
    check(status == 304 and body == b"", "not modified", status)
    status, _, body = call("GET", "/.well-known/asap/health")
    check(status == 200 and json.loads(body)["status"] == "healthy", "healthy", body)


def send():
    """One message, one answer."""
    message = envelope("hello")
    payload = check_echo(post(rpc(message)), message)
    check(payload["task_id"].startswith("task_"), "a task", payload)


def errors():
    """Errors of JSON-RPC come with status 200: look at the body first."""
    answer = post(rpc(envelope("x")) | {"method": "asap.nothing"})
    check(answer["error"]["code"] == -32601 and answer["id"] == "1", "no such method", answer)
    broken = envelope("x")
    del broken["sender"]
    answer = post(rpc(broken))
    check(answer["error"]["code"] == -32602, "an invalid envelope", answer)
    status, _, body = call("POST", "/asap", b"{not JSON")
    answer = json.loads(body)
    check(status == 200 and answer["error"]["code"] == -32700, "not JSON", answer)
    check("result" not in answer and answer["id"] is None, "an error only", answer)


def batch():
    """Three messages in one request; the answers come in their order, errors among them."""
    first, last = envelope("one"), envelope("three")
    wrong = envelope("two") | {"recipient": "nobody"}
    answers = post([rpc(first, "a"), rpc(wrong, "b"), rpc(last, "c")])
    check([answer["id"] for answer in answers] == ["a", "b", "c"], "the order", answers)
    check_echo(answers[0], first, "a")
    check(answers[1]["error"]["code"] == -32602, "an error in the middle", answers[1])
    check_echo(answers[2], last, "c")


def compression():
    """Bodies, also of a batch, may be packed with gzip."""
    message = envelope("again and " * 1000)
    packed = {"Content-Encoding": "gzip"}
    check_echo(post(rpc(message), packed, gzip.compress), message)
    answers = post([rpc(message, "a"), rpc(message, "b")], packed, gzip.compress)
    check_echo(answers[0], message, "a")
    check_echo(answers[1], message, "b")


def streaming():
    """An answer in chunks."""
    message = envelope("streamed")
    chunks = stream(message)
    check(len(chunks) >= 1, "at least one chunk", chunks)
    for chunk in chunks:
        check(chunk["payload_type"] == "TaskStream", "TaskStream", chunk)
        check(chunk["correlation_id"] == message["id"], "our envelope's id", chunk)
        check(isinstance(chunk["payload"]["final"], bool), "an explicit final", chunk)
        check(chunk["extensions"]["task_id"].startswith("task_"), "the task's id", chunk)
    sequence = [chunk["extensions"]["sequence"] for chunk in chunks]
    check(sequence == sorted(set(sequence)), "growing numbers", sequence)
    finals = [chunk["payload"]["final"] for chunk in chunks]
    check(finals == [False] * (len(chunks) - 1) + [True], "the last is final", finals)
    check(chunks[-1]["payload"]["status"] == "completed", "completed", chunks[-1])


def stream_errors():
    """What goes wrong before a stream begins is JSON: look at the content type first."""
    broken = json.dumps(rpc({})).encode()
    status, headers, body = call("POST", "/asap/stream", broken)
    check(status == 200 and headers["Content-Type"] == "application/json", "JSON", headers)
    check(json.loads(body)["error"]["code"] == -32602, "an invalid envelope", body)


def task():
    """What became of a task."""
    message = envelope("remembered")
    task_id = check_echo(post(rpc(message)), message)["task_id"]
    status, headers, body = call("GET", "/asap/tasks/" + task_id)
    check(status == 200 and headers["Content-Type"] == "application/json", "a page", (status, body))
    page = json.loads(body)
    check(page["task"]["id"] == task_id, "the task", page)
    check(page["task"]["status"] == "completed", "completed", page)
    check(page["agent"] == ECHO and page["sequence"] >= 1, "its agent and log", page)
    check(page["result"] == {"echoed": {"message": "remembered"}}, "its result", page)
    check("error" not in page, "no error", page)
    status, _, _ = call("GET", "/asap/tasks/task_that_never_was_anywhere")
    check(status == 404, "404 for another", status)


def task_events():
    """The log of a task, and the rest of it after a break."""
    task_id = stream(envelope("logged"))[-1]["extensions"]["task_id"]
    path = f"/asap/tasks/{task_id}/events"
    log = list(events("GET", path))
    check(len(log) >= 2, "some events", log)
    for event in log:
        extensions = event["data"]["extensions"]
        check(event["id"] == str(extensions["sequence"]), "its number", event)
        check(event["event"] == event["data"]["payload_type"], "its type", event)
        check(extensions["task_id"] == task_id, "the task's id", event)
    check(log[-1]["data"]["payload"]["status"] == "completed", "the end last", log[-1])
    for seen in range(len(log)):
        rest = list(events("GET", path, headers={"Last-Event-ID": log[seen]["id"]}))
        check(rest == log[seen + 1 :], "what was missed, and nothing twice", rest)


def idempotency():
    """The same request again: one task, one answer, to whichever envelope asks."""
    key = {"X-Idempotency-Key": str(uuid.uuid4())}
    first = envelope("once")
    again = first | {"id": str(uuid.uuid4())}
    task_id = check_echo(post(rpc(first), key), first)["task_id"]
    same = check_echo(post(rpc(again, "2"), key), again, "2")["task_id"]
    check(same == task_id, "the same task", (task_id, same))
    answer = post(rpc(envelope("something else")), key)
    check(answer["error"]["code"] == -32602, "no other request under the key", answer)


PARTS = {
    "discover": discover,
    "send": send,
    "errors": errors,
    "batch": batch,
    "compression": compression,
    "streaming": streaming,
    "stream-errors": stream_errors,
    "task": task,
    "task-events": task_events,
    "idempotency": idempotency,
}

if __name__ == "__main__":
    BASE = sys.argv[1].rstrip("/")
    for part in sys.argv[2:] or PARTS:
        PARTS[part]()
        print("ok", part)
