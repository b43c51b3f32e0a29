// A certified OpenID Connect provider that others wrote, oidc-provider, on a free port of this machine:
// `node openid_provider.mjs FOLDER BACK`, where FOLDER has the package in its node_modules, and BACK is
// where browsers are sent back to. Anybody signs in with any name and password; who is called `ann` has
// the address ann@example.org, which is confirmed unless the name ends in `-unverified`, and `ann--2` has
// ann's address and is somebody else. It prints its address.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [folder, back] = process.argv.slice(2);
const main = pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`);
const { Provider } = await import(main);

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'holdfast',
      client_secret: 'the secret of this site, which it shows',
      redirect_uris: [back],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id.split('-')[0]}@example.org`,
        email_verified: !id.endsWith('-unverified'),
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(`listening at ${issuer}`);
});
