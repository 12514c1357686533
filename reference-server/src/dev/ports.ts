import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Trouble, systemCode } from './trouble.js';

/** Development stays on this machine. */
export const host = '127.0.0.1';

/** The port that `PORT` asks for: 3000 when it asks for none, 0 for any free one. */
export function wantedPort(text: string | undefined): number {
  if (text === undefined || text === '') return 3000;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Trouble(`PORT is "${text}": it has to be a number from 0 to 65535. 0 takes any free port.`);
  return port;
}

/** Listens on this very port, or says who is in the way. */
export async function listen(port: number, listener?: RequestListener): Promise<Server> {
  const server = createServer(listener);
  try {
    await listening(server, port);
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE')
      throw new Trouble(
        `Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=${port + 10} npm start`,
      );
    if (systemCode(error) === 'EACCES')
      throw new Trouble(`Port ${port} may not be used without more rights. Choose one above 1023: PORT=3000 npm start`);
    throw error;
  }
  return server;
}

/** Makes sure, before anything is opened, that this very port can be had. 0 finds a free one. */
export async function checkPort(port: number): Promise<number> {
  const server = await listen(port);
  const found = portOf(server);
  await close(server);
  return found;
}

/** A port that is free now: the wanted one, or any. */
export async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  await listening(server, wanted > 65_535 ? 0 : wanted).catch((error: unknown) => {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    return listening(server, 0);
  });
  const port = portOf(server);
  await close(server);
  return port;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Lets requests that are under way finish, and sends idle connections home. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
