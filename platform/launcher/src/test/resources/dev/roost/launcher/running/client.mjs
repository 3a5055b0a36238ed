#!/usr/bin/env node
// A client of an ASAP platform that needs nothing but Node.js, 18 or later.
//
//     node client.mjs http://localhost:8080 [part ...]
//
// Every function of `parts` shows one thing that a client does, and checks the answer. Without
// names all of them run. It ends with status 1 at the first answer that is not as it should be.

import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';

const [base, ...names] = process.argv.slice(2);
const ME = 'urn:asap:agent:node-client';
const ECHO = 'urn:asap:agent:echo';
const TIMEOUT_MILLIS = 30_000;

// ---- HTTP

function call(method, path, { body, headers } = {}) {
  const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
  return fetch(base + path, { method, body, headers, signal });
}

/** Posts JSON to /asap and answers JSON. Errors of JSON-RPC come with status 200 as well. */
async function post(message, headers = {}, encode = (text) => text) {
  const answer = await call('POST', '/asap', {
    body: encode(JSON.stringify(message)),
    headers: { 'Content-Type': 'application/json', 'ASAP-Version': '2.2', ...headers },
  });
  const text = await answer.text();
  strictEqual(answer.status, 200, text);
  strictEqual(answer.headers.get('content-type'), 'application/json');
  strictEqual(answer.headers.get('asap-version'), '2.2');
  return JSON.parse(text);
}

// ---- messages

/** A request to the echo agent. */
function envelope(text) {
  return {
    id: randomUUID(),
    asap_version: '0.1',
    timestamp: new Date().toISOString(),
    sender: ME,
    recipient: ECHO,
    payload_type: 'task.request',
    payload: {
      conversation_id: `conv_${randomUUID()}`,
      skill_id: 'echo',
      input: { message: text },
    },
  };
}

/** The JSON-RPC request around an envelope. */
function rpc(message, id = '1') {
  return { jsonrpc: '2.0', id, method: 'asap.send', params: { envelope: message } };
}

/** That an answer belongs to a request and repeats its input; gives the payload. */
function checkEcho(answer, message, id = '1') {
  ok(!('error' in answer), JSON.stringify(answer));
  strictEqual(answer.id, id);
  const answered = answer.result.envelope;
  strictEqual(answered.correlation_id, message.id);
  strictEqual(answered.sender, ECHO);
  strictEqual(answered.recipient, ME);
  strictEqual(answered.payload_type, 'task.response');
  strictEqual(answered.payload.status, 'completed');
  deepStrictEqual(answered.payload.result, { echoed: message.payload.input });
  return answered.payload;
}

// ---- server-sent events

/** Every event until the server ends the stream, as {id, event, data}. */
async function* events(method, path, request = {}) {
  const answer = await call(method, path, request);
  strictEqual(answer.status, 200);
  strictEqual(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  let text = '';
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    ok(!text.includes('\r'), 'lines end with LF');
    const blocks = text.split('\n\n');
    text = blocks.pop();
    yield* blocks.map(parse).filter((event) => 'data' in event);
  }
  strictEqual(text, '', 'an empty line behind the last event');
}

function parse(block) {
  const event = {};
  for (const line of block.split('\n')) {
    if (line.startsWith(':')) continue; // a comment, to keep the connection alive
    const [, name, value] = /^(id|event|data): (.*)$/.exec(line);
    ok(!(name in event), `each field in one line: ${line}`);
    event[name] = name === 'data' ? JSON.parse(value) : value;
  }
  return event;
}

async function all(iterable) {
  const list = [];
  for await (const item of iterable) list.push(item);
  return list;
}

/** The envelopes that POST /asap/stream answers with. */
async function stream(message) {
  const found = await all(
    events('POST', '/asap/stream', {
      body: JSON.stringify(rpc(message)),
      headers: { 'Content-Type': 'application/json' },
    }),
  );
  for (const event of found) deepStrictEqual(Object.keys(event), ['data']);
  return found.map((event) => event.data);
}

// ---- what a client does

const parts = {
  /** Finds out who is there, and asks again without a second transfer. */
  async discover() {
    const found = await call('GET', '/.well-known/asap/manifest.json');
    const manifest = await found.json();
    strictEqual(manifest.id, ECHO);
    strictEqual(typeof manifest.capabilities.asap_version, 'string');
    ok(Array.isArray(manifest.capabilities.skills));
    ok(manifest.endpoints.asap.endsWith('/asap'));
    const byPath = await call('GET', '/agents/echo/.well-known/asap/manifest.json');
    strictEqual((await byPath.json()).id, ECHO);
    const again = await call('GET', '/.well-known/asap/manifest.json', {
      headers: { 'If-None-Match': found.headers.get('etag') },
    });
    strictEqual(again.status, 304);
    const health = await call('GET', '/.well-known/asap/health');
    strictEqual((await health.json()).status, 'healthy');
  },

  /** One message, one answer. */
  async send() {
    const message = envelope('hello');
    ok(checkEcho(await post(rpc(message)), message).task_id.startsWith('task_'));
  },

  /** Errors of JSON-RPC come with status 200: look at the body first. */
  async errors() {
    const noMethod = await post({ ...rpc(envelope('x')), method: 'asap.nothing' });
    strictEqual(noMethod.error.code, -32601);
    strictEqual(noMethod.id, '1');
    const invalid = await post(rpc({ ...envelope('x'), sender: undefined }));
    strictEqual(invalid.error.code, -32602);
    const broken = await call('POST', '/asap', { body: '{not JSON' });
    strictEqual(broken.status, 200);
    const answer = await broken.json();
    strictEqual(answer.error.code, -32700);
    strictEqual(answer.id, null);
    ok(!('result' in answer));
  },

  /** Three messages in one request; the answers come in their order, errors among them. */
  async batch() {
    const [first, last] = [envelope('one'), envelope('three')];
    const wrong = { ...envelope('two'), recipient: 'nobody' };
    const answers = await post([rpc(first, 'a'), rpc(wrong, 'b'), rpc(last, 'c')]);
    deepStrictEqual(answers.map((answer) => answer.id), ['a', 'b', 'c']);
    checkEcho(answers[0], first, 'a');
    strictEqual(answers[1].error.code, -32602);
    checkEcho(answers[2], last, 'c');
  },

  /** Bodies, also of a batch, may be packed with brotli. */
  async compression() {
    const message = envelope('again and '.repeat(1000));
    const packed = { 'Content-Encoding': 'br' };
    checkEcho(await post(rpc(message), packed, brotliCompressSync), message);
    const batch = [rpc(message, 'a'), rpc(message, 'b')];
    const answers = await post(batch, packed, brotliCompressSync);
    checkEcho(answers[0], message, 'a');
    checkEcho(answers[1], message, 'b');
  },

  /** An answer in chunks. */
  async streaming() {
    const message = envelope('streamed');
    const chunks = await stream(message);
    ok(chunks.length >= 1);
    let before = 0;
    for (const chunk of chunks) {
      for (const key of ['id', 'asap_version', 'sender', 'recipient', 'payload_type']) {
        strictEqual(typeof chunk[key], 'string', key);
      }
      strictEqual(chunk.payload_type, 'TaskStream');
      strictEqual(chunk.correlation_id, message.id);
      strictEqual(chunk.payload.final, chunk === chunks.at(-1));
      ok(chunk.extensions.task_id.startsWith('task_'));
      ok(chunk.extensions.sequence > before);
      before = chunk.extensions.sequence;
    }
    strictEqual(chunks.at(-1).payload.status, 'completed');
  },

  /** What goes wrong before a stream begins is JSON: look at the content type first. */
  async 'stream-errors'() {
    const answer = await call('POST', '/asap/stream', { body: JSON.stringify(rpc({})) });
    strictEqual(answer.status, 200);
    strictEqual(answer.headers.get('content-type'), 'application/json');
    strictEqual((await answer.json()).error.code, -32602);
  },

  /** What became of a task. */
  async task() {
    const message = envelope('remembered');
    const taskId = checkEcho(await post(rpc(message)), message).task_id;
    const page = await (await call('GET', `/asap/tasks/${taskId}`)).json();
    strictEqual(page.task.id, taskId);
    strictEqual(page.task.status, 'completed');
    strictEqual(page.agent, ECHO);
    ok(page.sequence >= 1);
    deepStrictEqual(page.result, { echoed: { message: 'remembered' } });
    ok(!('error' in page));
    const other = await call('GET', '/asap/tasks/task_that_never_was_anywhere');
    strictEqual(other.status, 404);
  },

  /** The log of a task, and the rest of it after a break. */
  async 'task-events'() {
    const taskId = (await stream(envelope('logged'))).at(-1).extensions.task_id;
    const path = `/asap/tasks/${taskId}/events`;
    const log = await all(events('GET', path));
    ok(log.length >= 2);
    for (const { id, event, data } of log) {
      strictEqual(id, String(data.extensions.sequence));
      strictEqual(event, data.payload_type);
      strictEqual(data.extensions.task_id, taskId);
    }
    strictEqual(log.at(-1).data.payload.status, 'completed');
    for (const [index, { id }] of log.entries()) {
      const rest = await all(events('GET', path, { headers: { 'Last-Event-ID': id } }));
      deepStrictEqual(rest, log.slice(index + 1));
    }
  },

  /** The same request again: one task, one answer, to whichever envelope asks. */
  async idempotency() {
    const key = { 'X-Idempotency-Key': randomUUID() };
    const first = envelope('once');
    const again = { ...first, id: randomUUID() };
    const taskId = checkEcho(await post(rpc(first), key), first).task_id;
    strictEqual(checkEcho(await post(rpc(again, '2'), key), again, '2').task_id, taskId);
    const other = await post(rpc(envelope('something else')), key);
    strictEqual(other.error.code, -32602);
  },
};

for (const part of names.length > 0 ? names : Object.keys(parts)) {
  await parts[part]();
  console.log('ok', part);
}
