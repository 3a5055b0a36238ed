#!/usr/bin/env node
// A client of an ASAP platform over WebSocket; it needs Node.js, 18 or later, and the package ws.
//
//     apt-get install node-ws
//     NODE_PATH=/usr/share/nodejs node websocket_client.mjs ws://localhost:8080 [part ...]
//
// Every function of `parts` shows one conversation, and checks what the platform says. Those that
// need an agent that waits, or a platform that is set up for them, are for the tests of the
// platform only. It ends with status 1 at the first message that is not as it should be.

import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const WebSocket = createRequire(import.meta.url)('ws');

const [base, ...names] = process.argv.slice(2);
const ME = 'urn:asap:agent:foreign';
const ECHO = 'urn:asap:agent:echo';
const GATED = 'urn:asap:agent:gated';
const TIMEOUT_MILLIS = 30_000;
const MAX_BYTES = 1024 * 1024; // in either direction

// ---- connections

/** A connection, whose messages can be waited for; heartbeats are answered. */
class Connection {
  #texts = [];
  #waiting = [];
  #closing;

  constructor(path, token) {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    this.socket = new WebSocket(base + path, { headers, handshakeTimeout: TIMEOUT_MILLIS });
    this.heartbeats = 0;
    this.#closing = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.#closing.then(({ code, reason }) => {
      const closed = new Error(`closed: ${code} ${reason}`);
      for (const { reject } of this.#waiting.splice(0)) reject(closed);
    });
    this.socket.on('message', (data, isBinary) => this.#take(data.toString(), isBinary));
    this.socket.on('error', () => {}); // what follows is 'close'
  }

  static async open(path = '/asap/ws', token = undefined) {
    const connection = new Connection(path, token);
    await Promise.race([once(connection.socket, 'open'), connection.#refused()]);
    return connection;
  }

  async #refused() {
    const { code } = await this.#closing;
    throw new Error(`refused: ${code}`);
  }

  #take(text, isBinary) {
    ok(!isBinary, 'text only');
    if (JSON.parse(text).type === 'ping') {
      this.heartbeats++;
      if (this.socket.readyState === WebSocket.OPEN) this.send({ type: 'pong' });
    } else if (this.#waiting.length > 0) {
      this.#waiting.shift().resolve(text);
    } else {
      this.#texts.push(text);
    }
  }

  send(message) {
    const asIs = typeof message === 'string' || Buffer.isBuffer(message);
    this.socket.send(asIs ? message : JSON.stringify(message));
  }

  /** The next text that is no heartbeat. */
  nextText() {
    if (this.#texts.length > 0) return Promise.resolve(this.#texts.shift());
    return inTime(new Promise((resolve, reject) => this.#waiting.push({ resolve, reject })));
  }

  async next() {
    return JSON.parse(await this.nextText());
  }

  async many(count) {
    const messages = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }

  /** Code and reason of the end, whatever comes before it. */
  end() {
    return inTime(this.#closing);
  }

  /** What has come and not been looked at. */
  rest() {
    return this.#texts.splice(0).map((text) => JSON.parse(text));
  }

  async close() {
    this.socket.close();
    await this.end();
  }

  /** Breaks the connection, without a word. */
  drop() {
    this.socket.terminate();
  }
}

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('nothing came in time')), TIMEOUT_MILLIS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Opens a connection for a conversation. */
async function within(conversation, path, token) {
  const connection = await Connection.open(path, token);
  const result = await conversation(connection);
  await connection.close();
  return result;
}

// ---- messages

/** A request to an agent. */
function envelope(skill, input, { agent = GATED, streaming = false, ...more } = {}) {
  return {
    id: randomUUID(),
    asap_version: '0.1',
    timestamp: new Date().toISOString(),
    sender: ME,
    recipient: agent,
    payload_type: 'task.request',
    payload: {
      conversation_id: `conv_${randomUUID()}`,
      skill_id: skill,
      input,
      config: { streaming },
    },
    ...more,
  };
}

function echo(text, more = {}) {
  return envelope('echo', { message: text }, { agent: ECHO, ...more });
}

/** The JSON-RPC request around an envelope. */
function rpc(message, id) {
  return { jsonrpc: '2.0', method: 'asap.send', params: { envelope: message }, id };
}

function follow(method, taskId, id, more = {}) {
  return { jsonrpc: '2.0', method, params: { task_id: taskId, ...more }, id };
}

/** The envelope of an answer. */
function answerOf(message, id) {
  ok(!('error' in message), JSON.stringify(message));
  strictEqual(message.id, id);
  return message.result.envelope;
}

/** The result of a task that has ended well. */
function resultOf(message, request, id) {
  const answered = answerOf(message, id);
  strictEqual(answered.correlation_id, request.id);
  strictEqual(answered.sender, request.recipient);
  strictEqual(answered.recipient, ME);
  strictEqual(answered.payload_type, 'task.response');
  strictEqual(answered.payload.status, 'completed');
  return answered.payload.result;
}

function checkError(message, code, id) {
  strictEqual(message.error?.code, code, JSON.stringify(message));
  strictEqual(message.id, id);
  ok(!('result' in message));
}

/** That a message is the notification of how far a request has come. */
function checkAck(message, request, status) {
  strictEqual(message.method, 'asap.ack', JSON.stringify(message));
  ok(!('id' in message));
  const notice = message.params.envelope;
  strictEqual(notice.payload_type, 'MessageAck');
  strictEqual(notice.sender, request.recipient);
  strictEqual(notice.recipient, ME);
  strictEqual(notice.payload.original_envelope_id, request.id);
  strictEqual(notice.payload.status, status);
  strictEqual('error' in notice.payload, status === 'rejected');
}

/** Asks, and answers the result; nothing else may come in between. */
async function ask(socket, request, id = randomUUID()) {
  socket.send(rpc(request, id));
  return resultOf(await socket.next(), request, id);
}

async function stillOpen(socket) {
  deepStrictEqual(await ask(socket, echo('still there?')), { echoed: { message: 'still there?' } });
}

/** Lets the tasks of a key go on; answers how often they have run. */
function openGate(key) {
  return within(async (socket) => (await ask(socket, envelope('open', { key }))).runs);
}

/** Waits until a task of a key has begun. */
function begun(key) {
  return within((socket) => ask(socket, envelope('begun', { key })));
}

/** Has the agent begin to talk; answers the task's id with the first chunk's words. */
async function talking(socket, key) {
  socket.send(rpc(envelope('talk', { key, words: 10 }, { streaming: true }), 'talk'));
  const chunk = answerOf(await socket.next(), 'talk');
  return { taskId: chunk.extensions.task_id, firstWord: chunk.payload.chunk };
}

async function endOfTalk(socket) {
  let words = '';
  for (;;) {
    const { chunk, final } = answerOf(await socket.next(), 'talk').payload;
    words += chunk;
    if (final) return words;
  }
}

async function nextEvent(socket, taskId) {
  const message = await socket.next();
  strictEqual(message.id, null, JSON.stringify(message));
  strictEqual(message.result.envelope.extensions.task_id, taskId);
  return message.result.envelope;
}

/** Waits until the platform lets nobody in. */
async function refusal() {
  for (;;) {
    try {
      await within(() => new Promise((resolve) => setTimeout(resolve, 20)));
    } catch {
      return;
    }
  }
}

// ---- conversations

const parts = {
  /** One message, one answer; no extension is chosen, though one is offered. */
  request: () =>
    within(async (socket) => {
      deepStrictEqual(await ask(socket, echo('hello')), { echoed: { message: 'hello' } });
      strictEqual(socket.socket.extensions, '');
      strictEqual(socket.socket.protocol, '');
    }),

  /** A path that names an agent decides, whatever recipient says. */
  async 'by-path'() {
    await within(async (socket) => {
      socket.send(rpc(envelope('open', { key: randomUUID() }, { agent: ECHO }), 5));
      strictEqual(answerOf(await socket.next(), 5).sender, GATED);
    }, '/agents/gated/asap/ws');
    await within(async (socket) => {
      socket.send(rpc(echo('x'), 6));
      checkError(await socket.next(), -32012, 6);
    }, '/agents/nobody/asap/ws');
  },

  /** A message in pieces, cut within a character. */
  fragments: () =>
    within(async (socket) => {
      const asked = echo('größer');
      const text = Buffer.from(JSON.stringify(rpc(asked, 'f')));
      const cut = text.indexOf('ö') + 1;
      const pieces = [text.subarray(0, 1), text.subarray(1, cut), '', text.subarray(cut)];
      for (const [index, piece] of pieces.entries()) {
        socket.socket.send(piece, { binary: false, fin: index === pieces.length - 1 });
      }
      const answered = resultOf(await socket.next(), asked, 'f');
      deepStrictEqual(answered, { echoed: { message: 'größer' } });
    }),

  /** Many requests at once; a slow one holds up nothing, answers are matched by their ids. */
  'side-by-side': () =>
    within(async (socket) => {
      const key = randomUUID();
      const slow = envelope('hold', { key });
      const quick = new Map();
      for (let number = 0; number < 50; number++) quick.set(`quick-${number}`, echo(`${number}`));
      socket.send(rpc(slow, 'slow'));
      for (const [id, asked] of quick) socket.send(rpc(asked, id));
      for (const message of await socket.many(50)) {
        const asked = quick.get(message.id);
        deepStrictEqual(resultOf(message, asked, message.id), { echoed: asked.payload.input });
        quick.delete(message.id);
      }
      strictEqual(quick.size, 0);
      await openGate(key);
      deepStrictEqual(resultOf(await socket.next(), slow, 'slow'), { run: 1 });
    }),

  /** Received, the answer, then how it ended; what is not let in is only rejected. */
  acks: () =>
    within(async (socket) => {
      const good = echo('x', { requires_ack: true });
      socket.send(rpc(good, 'good'));
      checkAck(await socket.next(), good, 'received');
      resultOf(await socket.next(), good, 'good');
      checkAck(await socket.next(), good, 'processed');

      const failing = envelope('no-such-skill', {}, { requires_ack: true });
      socket.send(rpc(failing, 'failing'));
      checkAck(await socket.next(), failing, 'received');
      checkError(await socket.next(), -32012, 'failing');
      checkAck(await socket.next(), failing, 'rejected');

      const stale = echo('x', { requires_ack: true, timestamp: '2020-01-01T00:00:00Z' });
      socket.send(rpc(stale, 'stale'));
      checkError(await socket.next(), -32002, 'stale');
      checkAck(await socket.next(), stale, 'rejected');

      const input = { key: '', words: 0 };
      const chunks = envelope('talk', input, { streaming: true, requires_ack: true });
      await openGate('');
      socket.send(rpc(chunks, 'chunks'));
      checkAck(await socket.next(), chunks, 'received');
      while (!answerOf(await socket.next(), 'chunks').payload.final);
      checkAck(await socket.next(), chunks, 'processed');

      await stillOpen(socket);
    }),

  /** A message that is sent again runs once, and is answered under both ids. */
  async again() {
    const key = randomUUID();
    const repeated = envelope('hold', { key }, { requires_ack: true });
    await within(async (socket) => {
      socket.send(rpc(repeated, 'first'));
      checkAck(await socket.next(), repeated, 'received');
      socket.send(rpc(repeated, 'second'));
      checkAck(await socket.next(), repeated, 'received');
      strictEqual(await openGate(key), 1);
      const messages = await socket.many(5);
      const answers = messages.filter((message) => 'id' in message);
      deepStrictEqual(answers.map(({ id }) => id).sort(), ['first', 'first', 'second']);
      for (const message of messages) {
        if ('id' in message) {
          deepStrictEqual(resultOf(message, repeated, message.id), { run: 1 });
        } else {
          checkAck(message, repeated, 'processed');
        }
      }
    });
    await within(async (socket) => {
      socket.send(rpc(repeated, 'third'));
      checkAck(await socket.next(), repeated, 'received');
      deepStrictEqual(resultOf(await socket.next(), repeated, 'third'), { run: 1 });
      deepStrictEqual(resultOf(await socket.next(), repeated, 'first'), { run: 1 });
      checkAck(await socket.next(), repeated, 'processed');
    });
  },

  /** An answer in chunks under one id, in order, the last of them final. */
  streaming: () =>
    within(async (socket) => {
      const key = randomUUID();
      const asked = envelope('talk', { key, words: 200 }, { streaming: true });
      socket.send(rpc(asked, 's'));
      await openGate(key);
      const chunks = [];
      while (!chunks.at(-1)?.payload.final) chunks.push(answerOf(await socket.next(), 's'));
      for (const chunk of chunks) {
        strictEqual(chunk.payload_type, 'TaskStream');
        strictEqual(chunk.correlation_id, asked.id);
      }
      const words = chunks.slice(0, -1).map(({ payload }) => payload.chunk);
      deepStrictEqual(
        words,
        Array.from({ length: 200 }, (_, number) => `word ${number}`),
      );
      strictEqual(chunks.at(-1).payload.status, 'completed');
      await stillOpen(socket);
    }),

  /** A result in chunks goes on after a break, behind the chunk that we have. */
  async 'come-back'() {
    const key = randomUUID();
    const chunks = [];
    const asked = envelope('talk', { key, words: 10 }, { streaming: true, requires_ack: true });
    const broken = await Connection.open();
    broken.send(rpc(asked, 'first'));
    checkAck(await broken.next(), asked, 'received');
    while (chunks.length < 3) chunks.push(answerOf(await broken.next(), 'first'));
    broken.drop();
    await within(async (resumed) => {
      const rest = rpc(asked, 'second');
      rest.params.from = chunks.at(-1).extensions.sequence;
      resumed.send(rest);
      checkAck(await resumed.next(), asked, 'received');
      await openGate(key);
      while (!chunks.at(-1).payload.final) {
        chunks.push(answerOf(await resumed.next(), 'second'));
        deepStrictEqual(answerOf(await resumed.next(), 'first'), chunks.at(-1));
      }
      checkAck(await resumed.next(), asked, 'processed');
    });
    deepStrictEqual(
      chunks.slice(0, -1).map(({ payload }) => payload.chunk),
      Array.from({ length: 10 }, (_, number) => `word ${number}`),
    );
    strictEqual(chunks.at(-1).payload.status, 'completed');
  },

  /** Follows a task, from where it was when the connection broke, without a gap or a double. */
  async subscribe() {
    const key = randomUUID();
    const seen = [];
    const asking = await Connection.open();
    const { taskId, firstWord } = await talking(asking, key);
    const broken = await Connection.open();
    broken.send(follow('task.subscribe', taskId, 1));
    const subscribed = await broken.next();
    strictEqual(subscribed.id, 1);
    deepStrictEqual(subscribed.result, { subscribed: true, task_id: taskId });
    while (seen.length < 3) seen.push(await nextEvent(broken, taskId));
    broken.drop();
    await within(async (resumed) => {
      const from = seen.at(-1).extensions.sequence;
      resumed.send(follow('task.subscribe', taskId, 2, { from }));
      ok((await resumed.next()).result.subscribed);
      seen.push(await nextEvent(resumed, taskId));
      await openGate(key);
      while (seen.at(-1).payload_type !== 'task.response') {
        seen.push(await nextEvent(resumed, taskId));
      }
      await stillOpen(resumed);
    });
    const sequence = seen.map(({ extensions }) => extensions.sequence);
    deepStrictEqual(
      sequence,
      Array.from(seen, (_, index) => index + 1),
    );
    const words = seen
      .filter(({ payload_type }) => payload_type === 'TaskStream')
      .map(({ payload }) => payload.chunk);
    deepStrictEqual(
      words,
      Array.from({ length: 10 }, (_, number) => `word ${number}`),
    );
    strictEqual(seen.at(-1).payload.status, 'completed');
    strictEqual(firstWord + (await endOfTalk(asking)), words.join(''));
    await asking.close();
    await within(async (late) => {
      late.send(follow('task.subscribe', taskId, 3, { from: sequence.at(-2) }));
      ok((await late.next()).result.subscribed);
      deepStrictEqual(await nextEvent(late, taskId), seen.at(-1));
      late.send(follow('task.subscribe', 'task_that_never_was_anywhere', 4));
      checkError(await late.next(), -32010, 4);
      await stillOpen(late);
    });
  },

  /** Follows no more. */
  unsubscribe: () =>
    within(async (asking) => {
      const key = randomUUID();
      const { taskId } = await talking(asking, key);
      await within(async (following) => {
        following.send(follow('task.subscribe', taskId, 's'));
        ok((await following.next()).result.subscribed);
        // submitted, working, five words
        for (let event = 0; event < 7; event++) await nextEvent(following, taskId);
        following.send(follow('task.unsubscribe', taskId, 'u'));
        const answered = await following.next();
        strictEqual(answered.id, 'u');
        deepStrictEqual(answered.result, { unsubscribed: true });
        await openGate(key);
        await endOfTalk(asking);
        await stillOpen(following);
      });
    }),

  /** The server asks whether we are there, and says that it is. */
  heartbeat: () =>
    within(async (socket) => {
      for (let beat = 0; beat < 2; beat++) await inTime(once(socket.socket, 'ping'));
      ok(socket.heartbeats >= 2, `${socket.heartbeats} heartbeats`);
      const pong = once(socket.socket, 'pong');
      socket.socket.ping('there?');
      strictEqual(String((await inTime(pong))[0]), 'there?');
      await stillOpen(socket);
    }),

  /** What is wrong is told, and the connection goes on. */
  errors: () =>
    within(async (socket) => {
      const texts = [
        ['{not JSON', -32700],
        ['', -32700],
        ['[]', -32600],
        ['7', -32600],
        ['"ping"', -32600],
        ['null', -32600],
        [JSON.stringify([rpc(echo('x'), 1)]), -32600],
      ];
      for (const [text, code] of texts) {
        socket.send(text);
        checkError(await socket.next(), code, null);
      }
      socket.send({ ...rpc(echo('x'), 1), method: 'asap.nothing' });
      checkError(await socket.next(), -32601, 1);
      const { sender, ...broken } = echo('x');
      socket.send(rpc(broken, 2));
      checkError(await socket.next(), -32602, 2);
      socket.send(rpc({ ...echo('x'), recipient: 'nobody' }, 3));
      checkError(await socket.next(), -32602, 3);
      socket.send(rpc({ ...echo('x'), recipient: 'urn:asap:agent:nobody' }, 4));
      strictEqual(answerOf(await socket.next(), 4).sender, ECHO); // the default agent
      await stillOpen(socket);
    }),

  /** The longest messages, in and out. */
  sizes: () =>
    within(async (socket) => {
      const asked = envelope('open', { key: randomUUID(), rest: '' });
      const missing = MAX_BYTES - JSON.stringify(rpc(asked, 'long')).length;
      asked.payload.input.rest = 'x'.repeat(missing);
      strictEqual(JSON.stringify(rpc(asked, 'long')).length, MAX_BYTES);
      deepStrictEqual(await ask(socket, asked, 'long'), { runs: 0 });

      socket.send(rpc(envelope('fill', { size: 0 }), 'fill'));
      const around = (await socket.nextText()).length + 3; // of a timestamp may be left out
      const size = MAX_BYTES - around;
      strictEqual((await ask(socket, envelope('fill', { size }), 'fill')).text.length, size);

      socket.send(rpc(envelope('fill', { size: MAX_BYTES }), 'more'));
      const refused = await socket.next();
      checkError(refused, -32040, 'more');
      strictEqual(refused.error.data.details.max, MAX_BYTES);
      await stillOpen(socket);
    }),

  /** A message that is longer, in one piece and in two, ends the connection. */
  async 'too-long'() {
    const sizes = [[MAX_BYTES + 1], [8 * MAX_BYTES], [MAX_BYTES, 1]];
    for (const pieces of sizes) {
      const socket = await Connection.open();
      for (const [index, size] of pieces.entries()) {
        socket.socket.send('x'.repeat(size), { fin: index === pieces.length - 1 });
      }
      strictEqual((await socket.end()).code, 1009, `${pieces}`);
    }
  },

  /** Too many messages a second end the connection. */
  async rate() {
    const socket = await Connection.open();
    for (let count = 0; count < 1000; count++) socket.send('7');
    strictEqual((await socket.end()).code, 1008);
    const codes = socket.rest().map(({ error }) => error.code);
    strictEqual(codes.at(-1), -32001);
    deepStrictEqual(new Set(codes), new Set([-32600, -32001]));
  },

  /** Only text is spoken. */
  async binary() {
    const socket = await Connection.open();
    socket.send(Buffer.from(JSON.stringify(rpc(echo('x'), 1))));
    strictEqual((await socket.end()).code, 1003);
  },

  /** Who has no good token is closed, before any message is looked at. */
  async strangers() {
    const nobody = await Connection.open();
    deepStrictEqual(await nobody.end(), { code: 4401, reason: 'Authentication required' });
    const stranger = await Connection.open('/asap/ws', 'other');
    deepStrictEqual(await stranger.end(), { code: 4401, reason: 'Invalid token' });
    await within(
      async (known) => {
        await stillOpen(known);
        known.send(rpc(echo('x', { sender: 'urn:asap:agent:somebody-else' }), 1));
        ok('error' in (await known.next()));
        await stillOpen(known);
      },
      '/asap/ws',
      'let-me-in',
    );
  },

  /** A node that stops answers what it owes, and closes. Whoever stops it reads along. */
  async goodbye() {
    const socket = await Connection.open();
    const key = randomUUID();
    const owed = envelope('hold', { key }, { requires_ack: true });
    socket.send(rpc(owed, 'owed'));
    checkAck(await socket.next(), owed, 'received');
    await begun(key);
    console.log('waits');
    await refusal();
    socket.send(rpc(echo('late'), 'late'));
    checkError(await socket.next(), -32031, 'late');
    console.log('is not let in any more');
    deepStrictEqual(resultOf(await socket.next(), owed, 'owed'), { run: 1 });
    checkAck(await socket.next(), owed, 'processed');
    deepStrictEqual(await socket.end(), { code: 1001, reason: 'Server shutting down' });
  },
};

for (const part of names.length > 0 ? names : ['request', 'fragments', 'errors', 'binary']) {
  await parts[part]();
  console.log('ok', part);
}
