export { createDaraja, environments } from './client.js';
export type { CredentialsCheck, Daraja, DarajaOptions } from './client.js';
export { callbackUrlProblem, checkCallbackUrl } from './core/callback-url.js';
export { eatStamp, fromEatStamp } from './core/eat.js';
export { DarajaInputError } from './core/errors.js';
export type { Cause } from './core/errors.js';
export { toMsisdn } from './core/phone.js';
export type { Reason } from './core/reason.js';
export type { Refused } from './core/refusal.js';
export type { CallOptions, Fetch } from './core/send.js';
export type { StoredToken, TokenStore } from './core/token.js';
export { parseStkCallback } from './express/callback.js';
export type { StkCallback, StkCallbackReading } from './express/callback.js';
export { expressPassword } from './express/password.js';
export type { ExpressPassword } from './express/password.js';
export { MAX_AMOUNT } from './express/push.js';
export type { PushOutcome, PushRequest } from './express/push.js';
export type { QueryAnswer } from './express/query.js';
export { knownResultCodes, verdictOf } from './express/verdicts.js';
export type { Verdict } from './express/verdicts.js';
export type { C2b, C2bRegistered, C2bRegistration, C2bSimulation } from './c2b/c2b.js';
export { acceptC2b, c2bRejections, hashMsisdn, parseC2b, received, rejectC2b } from './c2b/message.js';
export type { C2bMessage, C2bPayer, C2bReading } from './c2b/message.js';
export type { Acknowledged } from './core/acknowledged.js';
export type { Unreadable } from './core/reading.js';
export { securityCredential } from './initiator/credential.js';
export type {
  Initiator,
  InitiatorProducts,
  PayoutRequest,
  ResultAddresses,
  ReversalRequest,
  StatusRequest,
} from './initiator/requests.js';
export { parseResult, readBalances } from './initiator/result.js';
export type { AccountBalance, DarajaResult, ResultReading } from './initiator/result.js';
export type { MakeQr, QrAnswer, QrRequest } from './qr.js';
