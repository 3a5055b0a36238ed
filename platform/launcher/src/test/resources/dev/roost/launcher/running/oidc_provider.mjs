// An identity provider: node oidc_provider.mjs FOLDER PUBLIC-JWK, with oidc-provider installed in FOLDER.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, jwk] = process.argv.slice(2);
const { default: Provider, errors } = await import(
  pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`)
);

const ownName = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
const server = createServer().listen(0, '127.0.0.1', () => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [
      { ...ownName, client_id: 'agent', client_secret: 'interop secret+1' },
      {
        ...ownName,
        client_id: 'signer',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [JSON.parse(jwk)] },
      },
      {
        client_id: 'roost',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    clientAuthMethods: ['none', 'client_secret_basic', 'private_key_jwt'],
    scopes: ['openid', 'offline_access', 'asap:execute', 'asap:read'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo(context, resource) {
          if (!resource.startsWith('https://agents.example.com')) {
            throw new errors.InvalidTarget();
          }
          return {
            scope: 'asap:execute asap:read',
            audience: resource,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 3600,
          };
        },
        useGrantedResource: () => true,
      },
    },
  });
  server.on('request', provider.callback());
  console.log(`ready ${provider.issuer}`);
});
