// What standardwebhooks says of messages: node standard_webhooks.mjs FOLDER FILE, with the package installed in
// FOLDER and a message in JSON on each line of FILE; a line of JSON is printed for each.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, file] = process.argv.slice(2);
const { Webhook, WebhookVerificationError } = createRequire(`${folder}/`)('standardwebhooks');

function library({ secret, raw }) {
  return raw ? new Webhook(new Uint8Array(Buffer.from(secret, 'base64')), { format: 'raw' }) : new Webhook(secret);
}

function believes(webhook, { headers, body }) {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (refused) {
    if (refused instanceof WebhookVerificationError) {
      return false;
    }
    throw refused;
  }
}

const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
const answers = lines.map((line) => {
  const message = JSON.parse(line);
  const webhook = library(message);
  return JSON.stringify({
    signature: webhook.sign(message.id ?? 'none', new Date(message.seconds * 1000), message.body),
    believes: believes(webhook, message),
  });
});
process.stdout.write(answers.join('\n') + '\n');
