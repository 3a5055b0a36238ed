// An identity provider: node oidc_provider.mjs FOLDER PUBLIC-JWK, with oidc-provider installed in FOLDER.
// A line 'rotate' has it sign by a new key; the old ones stay.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [folder, jwk] = process.argv.slice(2);
const { default: Provider, errors } = await import(
  pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`)
);

const resources = 'https://agents.example.com';
const ownName = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
const app = {
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
};
const keys = [];

function addEdwardsKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  keys.push({ ...privateKey.export({ format: 'jwk' }), kid: 'edwards', use: 'sig', alg: 'EdDSA' });
}

function addKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = `key-${keys.length}`;
  keys.unshift({ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' });
}

function create(issuer) {
  return new Provider(issuer, {
    jwks: { keys },
    clients: [
      { ...ownName, client_id: 'agent', client_secret: 'interop secret+1' },
      {
        ...ownName,
        client_id: 'signer',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [JSON.parse(jwk)] },
      },
      { ...app, client_id: 'roost' },
      { ...app, client_id: 'edwards', id_token_signed_response_alg: 'EdDSA' },
      { ...ownName, client_id: 'platform', client_secret: 'platform-secret', grant_types: [] },
    ],
    clientAuthMethods: ['none', 'client_secret_basic', 'private_key_jwt'],
    scopes: ['openid', 'offline_access', 'asap:execute', 'asap:read'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(context, resource) {
          if (!resource.startsWith(resources)) {
            throw new errors.InvalidTarget();
          }
          return {
            scope: 'asap:execute asap:read',
            audience: resources,
            accessTokenFormat: resource.endsWith('/opaque') ? 'opaque' : 'jwt',
            accessTokenTTL: 3600,
            jwt: { sign: { alg: resource.endsWith('/edwards') ? 'EdDSA' : 'RS256' } },
          };
        },
        useGrantedResource: () => true,
      },
    },
  });
}

let answer;
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const renew = () => {
    addKey();
    answer = create(issuer).callback();
  };
  addEdwardsKey();
  renew();
  createInterface({ input: process.stdin }).on('line', () => {
    renew();
    console.log(`signs by ${keys[0].kid}`);
  });
  console.log(`ready ${issuer}`);
});
