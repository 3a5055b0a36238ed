#!/usr/bin/env python3
"""A client of an ASAP platform over WebSocket; it needs the package websockets.

    apt-get install python3-websockets
    python3 websocket_client.py ws://localhost:8080 [part ...]

Every function of PARTS shows one conversation, and checks what the platform says. Those that need
an agent that waits, or a platform that is set up for them, are for the tests of the platform only.
It ends with status 1 at the first message that is not as it should be.
"""

import asyncio
import inspect
import json
import sys
import uuid
from datetime import datetime, timezone

import websockets

BASE = ""
ME = "urn:asap:agent:foreign"
ECHO = "urn:asap:agent:echo"
GATED = "urn:asap:agent:gated"
TIMEOUT_SECONDS = 30
MAX_BYTES = 1024 * 1024  # in either direction; what the package takes by default


def check(holds, what, seen):
    if not holds:
        raise AssertionError(f"{what}, but: {str(seen)[:2000]}")


def new_key():
    return uuid.uuid4().hex


# ---- connections


def connect(path="/asap/ws", token=None):
    """Opens a connection; the package calls some options otherwise than it did in earlier releases."""
    known = inspect.signature(websockets.connect).parameters
    options = {"max_size": MAX_BYTES, "ping_interval": None, "open_timeout": TIMEOUT_SECONDS}
    if "proxy" in known:
        options["proxy"] = None
    if token is not None:
        name = "additional_headers" if "additional_headers" in known else "extra_headers"
        options[name] = {"Authorization": f"Bearer {token}"}
    return websockets.connect(BASE + path, **options)


async def send(socket, message):
    await socket.send(message if isinstance(message, (str, bytes)) else json.dumps(message))


async def receive_text(socket):
    """The next text that is no heartbeat; heartbeats are answered."""
    while True:
        text = await asyncio.wait_for(socket.recv(), TIMEOUT_SECONDS)
        if json.loads(text) != {"type": "ping"}:
            return text
        await send(socket, {"type": "pong"})


async def receive(socket):
    return json.loads(await receive_text(socket))


async def receive_many(socket, count):
    return [await receive(socket) for _ in range(count)]


async def end_of(socket):
    """Code and reason of the end, whatever comes before it."""
    try:
        while True:
            await receive(socket)
    except websockets.ConnectionClosed as end:
        check(end.rcvd is not None, "a close frame", repr(end))
        return end.rcvd.code, end.rcvd.reason


def drop(socket):
    """Breaks the connection, without a word."""
    socket.transport.abort()


# ---- messages


def envelope(skill, data, agent=GATED, streaming=False, **more):
    """A request to an agent."""
    return {
        "id": str(uuid.uuid4()),
        "asap_version": "0.1",
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "sender": ME,
        "recipient": agent,
        "payload_type": "task.request",
        "payload": {
            "conversation_id": "conv_" + uuid.uuid4().hex,
            "skill_id": skill,
            "input": data,
            "config": {"streaming": streaming},
        },
        **more,
    }


def echo(text):
    return envelope("echo", {"message": text}, agent=ECHO)


def rpc(message, request_id):
    """The JSON-RPC request around an envelope."""
    return {
        "jsonrpc": "2.0",
        "method": "asap.send",
        "params": {"envelope": message},
        "id": request_id,
    }


def follow(method, task_id, request_id, **more):
    params = {"task_id": task_id, **more}
    return {"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}


def answer_of(message, request_id):
    """The envelope of an answer."""
    check("error" not in message and message["id"] == request_id, f"{request_id}'s result", message)
    return message["result"]["envelope"]


def result_of(message, request, request_id):
    """The result of a task that has ended well."""
    answered = answer_of(message, request_id)
    check(answered["correlation_id"] == request["id"], "our envelope's id", answered)
    check(answered["sender"] == request["recipient"], "from the agent", answered)
    check(answered["recipient"] == ME, "to us", answered)
    check(answered["payload_type"] == "task.response", "a task response", answered)
    check(answered["payload"]["status"] == "completed", "completed", answered)
    return answered["payload"]["result"]


def check_error(message, code, request_id):
    check(message["error"]["code"] == code and message["id"] == request_id, str(code), message)
    check("result" not in message, "an error only", message)


def check_ack(message, request, status):
    """That a message is the notification of how far a request has come."""
    check(message.get("method") == "asap.ack" and "id" not in message, "a notification", message)
    notice = message["params"]["envelope"]
    check(notice["payload_type"] == "MessageAck", "an ack", notice)
    check(notice["sender"] == request["recipient"] and notice["recipient"] == ME, "to us", notice)
    payload = notice["payload"]
    check(payload["original_envelope_id"] == request["id"], "our envelope's id", payload)
    check(payload["status"] == status, status, payload)
    check(("error" in payload) == (status == "rejected"), "a reason if rejected", payload)


async def ask(socket, request, request_id=None):
    """Asks, and answers the result; nothing else may come in between."""
    request_id = request_id or new_key()
    await send(socket, rpc(request, request_id))
    return result_of(await receive(socket), request, request_id)


async def still_open(socket):
    check(await ask(socket, echo("still there?")), "an answer", None)


async def open_gate(key):
    """Lets the tasks of a key go on; answers how often they have run."""
    async with connect() as other:
        return (await ask(other, envelope("open", {"key": key})))["runs"]


async def begun(key):
    """Waits until a task of a key has begun."""
    async with connect() as other:
        await ask(other, envelope("begun", {"key": key}))


# ---- conversations


async def request():
    """One message, one answer; no extension is chosen, though one is offered."""
    async with connect() as socket:
        known = socket if hasattr(socket, "extensions") else socket.protocol
        check(known.extensions == [], "no extension", known.extensions)
        check(socket.subprotocol is None, "no subprotocol", socket.subprotocol)
        asked = echo("hello")
        check(await ask(socket, asked) == {"echoed": {"message": "hello"}}, "our input", asked)


async def by_path():
    """A path that names an agent decides, whatever recipient says."""
    async with connect("/agents/gated/asap/ws") as socket:
        await send(socket, rpc(envelope("open", {"key": new_key()}, agent=ECHO), 5))
        check(answer_of(await receive(socket), 5)["sender"] == GATED, "the path's agent", None)
    async with connect("/agents/nobody/asap/ws") as socket:
        await send(socket, rpc(echo("x"), 6))
        check_error(await receive(socket), -32012, 6)


async def fragments():
    """A message in pieces, cut within a character."""
    async with connect() as socket:
        asked = echo("größer")
        text = json.dumps(rpc(asked, "f"), ensure_ascii=False)
        await socket.send([text[:1], text[1:40], "", text[40:]])
        answered = result_of(await receive(socket), asked, "f")
        check(answered == {"echoed": {"message": "größer"}}, "our input", answered)


async def side_by_side():
    """Many requests at once; a slow one holds up nothing, answers are matched by their ids."""
    async with connect() as socket:
        key = new_key()
        slow = envelope("hold", {"key": key})
        quick = {f"quick-{number}": echo(str(number)) for number in range(50)}
        await send(socket, rpc(slow, "slow"))
        for request_id, asked in quick.items():
            await send(socket, rpc(asked, request_id))
        answers = {message["id"]: message for message in await receive_many(socket, 50)}
        check(answers.keys() == quick.keys(), "the quick ones", answers.keys())
        for request_id, asked in quick.items():
            result = result_of(answers[request_id], asked, request_id)
            check(result == {"echoed": asked["payload"]["input"]}, "its own input", result)
        await open_gate(key)
        check(result_of(await receive(socket), slow, "slow") == {"run": 1}, "the slow one", None)


async def acks():
    """Received, the answer, then how it ended; what is not let in is only rejected."""
    async with connect() as socket:
        good = {**echo("x"), "requires_ack": True}
        await send(socket, rpc(good, "good"))
        check_ack(await receive(socket), good, "received")
        result_of(await receive(socket), good, "good")
        check_ack(await receive(socket), good, "processed")

        failing = envelope("no-such-skill", {}, requires_ack=True)
        await send(socket, rpc(failing, "failing"))
        check_ack(await receive(socket), failing, "received")
        check_error(await receive(socket), -32012, "failing")
        check_ack(await receive(socket), failing, "rejected")

        stale = {**echo("x"), "requires_ack": True, "timestamp": "2020-01-01T00:00:00Z"}
        await send(socket, rpc(stale, "stale"))
        check_error(await receive(socket), -32002, "stale")
        check_ack(await receive(socket), stale, "rejected")

        chunks = envelope("talk", {"key": "", "words": 0}, streaming=True, requires_ack=True)
        await open_gate("")
        await send(socket, rpc(chunks, "chunks"))
        check_ack(await receive(socket), chunks, "received")
        while not answer_of(await receive(socket), "chunks")["payload"]["final"]:
            pass
        check_ack(await receive(socket), chunks, "processed")

        await still_open(socket)


async def again():
    """A message that is sent again runs once, and is answered under both ids."""
    key = new_key()
    repeated = envelope("hold", {"key": key}, requires_ack=True)
    async with connect() as socket:
        await send(socket, rpc(repeated, "first"))
        check_ack(await receive(socket), repeated, "received")
        await send(socket, rpc(repeated, "second"))
        check_ack(await receive(socket), repeated, "received")
        check(await open_gate(key) == 1, "one run", None)
        messages = await receive_many(socket, 5)
        answers = [message for message in messages if "id" in message]
        ids = sorted(message["id"] for message in answers)
        check(ids == ["first", "first", "second"], "answers under both ids", messages)
        for message in answers:
            check(result_of(message, repeated, message["id"]) == {"run": 1}, "one run", message)
        for message in messages:
            if "id" not in message:
                check_ack(message, repeated, "processed")
    async with connect() as socket:
        await send(socket, rpc(repeated, "third"))
        check_ack(await receive(socket), repeated, "received")
        for request_id in ("third", "first"):
            message = await receive(socket)
            check(result_of(message, repeated, request_id) == {"run": 1}, "the same", message)
        check_ack(await receive(socket), repeated, "processed")


async def streaming():
    """An answer in chunks under one id, in order, the last of them final."""
    async with connect() as socket:
        key = new_key()
        asked = envelope("talk", {"key": key, "words": 200}, streaming=True)
        await send(socket, rpc(asked, "s"))
        await open_gate(key)
        chunks = []
        while not chunks or not chunks[-1]["payload"]["final"]:
            chunks.append(answer_of(await receive(socket), "s"))
        for chunk in chunks:
            check(chunk["payload_type"] == "TaskStream", "TaskStream", chunk)
            check(chunk["correlation_id"] == asked["id"], "our envelope's id", chunk)
        words = [chunk["payload"]["chunk"] for chunk in chunks[:-1]]
        check(words == [f"word {number}" for number in range(200)], "all words", words)
        check(chunks[-1]["payload"]["status"] == "completed", "completed", chunks[-1])
        await still_open(socket)


async def come_back():
    """A result in chunks goes on after a break, behind the chunk that we have."""
    key = new_key()
    asked = envelope("talk", {"key": key, "words": 10}, streaming=True, requires_ack=True)
    broken = await connect()
    await send(broken, rpc(asked, "first"))
    check_ack(await receive(broken), asked, "received")
    chunks = [answer_of(await receive(broken), "first") for _ in range(3)]
    drop(broken)
    async with connect() as resumed:
        rest = rpc(asked, "second")
        rest["params"]["from"] = chunks[-1]["extensions"]["sequence"]
        await send(resumed, rest)
        check_ack(await receive(resumed), asked, "received")
        await open_gate(key)
        while not chunks[-1]["payload"]["final"]:
            chunks.append(answer_of(await receive(resumed), "second"))
            check(answer_of(await receive(resumed), "first") == chunks[-1], "under both ids", None)
        check_ack(await receive(resumed), asked, "processed")
    words = [chunk["payload"]["chunk"] for chunk in chunks[:-1]]
    check(words == [f"word {number}" for number in range(10)], "all words", words)
    check(chunks[-1]["payload"]["status"] == "completed", "completed", chunks[-1])


async def talking(socket, key):
    """Has the agent begin to talk; answers the task's id with the first chunk's words."""
    await send(socket, rpc(envelope("talk", {"key": key, "words": 10}, streaming=True), "talk"))
    chunk = answer_of(await receive(socket), "talk")
    return chunk["extensions"]["task_id"], chunk["payload"]["chunk"]


async def end_of_talk(socket):
    words = ""
    while True:
        payload = answer_of(await receive(socket), "talk")["payload"]
        words += payload["chunk"]
        if payload["final"]:
            return words


async def next_event(socket, task_id):
    message = await receive(socket)
    check("id" in message and message["id"] is None, "an event", message)
    event = message["result"]["envelope"]
    check(event["extensions"]["task_id"] == task_id, "of the task", event)
    return event


async def subscribe():
    """Follows a task, from where it was when the connection broke, without a gap or a double."""
    async with connect() as asking:
        key = new_key()
        task_id, first_word = await talking(asking, key)
        seen = []
        broken = await connect()
        await send(broken, follow("task.subscribe", task_id, 1))
        answered = await receive(broken)
        check(answered["id"] == 1, "the first answer", answered)
        check(answered["result"] == {"subscribed": True, "task_id": task_id}, "so", answered)
        for _ in range(3):
            seen.append(await next_event(broken, task_id))
        drop(broken)
        async with connect() as resumed:
            last = seen[-1]["extensions"]["sequence"]
            await send(resumed, follow("task.subscribe", task_id, 2, **{"from": last}))
            check((await receive(resumed))["result"]["subscribed"], "subscribed", None)
            seen.append(await next_event(resumed, task_id))
            await open_gate(key)
            while seen[-1]["payload_type"] != "task.response":
                seen.append(await next_event(resumed, task_id))
            await still_open(resumed)
        sequence = [event["extensions"]["sequence"] for event in seen]
        check(sequence == list(range(1, len(seen) + 1)), "no gap, no double", sequence)
        words = [event["payload"]["chunk"] for event in seen if event["payload_type"] == "TaskStream"]
        check(words == [f"word {number}" for number in range(10)], "all words", words)
        check(seen[-1]["payload"]["status"] == "completed", "completed", seen[-1])
        streamed = first_word + await end_of_talk(asking)
        check(streamed == "".join(words), "the same as its chunks", streamed)
    async with connect() as late:
        await send(late, follow("task.subscribe", task_id, 3, **{"from": sequence[-2]}))
        check((await receive(late))["result"]["subscribed"], "subscribed", None)
        check(await next_event(late, task_id) == seen[-1], "only the end", None)
        await send(late, follow("task.subscribe", "task_that_never_was_anywhere", 4))
        check_error(await receive(late), -32010, 4)
        await still_open(late)


async def unsubscribe():
    """Follows no more."""
    async with connect() as asking, connect() as following:
        key = new_key()
        task_id, _ = await talking(asking, key)
        await send(following, follow("task.subscribe", task_id, "s"))
        check((await receive(following))["result"]["subscribed"], "subscribed", None)
        for _ in range(7):  # submitted, working, five words
            await next_event(following, task_id)
        await send(following, follow("task.unsubscribe", task_id, "u"))
        answered = await receive(following)
        check(answered["id"] == "u", "the answer", answered)
        check(answered["result"] == {"unsubscribed": True}, "unsubscribed", answered)
        await open_gate(key)
        await end_of_talk(asking)
        await still_open(following)


async def heartbeat():
    """The server asks whether we are there, and says that it is."""
    async with connect() as socket:
        for _ in range(2):
            text = await asyncio.wait_for(socket.recv(), TIMEOUT_SECONDS)
            check(json.loads(text) == {"type": "ping"}, "a heartbeat", text)
            await send(socket, {"type": "pong"})
        pong = await socket.ping(b"there?")
        await asyncio.wait_for(pong, TIMEOUT_SECONDS)
        await still_open(socket)


async def errors():
    """What is wrong is told, and the connection goes on."""
    async with connect() as socket:
        for text, code in (
            ("{not JSON", -32700),
            ("", -32700),
            ("[]", -32600),
            ("7", -32600),
            ('"ping"', -32600),
            ("null", -32600),
            (json.dumps([rpc(echo("x"), 1)]), -32600),
        ):
            await send(socket, text)
            check_error(await receive(socket), code, None)
        await send(socket, {**rpc(echo("x"), 1), "method": "asap.nothing"})
        check_error(await receive(socket), -32601, 1)
        broken = echo("x")
        del broken["sender"]
        await send(socket, rpc(broken, 2))
        check_error(await receive(socket), -32602, 2)
        await send(socket, rpc({**echo("x"), "recipient": "nobody"}, 3))
        check_error(await receive(socket), -32602, 3)
        elsewhere = {**echo("x"), "recipient": "urn:asap:agent:nobody"}
        await send(socket, rpc(elsewhere, 4))
        answered = answer_of(await receive(socket), 4)
        check(answered["sender"] == ECHO, "the default agent's answer", answered)
        await still_open(socket)


async def sizes():
    """The longest messages, in and out."""
    async with connect() as socket:
        asked = envelope("open", {"key": new_key(), "rest": ""})
        rest = "x" * (MAX_BYTES - len(json.dumps(rpc(asked, "long"))))
        asked["payload"]["input"]["rest"] = rest
        check(len(json.dumps(rpc(asked, "long"))) == MAX_BYTES, "the limit", None)
        check(await ask(socket, asked, "long") == {"runs": 0}, "taken", None)

        await send(socket, rpc(envelope("fill", {"size": 0}), "fill"))
        around = len(await receive_text(socket)) + 3  # of a timestamp may be left out
        asked = envelope("fill", {"size": MAX_BYTES - around})
        text = (await ask(socket, asked, "fill"))["text"]
        check(len(text) == MAX_BYTES - around, "the whole text", len(text))

        await send(socket, rpc(envelope("fill", {"size": MAX_BYTES}), "more"))
        refused = await receive(socket)
        check_error(refused, -32040, "more")
        check(refused["error"]["data"]["details"]["max"] == MAX_BYTES, "the limit", refused)
        await still_open(socket)


async def too_long():
    """A message that is longer, in one piece and in two, ends the connection."""
    for pieces in (["x" * (MAX_BYTES + 1)], ["x" * (8 * MAX_BYTES)], ["x" * MAX_BYTES, "x"]):
        socket = await connect()
        try:
            await socket.send(pieces if len(pieces) > 1 else pieces[0])
        except websockets.ConnectionClosed:
            pass  # it may be over before we have said it all
        code, reason = await end_of(socket)
        check(code == 1009, "1009", (code, reason))


async def rate():
    """Too many messages a second end the connection."""
    async with connect() as socket:
        try:
            for _ in range(1000):
                await send(socket, "7")
        except websockets.ConnectionClosed:
            pass
        codes = set()
        try:
            while True:
                codes.add((await receive(socket))["error"]["code"])
        except websockets.ConnectionClosed as end:
            check(end.rcvd is not None and end.rcvd.code == 1008, "1008", repr(end))
        check(codes == {-32600, -32001}, "answers, then the reason", codes)


async def binary():
    """Only text is spoken."""
    async with connect() as socket:
        await send(socket, json.dumps(rpc(echo("x"), 1)).encode())
        code, reason = await end_of(socket)
        check(code == 1003, "1003", (code, reason))


async def strangers():
    """Who has no good token is closed, before any message is looked at."""
    for token, reason in ((None, "Authentication required"), ("other", "Invalid token")):
        async with connect(token=token) as socket:
            end = await end_of(socket)
            check(end == (4401, reason), "4401", end)
    async with connect(token="let-me-in") as socket:
        await still_open(socket)
        await send(socket, rpc({**echo("x"), "sender": "urn:asap:agent:somebody-else"}, 1))
        check("error" in await receive(socket), "not in another's name", None)
        await still_open(socket)


async def goodbye():
    """A node that stops answers what it owes, and closes. Whoever stops it reads along."""
    async with connect() as socket:
        key = new_key()
        owed = envelope("hold", {"key": key}, requires_ack=True)
        await send(socket, rpc(owed, "owed"))
        check_ack(await receive(socket), owed, "received")
        await begun(key)
        print("waits", flush=True)
        await refusal()
        await send(socket, rpc(echo("late"), "late"))
        check_error(await receive(socket), -32031, "late")
        print("is not let in any more", flush=True)
        check(result_of(await receive(socket), owed, "owed") == {"run": 1}, "the answer", None)
        check_ack(await receive(socket), owed, "processed")
        end = await end_of(socket)
        check(end == (1001, "Server shutting down"), "1001", end)


async def refusal():
    """Waits until the platform lets nobody in."""
    while True:
        try:
            async with connect():
                await asyncio.sleep(0.02)
        except (OSError, EOFError, websockets.WebSocketException):
            return


# ---- as the reference


class ReferenceClient:
    """What a server notices of the reference's client (asap-protocol 2.5.4), with shorter times.

    It asks for acks by itself. A call waits under the JSON-RPC id of the first sending, and for no
    other. Whatever has not been acknowledged in time is sent again, up to three times: the same
    envelope under a new id. An ack clears it, whatever its status; an answer does not. What nobody
    waits for goes to a callback.
    """

    ACKED = ("task.request", "task.cancel", "message.send", "state_restore")
    ACK_SECONDS = 0.5
    CHECK_SECONDS = 0.1
    MAX_RETRIES = 3

    def __init__(self):
        self.waiting = {}
        self.pending = {}
        self.unmatched = []
        self.sent = 0
        self.socket = None
        self.tasks = []

    async def connect(self, reads=True):
        self.socket = await connect()
        self.tasks = [asyncio.ensure_future(self._resend())]
        if reads:
            self.tasks.append(asyncio.ensure_future(self._read()))

    async def lose_connection(self):
        for task in self.tasks:
            task.cancel()
        drop(self.socket)

    async def close(self):
        for task in self.tasks:
            task.cancel()
        await self.socket.close()

    async def call(self, message):
        if message["payload_type"] in self.ACKED:
            message = {**message, "requires_ack": True}
            self.pending[message["id"]] = [message, self._now(), 0]
        request_id = await self._send(message)
        self.waiting[request_id] = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(self.waiting[request_id], TIMEOUT_SECONDS)

    async def _send(self, message):
        self.sent += 1
        request_id = f"ws-req-{self.sent}"
        await self.socket.send(json.dumps(rpc(message, request_id)))
        return request_id

    @staticmethod
    def _now():
        return asyncio.get_running_loop().time()

    async def _resend(self):
        while True:
            await asyncio.sleep(self.CHECK_SECONDS)
            for entry in list(self.pending.values()):
                if self._now() - entry[1] > self.ACK_SECONDS:
                    check(entry[2] < self.MAX_RETRIES, "an ack in the end", entry)
                    entry[1:] = [self._now(), entry[2] + 1]
                    await self._send(entry[0])

    async def _read(self):
        async for text in self.socket:
            message = json.loads(text)
            if message.get("type") == "ping":
                await send(self.socket, {"type": "pong"})
            elif message.get("method") == "asap.ack":
                notice = message["params"]["envelope"]["payload"]
                self.pending.pop(notice["original_envelope_id"], None)
            elif message.get("id") in self.waiting:
                waiting = self.waiting.pop(message["id"])
                if isinstance(message.get("error"), dict):
                    waiting.set_exception(RuntimeError(message["error"]["code"]))
                else:
                    waiting.set_result(message["result"]["envelope"])
            elif "result" in message:
                self.unmatched.append(message)

    async def all_acknowledged(self):
        while self.pending:
            await asyncio.sleep(0.01)


async def reference():
    """Such a client has its answers, also over a broken connection."""
    client = ReferenceClient()
    await client.connect()
    answered = await client.call(echo("hello"))
    check(answered["payload"]["status"] == "completed", "completed", answered)
    try:
        await client.call(envelope("no-such-skill", {}))
        check(False, "an error", None)
    except RuntimeError as refused:
        check(refused.args == (-32012,), "-32012", refused)
    await asyncio.wait_for(client.all_acknowledged(), TIMEOUT_SECONDS)
    check((client.sent, client.unmatched) == (2, []), "nothing sent again", client.unmatched)
    await client.close()

    key = new_key()
    await client.connect(reads=False)
    call = asyncio.ensure_future(client.call(envelope("hold", {"key": key})))
    await begun(key)
    await client.lose_connection()
    await client.connect()
    await asyncio.wait_for(client.all_acknowledged(), TIMEOUT_SECONDS)
    check(client.sent >= 4, "sent again", client.sent)
    check(not call.done(), "no answer yet", call)
    check(await open_gate(key) == 1, "one run", None)
    answered = await call
    check(answered["payload"]["result"] == {"run": 1}, "the first id's answer", answered)
    await still_answers(client)
    for message in client.unmatched:
        check(message["result"]["envelope"]["payload"]["result"] == {"run": 1}, "the same", message)
    check(client.unmatched, "an answer under the new id", client.unmatched)
    await client.close()


async def still_answers(client):
    answered = await client.call(echo("still there?"))
    check(answered["payload"]["status"] == "completed", "completed", answered)


PARTS = {
    "request": request,
    "by-path": by_path,
    "fragments": fragments,
    "side-by-side": side_by_side,
    "acks": acks,
    "again": again,
    "streaming": streaming,
    "come-back": come_back,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
    "heartbeat": heartbeat,
    "errors": errors,
    "sizes": sizes,
    "too-long": too_long,
    "rate": rate,
    "binary": binary,
    "strangers": strangers,
    "goodbye": goodbye,
    "reference": reference,
}

if __name__ == "__main__":
    BASE = sys.argv[1].rstrip("/")
    for part in sys.argv[2:] or ("request", "fragments", "errors", "binary"):
        asyncio.run(PARTS[part]())
        print("ok", part)
