// A back office on an origin of its own that shows the shop's reports. The secret key stays here, on the server; the page gets a token that only reads,
// only the reports named below, only on this origin, for a quarter of an hour.
//
//   DUKA_SERVER=https://shop.example DUKA_SECRET_KEY=sk_test_… node server.mjs
//
// Beside a shop that `npm start` opened, `npm run example:back-office` finds both by itself.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createDuka, isDukaError } from '@smartduka/sdk';

const host = '127.0.0.1';
const reports = ['summary', 'sales', 'products', 'categories', 'payments', 'tax', 'staff', 'inventory', 'shifts'];

/** Address and key: from the environment, or what a development shop left about itself. */
async function settings() {
  const { DUKA_SERVER, DUKA_SECRET_KEY, DATA_DIR = '.duka-data' } = process.env;
  if (DUKA_SERVER && DUKA_SECRET_KEY) return { server: DUKA_SERVER, key: DUKA_SECRET_KEY };
  try {
    const { urls, keys } = JSON.parse(await readFile(`${DATA_DIR}/dev.json`, 'utf8'));
    return { server: urls.shop, key: keys.secret };
  } catch {
    throw new Error('Set DUKA_SERVER and DUKA_SECRET_KEY, or open a shop with `npm start` first.');
  }
}

const { server, key } = await settings();
const duka = createDuka({ server, key });
const page = (await readFile(new URL('index.html', import.meta.url), 'utf8'))
  .replaceAll('https://shop.example', server)
  .replaceAll('THE_REPORTS', reports.join(' '));

const http = createServer((request, response) => {
  void answer(request, response);
});

async function answer({ method, url, headers }, response) {
  const send = (status, type, body) =>
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
  const json = (status, body) => send(status, 'application/json', JSON.stringify(body));
  if (method === 'GET' && url === '/') return send(200, 'text/html; charset=utf-8', page);
  if (method !== 'POST' || url !== '/report-token') return send(404, 'text/plain', 'There is no such page here.');
  // Who may see the shop's figures is yours to decide: ask for your own sign-in here. Other sites' pages may never.
  const origin = `http://${headers.host}`;
  if (headers.origin !== origin || headers.host !== `${host}:${http.address().port}`)
    return json(403, { error: 'not for other sites' });
  try {
    const { token, expiresAt } = await duka.tokens.create({ permissions: ['reports:read'], reports, origin });
    return json(200, { token, expiresAt });
  } catch (error) {
    console.error(isDukaError(error) ? `${error.code}: ${error.message} (request ${error.requestId})` : error);
    return json(502, { error: 'the shop gave no token' });
  }
}

http.listen(Number(process.env.PORT ?? 4000), host, () => {
  console.log(`The back office is open at http://${host}:${http.address().port}`);
});
