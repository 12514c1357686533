import { isIP } from 'node:net';
import { join } from 'node:path';
import { callbackUrlProblem } from '@smartduka/daraja';

/** What this server has to be told. Every variable it reads is read here, once. */
export interface Config {
  readonly production: boolean;
  /** `PORT`: where to listen. 0 takes any free port. */
  readonly port: number;
  /** `MONGODB_URI`: a replica set or Atlas. */
  readonly mongodbUri: string;
  /** `FRONTEND_URL`: where people reach this server; in links, and as our own origin. Null: where we happen to listen. */
  readonly publicUrl: string | null;
  /** `JWT_SECRET`: signs what clients carry for us. At least 32 characters. */
  readonly jwtSecret: string;
  /** `JWT_SECRET_PREVIOUS`: the one before, while rotating: what it signed still counts. Null: none. */
  readonly jwtSecretPrevious: string | null;
  /** `JWT_EXPIRES`: how long an access token lasts, such as 10m (the default), 900s or 1h; at most 24h. In seconds. */
  readonly accessSeconds: number;
  /** `SHOP_SIGNUP`: who may open a shop by themselves. `first` (the default): whoever comes while there is none; `open`; `closed`. */
  readonly signUp: 'first' | 'open' | 'closed';
  /** `STANDALONE_SHOP`: short name of the shop that visitors without a key see. Null: the only one there is. */
  readonly standaloneShop: string | null;
  /** `MASTER_KEY`: seals phone numbers and stored answers at rest. At least 32 characters. Lose it, and they are lost. */
  readonly masterKey: string;
  /** `CREDENTIALS_KEY`: wraps the keys that shops' M-Pesa credentials are sealed with. At least 32 characters. Null: `MASTER_KEY` does. */
  readonly credentialsKey: string | null;
  /** `CREDENTIALS_KEY_PREVIOUS`: the one before, until `npm run rotate-keys` has run. */
  readonly credentialsKeyPrevious: string | null;
  /** `TRUST_PROXY`: addresses or networks of your own proxies, comma-separated; only they may say who the client is. */
  readonly trustedProxies: readonly string[];
  /** `LOG_LEVEL`: fatal, error, warn, info, debug or silent. */
  readonly logLevel: string;
  /** `WEBHOOKS_TO_LOOPBACK`: 1 lets webhooks of test mode go to this machine, over http too. For development. */
  readonly webhooksToLoopback: boolean;
  readonly mpesa: MpesaConfig | null;
  /** How people are sent e-mail. Null: they are not. */
  readonly smtp: SmtpConfig | null;
  /** How people are sent text messages. Null: they are not. */
  readonly africasTalking: AfricasTalkingConfig | null;
  /** `REDIS_URL`: where what reports have added up is kept for a day. Null: it is read each time. */
  readonly redisUrl: string | null;
  /** Where pictures are kept: a bucket when `MEDIA_S3_URL` is set, else the folder `media` of `DATA_DIR`. */
  readonly media: { readonly folder: string } | { readonly bucket: Bucket };
}

export interface SmtpConfig {
  /** `SMTP_URL`: smtps://user:password@host:465, or smtp://user:password@host:587 for STARTTLS. */
  readonly url: string;
  /** `SMTP_FROM`: who messages come from, such as "Mama Mboga <duka@example.co.ke>". */
  readonly from: string;
}

export interface AfricasTalkingConfig {
  /** `AT_USERNAME`: of the app; `sandbox` reaches the simulator on their site. */
  readonly username: string;
  /** `AT_API_KEY` */
  readonly apiKey: string;
  /** `AT_SENDER`: registered sender id or short code. Null: theirs. */
  readonly sender: string | null;
  /** `AT_BASE_URL`. Default: theirs, the sandbox's with the username `sandbox`. */
  readonly baseUrl: string;
}

/** A bucket that speaks Amazon's S3 protocol. */
export interface Bucket {
  /** `MEDIA_S3_URL`: address of the bucket itself, such as https://s3.eu-west-1.amazonaws.com/my-shop. */
  readonly url: string;
  /** `MEDIA_S3_REGION`. Default: us-east-1, which most other makers take. */
  readonly region: string;
  /** `MEDIA_S3_ACCESS_KEY_ID` */
  readonly accessKeyId: string;
  /** `MEDIA_S3_SECRET_ACCESS_KEY` */
  readonly secretAccessKey: string;
}

export interface MpesaConfig {
  /** `MPESA_ENV`: simulator and sandbox serve test mode, production serves live mode. */
  readonly env: 'simulator' | 'sandbox' | 'production';
  /** `MPESA_BASE_URL`: another Daraja. Needed for the simulator. */
  readonly baseUrl: string | null;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly shortcode: string;
  readonly passkey: string;
  /**
   * `MPESA_INITIATOR_NAME` and `MPESA_SECURITY_CREDENTIAL`: who may give money back and ask about transactions, and that person's password as
   * the portal encrypted it. Null: refunds by M-Pesa are made by hand.
   */
  readonly initiator: { readonly name: string; readonly securityCredential: string } | null;
  /** `MPESA_PAYOUT_SHORTCODE`: the shortcode that pays out (B2C). Null: only whole payments can be given back, by reversal. */
  readonly payoutShortcode: string | null;
  /** `MPESA_CALLBACK_URL`: public address of `/payments/callback`, to which Daraja posts outcomes. Null: where we listen. */
  readonly callbackUrl: string | null;
  /** `MPESA_REGISTER_C2B`: whether to register at the start where payments from phones' own menus are told of. Default: with the simulator only. */
  readonly registerC2b: boolean;
  /** `MPESA_CALLBACK_CHECK`: off, observe (only log strangers) or enforce. Default: observe in production, else off. */
  readonly callbackCheck: 'off' | 'observe' | 'enforce';
  /** `MPESA_CALLBACK_SOURCES`: addresses that callbacks come from, comma-separated. Default: those Safaricom publishes. */
  readonly callbackSources: readonly string[];
}

/** Addresses that Safaricom publishes for callbacks. Not a promise, so they can be set. */
const publishedSources = [
  ...['200', '206', '207', '208'].map((last) => `196.201.214.${last}`),
  ...['114', '44'].map((last) => `196.201.213.${last}`),
  ...['127', '138', '129', '136', '74', '69'].map((last) => `196.201.212.${last}`),
];

/** A setting that keeps the server from starting. The message is for the person who can mend it. */
export class ConfigProblem extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

/**
 * Reads and checks the environment.
 *
 * @throws ConfigProblem that says which variable is wrong and how to set it.
 */
export function readConfig(env: Environment): Config {
  const production = env['NODE_ENV'] === 'production';
  return {
    production,
    port: readPort(env['PORT']),
    mongodbUri: readMongo(env['MONGODB_URI']),
    publicUrl: readPublicUrl(env['FRONTEND_URL'], production),
    jwtSecret: readSecret('JWT_SECRET', env['JWT_SECRET']),
    jwtSecretPrevious: env['JWT_SECRET_PREVIOUS']
      ? readSecret('JWT_SECRET_PREVIOUS', env['JWT_SECRET_PREVIOUS'])
      : null,
    accessSeconds: readExpires(env['JWT_EXPIRES']),
    signUp: oneOf('SHOP_SIGNUP', env['SHOP_SIGNUP'] || 'first', ['first', 'open', 'closed']) as Config['signUp'],
    standaloneShop: env['STANDALONE_SHOP'] || null,
    masterKey: readSecret('MASTER_KEY', env['MASTER_KEY']),
    ...readWrapping(env),
    trustedProxies: readProxies(env['TRUST_PROXY']),
    logLevel: oneOf('LOG_LEVEL', env['LOG_LEVEL'] || 'info', logLevels),
    webhooksToLoopback: readLoopback(env['WEBHOOKS_TO_LOOPBACK'], production),
    mpesa: readMpesa(env, production),
    smtp: readSmtp(env),
    africasTalking: readAfricasTalking(env, production),
    media: readMedia(env, production),
    redisUrl: readRedis(env['REDIS_URL']),
  };
}

function readSmtp(env: Environment): SmtpConfig | null {
  const { SMTP_URL: url, SMTP_FROM: from } = env;
  if (!url) return null;
  if (!URL.canParse(url) || !/^smtps?:\/\/./.test(url))
    throw new ConfigProblem(
      'SMTP_URL must be the address of your mail server, for instance SMTP_URL=smtps://user:password@mail.example:465.',
    );
  if (!from || !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from))
    throw new ConfigProblem(
      'SMTP_FROM must be who messages come from, for instance SMTP_FROM="Mama Mboga <duka@example.co.ke>".',
    );
  return { url, from };
}

function readAfricasTalking(env: Environment, production: boolean): AfricasTalkingConfig | null {
  const { AT_USERNAME: username, AT_API_KEY: apiKey } = env;
  if (!username && !apiKey) return null;
  if (!username || !apiKey)
    throw new ConfigProblem(
      `${username ? 'AT_API_KEY' : 'AT_USERNAME'} is not set. Text messages by Africa's Talking need both; copy them from your app there.`,
    );
  const theirs = `https://api.${username === 'sandbox' ? 'sandbox.' : ''}africastalking.com`;
  const baseUrl = (env['AT_BASE_URL'] || theirs).replace(/\/+$/, '');
  if (!URL.canParse(baseUrl) || (production && !baseUrl.startsWith('https:')))
    throw new ConfigProblem('AT_BASE_URL must be an https address without a path.');
  return { username, apiKey, sender: env['AT_SENDER'] || null, baseUrl };
}

function readWrapping(env: Environment): Pick<Config, 'credentialsKey' | 'credentialsKeyPrevious'> {
  const read = (name: string) => (env[name] ? readSecret(name, env[name]) : null);
  return {
    credentialsKey: read('CREDENTIALS_KEY'),
    credentialsKeyPrevious: read('CREDENTIALS_KEY_PREVIOUS'),
  };
}

function readRedis(url: string | undefined): string | null {
  if (!url) return null;
  if (!/^rediss?:\/\/./.test(url) || !URL.canParse(url))
    throw new ConfigProblem('REDIS_URL must be an address such as redis://127.0.0.1:6379, or rediss://… with TLS.');
  return url;
}

function readMedia(env: Environment, production: boolean): Config['media'] {
  const url = env['MEDIA_S3_URL'];
  if (!url) return { folder: join(env['DATA_DIR'] || '.duka-data', 'media') };
  if (!URL.canParse(url) || (production && !url.startsWith('https:')))
    throw new ConfigProblem(
      'MEDIA_S3_URL must be the https address of your bucket, for instance https://s3.eu-west-1.amazonaws.com/my-shop.',
    );
  const { MEDIA_S3_ACCESS_KEY_ID: accessKeyId, MEDIA_S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey)
    throw new ConfigProblem(
      `${accessKeyId ? 'MEDIA_S3_SECRET_ACCESS_KEY' : 'MEDIA_S3_ACCESS_KEY_ID'} is not set. MEDIA_S3_URL needs both parts of a key that may read and write the bucket.`,
    );
  return { bucket: { url, region: env['MEDIA_S3_REGION'] || 'us-east-1', accessKeyId, secretAccessKey } };
}

function readPort(text: string | undefined): number {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigProblem(`PORT is "${text}". Set it to a number from 0 to 65535, for instance PORT=3000.`);
  return port;
}

function readMongo(text: string | undefined): string {
  if (!text)
    throw new ConfigProblem(
      'MONGODB_URI is not set. Set it to the address of your MongoDB replica set, for instance MONGODB_URI=mongodb://db1,db2,db3/smartduka?replicaSet=rs0.',
    );
  if (!/^mongodb(\+srv)?:\/\//.test(text))
    throw new ConfigProblem('MONGODB_URI must begin with mongodb:// or mongodb+srv://.');
  return text;
}

function readPublicUrl(text: string | undefined, production: boolean): string | null {
  if (!text) {
    if (production)
      throw new ConfigProblem(
        'FRONTEND_URL is not set. Set it to the address at which people reach this server, for instance FRONTEND_URL=https://shop.example.',
      );
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw new ConfigProblem(`FRONTEND_URL must be an address without a path, such as https://shop.example.`);
  if (production && url.protocol !== 'https:')
    throw new ConfigProblem('FRONTEND_URL must begin with https:// in production.');
  return url.origin;
}

const weak = /^(?:changeme|change-me|secret|password|test|example|your[-_ ])|^(.)\1+$/i;

function readSecret(name: string, text: string | undefined): string {
  const how = `Make one with: node -e "console.log(require('crypto').randomBytes(32).toString('base64url'))"`;
  if (!text) throw new ConfigProblem(`${name} is not set. ${how}`);
  if (text.length < 32 || weak.test(text) || new Set(text).size < 10)
    throw new ConfigProblem(`${name} is too weak: it must be at least 32 random characters. ${how}`);
  return text;
}

function readExpires(text: string | undefined): number {
  const [, count = '', unit = 's'] = /^(\d{1,6})\s*([smh])?$/.exec(text || '10m') ?? [];
  const seconds = Number(count || Number.NaN) * { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
  if (!(seconds >= 60 && seconds <= 86_400))
    throw new ConfigProblem(
      `JWT_EXPIRES is "${text}". Set it to between 60s and 24h, for instance JWT_EXPIRES=10m; people stay signed in by their refresh token.`,
    );
  return seconds;
}

function readProxies(text: string | undefined): string[] {
  const proxies = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  for (const proxy of proxies)
    if (!/^(?:[\da-f.:]+(?:\/\d{1,3})?|loopback|linklocal|uniquelocal)$/i.test(proxy) || /^\d+$/.test(proxy))
      throw new ConfigProblem(
        `TRUST_PROXY names "${proxy}". List the addresses or networks of your own proxies, for instance TRUST_PROXY=10.0.0.5,10.1.0.0/16; trusting everybody is not possible.`,
      );
  return proxies;
}

function readLoopback(text: string | undefined, production: boolean): boolean {
  const on = oneOf('WEBHOOKS_TO_LOOPBACK', text || '0', ['0', '1']) === '1';
  if (on && production)
    throw new ConfigProblem('WEBHOOKS_TO_LOOPBACK lets webhooks into this machine; unset it in production.');
  return on;
}

const mpesaNames = ['MPESA_CONSUMER_KEY', 'MPESA_CONSUMER_SECRET', 'MPESA_SHORTCODE', 'MPESA_PASSKEY'] as const;

function readMpesa(env: Environment, production: boolean): MpesaConfig | null {
  const given = mpesaNames.filter((name) => env[name]);
  if (!env['MPESA_ENV']) {
    if (given.length > 0)
      throw new ConfigProblem(
        `${given[0]} is set but MPESA_ENV is not. Set MPESA_ENV=sandbox or MPESA_ENV=production.`,
      );
    return null;
  }
  const mode = oneOf('MPESA_ENV', env['MPESA_ENV'], ['simulator', 'sandbox', 'production']) as MpesaConfig['env'];
  if (production && mode === 'simulator')
    throw new ConfigProblem(
      'MPESA_ENV=simulator moves no money and is not part of a production server. Set MPESA_ENV=production, or sandbox for a trial.',
    );
  const missing = mpesaNames.find((name) => !env[name]);
  if (missing)
    throw new ConfigProblem(
      `${missing} is not set. Copy it from your app on Safaricom's developer portal, or unset MPESA_ENV to run without M-Pesa.`,
    );
  const shortcode = env['MPESA_SHORTCODE'] ?? '';
  if (!/^\d{5,7}$/.test(shortcode))
    throw new ConfigProblem(
      'MPESA_SHORTCODE must be the 5 to 7 digits of your pay bill, for instance MPESA_SHORTCODE=174379.',
    );
  return {
    env: mode,
    baseUrl: readBaseUrl(env['MPESA_BASE_URL'], mode, production),
    consumerKey: env['MPESA_CONSUMER_KEY'] ?? '',
    consumerSecret: env['MPESA_CONSUMER_SECRET'] ?? '',
    shortcode,
    passkey: env['MPESA_PASSKEY'] ?? '',
    initiator: readInitiator(env),
    payoutShortcode: readPayoutShortcode(env),
    callbackUrl: readCallbackUrl(env['MPESA_CALLBACK_URL'], mode, production),
    registerC2b:
      oneOf('MPESA_REGISTER_C2B', env['MPESA_REGISTER_C2B'] || (mode === 'simulator' ? 'yes' : 'no'), ['yes', 'no']) ===
      'yes',
    callbackCheck: oneOf('MPESA_CALLBACK_CHECK', env['MPESA_CALLBACK_CHECK'] || (production ? 'observe' : 'off'), [
      'off',
      'observe',
      'enforce',
    ]) as MpesaConfig['callbackCheck'],
    callbackSources: readSources(env['MPESA_CALLBACK_SOURCES']),
  };
}

function readInitiator(env: Environment): MpesaConfig['initiator'] {
  const { MPESA_INITIATOR_NAME: name, MPESA_SECURITY_CREDENTIAL: securityCredential } = env;
  if (!name && !securityCredential) return null;
  if (!name || !securityCredential)
    throw new ConfigProblem(
      `${name ? 'MPESA_SECURITY_CREDENTIAL' : 'MPESA_INITIATOR_NAME'} is not set. An initiator needs both: its name, and its password as the developer portal encrypts it.`,
    );
  if (!/^[A-Za-z0-9+/]{100,}={0,2}$/.test(securityCredential))
    throw new ConfigProblem(
      "MPESA_SECURITY_CREDENTIAL must be the initiator's password as the developer portal encrypts it (about 344 characters of base64), not the password itself.",
    );
  return { name, securityCredential };
}

function readPayoutShortcode(env: Environment): string | null {
  const shortcode = env['MPESA_PAYOUT_SHORTCODE'];
  if (!shortcode) return null;
  if (!/^\d{5,7}$/.test(shortcode))
    throw new ConfigProblem('MPESA_PAYOUT_SHORTCODE must be the 5 to 7 digits of the shortcode that pays out.');
  if (!env['MPESA_INITIATOR_NAME'])
    throw new ConfigProblem('MPESA_PAYOUT_SHORTCODE needs MPESA_INITIATOR_NAME and MPESA_SECURITY_CREDENTIAL as well.');
  return shortcode;
}

function readSources(text: string | undefined): readonly string[] {
  if (!text) return publishedSources;
  const sources = text.split(',').map((part) => part.trim());
  const wrong = sources.find((source) => isIP(source) === 0);
  if (wrong !== undefined)
    throw new ConfigProblem(
      `MPESA_CALLBACK_SOURCES names "${wrong}". List single addresses, for instance MPESA_CALLBACK_SOURCES=196.201.214.200,196.201.214.206.`,
    );
  return sources;
}

function readBaseUrl(text: string | undefined, mode: MpesaConfig['env'], production: boolean): string | null {
  if (!text) {
    if (mode === 'simulator')
      throw new ConfigProblem(
        'MPESA_BASE_URL is not set. With MPESA_ENV=simulator it is the address of the simulator, for instance http://127.0.0.1:4000.',
      );
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new ConfigProblem('MPESA_BASE_URL must be an http(s) address.');
  if (production && url.protocol !== 'https:')
    throw new ConfigProblem('MPESA_BASE_URL must begin with https:// in production.');
  return text;
}

function readCallbackUrl(text: string | undefined, mode: MpesaConfig['env'], production: boolean): string | null {
  if (!text) {
    if (mode === 'simulator') return null;
    throw new ConfigProblem(
      'MPESA_CALLBACK_URL is not set. Set it to the public address of this server followed by /payments/callback, for instance https://shop.example/payments/callback.',
    );
  }
  const problem = callbackUrlProblem(text, { production });
  if (problem) throw new ConfigProblem(`MPESA_CALLBACK_URL ${problem}. Daraja would refuse it; set another address.`);
  return text.replace(/\/+$/, '');
}

function oneOf(name: string, text: string, choices: readonly string[]): string {
  if (!choices.includes(text))
    throw new ConfigProblem(`${name} is "${text}". Set it to one of: ${choices.join(', ')}.`);
  return text;
}
