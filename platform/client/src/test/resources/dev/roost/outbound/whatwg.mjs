// Says how the URL parser of Node.js, which is that of browsers (url.spec.whatwg.org), reads URLs:
// a JSON array of texts comes in, an array of what they are, or null, goes out.

import { readFileSync } from 'node:fs';

function read(text) {
  let url;
  try {
    url = new URL(text); // URL.canParse() of some releases is wrong about Latin letters
  } catch {
    return null;
  }
  const { protocol, hostname, port, username, password, hash, origin, href } = url;
  const target = href.slice(origin.length);
  return { protocol, hostname, port, user: username + password, hash, target };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(read)));
