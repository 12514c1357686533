// Servers that do nothing but answer, to tell what this machine and Node can do at all. In a process of its own, as the
// real one is: prints its two addresses as JSON and ends when its input is closed.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

const goods = Array.from({ length: 20 }, (_, number) => ({
  id: `prod_${number}`,
  title: 'Unga',
  price: { amount: 23_000, currency: 'KES' },
}));
const answer = JSON.stringify({ data: goods });

async function open(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const app = express();
app.get('/', (_request, response) => {
  response.type('json').send(answer);
});

const http = await open((_request, response) => {
  response.setHeader('Content-Type', 'application/json').end(answer);
});
console.log(JSON.stringify({ http, express: await open(app) }));
process.stdin.resume().on('end', () => process.exit());
