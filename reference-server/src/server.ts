import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Router } from 'express';
import { createApp } from './app.js';
import { ConfigProblem, type Config } from './config.js';
import { c2bRouter } from './domains/money-receipts/c2b.js';
import { forgetAllAccounts } from './domains/mpesa-accounts/find.js';
import { connectMpesa, registerC2b } from './domains/payments/gateways/mpesa.js';
import { ownResults } from './domains/payments/results/inbox.js';
import { pictureRoutes } from './domains/catalog/pictures.js';
import { callbackRouter } from './domains/payments/routes.js';
import { receiptPages } from './domains/receipts/routes.js';
import { takeReceiptStatus } from './domains/receipt-checks/answer.js';
import { takeStatus } from './domains/refunds/check.js';
import { takeResult } from './domains/refunds/outcome.js';
import { shopOf, standaloneShop } from './domains/shops/service.js';
import { staffLinkPages } from './domains/staff/link-pages.js';
import { permissionsNow, signedIn } from './domains/staff/signed-in.js';
import { domains } from './domains.js';
import { jobs } from './jobs.js';
import { shopPages } from './pages/index.js';
import { backgroundDone, inBackground } from './platform/background.js';
import { collectionsToMigrate, connectDatabase, disconnectDatabase, refuseStandalone } from './platform/database.js';
import { life } from './platform/health.js';
import { startJobs, type Job } from './platform/jobs.js';
import { openKeyring } from './platform/keyring.js';
import { keepInRedis, kept } from './platform/kept.js';
import { log } from './platform/log.js';
import { bucketStore, diskStore, media } from './platform/media.js';
import { connectSenders } from './platform/notify.js';
import { runtime } from './platform/runtime.js';
import { africasTalkingSender } from './platform/senders/africas-talking.js';
import { smtpSender } from './platform/senders/email.js';

export interface ServerOptions {
  /** Address to listen on. Default: all of them. */
  readonly host?: string;
  /** Runs after the database is there and before anybody is let in: seeding, for instance. */
  readonly prepare?: () => Promise<void>;
  /** What it does by itself, for those who want to do that by hand. Default: everything. */
  readonly jobs?: readonly Job[];
  /** Pages beside the shop's own. */
  readonly pages?: readonly Router[];
}

/** A running server. */
export interface Server {
  readonly port: number;
  /** Where people reach it, without a slash at the end. */
  readonly url: string;
  /**
   * Ends it in good order: not ready at once, then no new connections, running requests and work finished, the database let go (O2).
   *
   * @param options.drainMs How long to go on serving while not ready, for load balancers to notice.
   */
  stop(options?: { drainMs?: number }): Promise<void>;
}

/**
 * Starts the server: database, routes, jobs. One per process, since a process has one database and one set of keys.
 *
 * @throws the system's error when the port is taken; an Error that says what is wrong with the database.
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  log.level = config.logLevel;
  openKeyring({
    ...{ master: config.masterKey, signing: config.jwtSecret, signingBefore: config.jwtSecretPrevious },
    ...{ wrapping: config.credentialsKey, wrappingBefore: config.credentialsKeyPrevious },
  });
  forgetAllAccounts();
  connectMpesa(config.mpesa);
  if (config.smtp || config.africasTalking)
    connectSenders({
      email: config.smtp && smtpSender(config.smtp, { tls: config.production }),
      phone: config.africasTalking && africasTalkingSender(config.africasTalking),
    });
  media.store = 'bucket' in config.media ? bucketStore(config.media.bucket) : diskStore(config.media.folder);
  kept.keeper = config.redisUrl === null ? null : keepInRedis(config.redisUrl);
  await connectDatabase(config.mongodbUri, { makeIndexes: !config.production });
  if (config.production) await refuseUnready();
  runtime.webhooksToLoopback = config.webhooksToLoopback;
  runtime.mode = config.mpesa?.env === 'production' ? 'live' : 'test';
  ownResults({ receiptStatus: takeReceiptStatus, refund: takeResult, refundStatus: takeStatus });
  runtime.accessSeconds = config.accessSeconds;
  runtime.signUp = config.signUp;
  runtime.standaloneShop = config.standaloneShop;
  await options.prepare?.();

  const app = createApp({
    production: config.production,
    trustedProxies: config.trustedProxies,
    domains,
    doors: { standaloneShop, signedIn, permissionsNow, admit: shopOf },
    callbacks: callbackRouter(config.mpesa).use('/c2b', c2bRouter(config.mpesa)),
    pages: [pictureRoutes(), ...(options.pages ?? []), receiptPages(), staffLinkPages(), shopPages()],
  });
  // Longer than a proxy keeps its idle connections, so that it is never the one to find a line dead (L7).
  const http = createServer(
    { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 75_000 },
    app,
  );
  http.maxConnections = 10_000;
  life.draining = false;
  const port = await listen(http, config.port, options.host);
  runtime.publicUrl = config.publicUrl ?? `http://127.0.0.1:${port}`;
  runtime.callbackBase = config.mpesa?.callbackUrl ?? `${runtime.publicUrl}/payments/callback`;
  if (config.mpesa?.registerC2b) inBackground('c2b', registerC2b);
  const running = startJobs(options.jobs ?? jobs);
  log.info({ event: 'listening', port, url: runtime.publicUrl }, 'listening');

  let stopped: Promise<void> | undefined;
  const stop = async (drainMs: number): Promise<void> => {
    life.draining = true;
    await pause(drainMs);
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeIdleConnections();
    await running.stop();
    // Whoever still talks after this is cut off, and resumes by idempotency key or lease.
    const cut = setTimeout(() => http.closeAllConnections(), 25_000).unref();
    await closed;
    clearTimeout(cut);
    await backgroundDone();
    await disconnectDatabase();
    await kept.keeper?.close();
    kept.keeper = null;
    log.info({ event: 'stopped' }, 'stopped');
  };
  return { port, url: runtime.publicUrl, stop: ({ drainMs = 0 } = {}) => (stopped ??= stop(drainMs)) };
}

/** What production must not open without: transactions, and the unique indexes that the money rules lean on. */
async function refuseUnready(): Promise<void> {
  await refuseStandalone();
  const lacking = await collectionsToMigrate();
  if (lacking.length > 0)
    throw new ConfigProblem(
      `The database lacks indexes (${lacking.join(', ')}). Run \`npm run migrate:prod\` with the same MONGODB_URI, then start again.`,
    );
}

function listen(http: HttpServer, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen({ port, ...(host ? { host } : {}) }, () => {
      http.off('error', reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}
