import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

const good = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db/smartduka?replicaSet=rs0',
  FRONTEND_URL: 'https://shop.example',
  JWT_SECRET: 'n3Jq0vX7mB2kT9rWzL5yPcD8sHfGaE1u',
  MASTER_KEY: 'Qw8eRt2yUi5oPa9sDf3gHj7kLz1xCv6b',
  MPESA_ENV: 'production',
  MPESA_CONSUMER_KEY: 'key',
  MPESA_CONSUMER_SECRET: 'secret',
  MPESA_SHORTCODE: '600123',
  MPESA_PASSKEY: 'passkey',
  MPESA_CALLBACK_URL: 'https://shop.example/payments/callback',
};

describe('the configuration of production', () => {
  it('is taken when everything is there', () => {
    expect(readConfig(good)).toMatchObject({
      production: true,
      port: 3000,
      mpesa: { env: 'production', baseUrl: null },
    });
  });

  it.each([
    ['no database', { MONGODB_URI: '' }, /^MONGODB_URI is not set.*MONGODB_URI=mongodb/],
    ['a database of another kind', { MONGODB_URI: 'postgres://db' }, /^MONGODB_URI must begin with mongodb/],
    ['no secret', { JWT_SECRET: undefined }, /^JWT_SECRET is not set.*node -e/],
    ['a short secret', { JWT_SECRET: 'short' }, /^JWT_SECRET is too weak/],
    ['a secret from a guide', { MASTER_KEY: 'changeme-changeme-changeme-changeme!' }, /^MASTER_KEY is too weak/],
    ['a secret of one letter', { MASTER_KEY: 'a'.repeat(40) }, /^MASTER_KEY is too weak/],
    ['a weak secret of before', { JWT_SECRET_PREVIOUS: 'short' }, /^JWT_SECRET_PREVIOUS is too weak/],
    ['access tokens that last for ever', { JWT_EXPIRES: '9999h' }, /^JWT_EXPIRES is "9999h"/],
    ['a word about signing up that is none', { SHOP_SIGNUP: 'yes' }, /^SHOP_SIGNUP is "yes"/],
    ['no address', { FRONTEND_URL: undefined }, /^FRONTEND_URL is not set.*https:/],
    ['an address without https', { FRONTEND_URL: 'http://shop.example' }, /^FRONTEND_URL must begin with https/],
    [
      'the simulator',
      { MPESA_ENV: 'simulator', MPESA_BASE_URL: 'https://x.example' },
      /^MPESA_ENV=simulator moves no money/,
    ],
    ['a word that is no environment', { MPESA_ENV: 'live' }, /^MPESA_ENV is "live".*simulator, sandbox, production/],
    ['half of the credentials', { MPESA_PASSKEY: '' }, /^MPESA_PASSKEY is not set/],
    ['credentials without an environment', { MPESA_ENV: '' }, /^MPESA_CONSUMER_KEY is set but MPESA_ENV is not/],
    ['a shortcode that is none', { MPESA_SHORTCODE: 'abc' }, /^MPESA_SHORTCODE must be/],
    ['no callback address', { MPESA_CALLBACK_URL: '' }, /^MPESA_CALLBACK_URL is not set/],
    ['a callback without https', { MPESA_CALLBACK_URL: 'http://shop.example/p' }, /^MPESA_CALLBACK_URL must be https/],
    [
      'a callback with a word that Daraja refuses',
      { MPESA_CALLBACK_URL: 'https://shop.example/mpesa' },
      /^MPESA_CALLBACK_URL must not contain "mpesa"/,
    ],
    ['a Daraja without https', { MPESA_BASE_URL: 'http://daraja.example' }, /^MPESA_BASE_URL must begin with https/],
    [
      'a source of callbacks that is no address',
      { MPESA_CALLBACK_SOURCES: 'safaricom' },
      /^MPESA_CALLBACK_SOURCES names "safaricom"/,
    ],
    ['a port that is none', { PORT: 'http' }, /^PORT is "http"/],
    ['trust in every proxy', { TRUST_PROXY: 'true' }, /^TRUST_PROXY names "true"/],
  ] as [string, Record<string, string | undefined>, RegExp][])(
    'is refused with %s, in a sentence that says what to do',
    (_, change, sentence) => {
      expect(() => readConfig({ ...good, ...change })).toThrow(sentence);
    },
  );
});
