import { DarajaInputError } from '../../core/errors.js';
import type { Control } from '../control.js';
import type { PhoneAnswer } from '../engine/express.js';
import type { DeliveryOrder, FaultKind, Fault, Forgery } from '../engine/records.js';
import { scenarios } from '../engine/scenarios.js';
import { json, objectIn, type Incoming, type Reply } from './wire.js';

type Body = Readonly<Record<string, unknown>>;
type Handler = (control: Control, id: string, body: Body) => unknown;

/** The control API: method and path (one `*` stands for a name) to what it does. Every answer is JSON. */
const routes: Readonly<Record<string, Handler>> = {
  'GET /__sim/state': (control) => ({
    now: control.now().toISOString(),
    knobs: control.knobs,
    scenarios: scenarioList,
  }),
  'GET /__sim/requests': (control) => control.requests(),
  'GET /__sim/pushes': (control) => control.pushes(),
  'GET /__sim/pushes/*': (control, id) => control.push(id),
  'GET /__sim/callbacks': (control) => control.callbacks(),
  'GET /__sim/phones': (control) => control.phones(),
  'GET /__sim/phones/*': (control, id) => control.phone(id),
  'POST /__sim/phones/*/pay': (control, id, body) =>
    control.payFromMenu(id, {
      payee: text(body, 'payee'),
      amount: number(body, 'amount'),
      account: optionalText(body, 'account') ?? '',
      pin: text(body, 'pin'),
    }),
  'GET /__sim/transactions': (control) => control.transactions(),
  'GET /__sim/public-key': (control) => ({ publicKey: control.publicKey() }),
  'POST /__sim/phones/*': (control, id, body) => control.setPhone(id, body),
  'POST /__sim/pushes/*/answer': (control, id, body) => control.answer(id, readAnswer(body)),
  'POST /__sim/pushes/*/scenario': (control, id, body) =>
    control.direct(id, number(body, 'scenario'), optionalText(body, 'variant')),
  'POST /__sim/pushes/*/delivery': (control, id, body) => control.deliver(id, readDelivery(body)),
  'POST /__sim/pushes/*/callbacks': (control, id, body) => {
    const forgery = optionalText(body, 'forgery') as Forgery | undefined; // Checked by report().
    const report = { code: text(body, 'code'), ...(forgery ? { forgery } : {}) };
    return control.report(id, report, optionalNumber(body, 'delayMs'));
  },
  'POST /__sim/callbacks/*/replay': (control, id, body) => control.replay(id, optionalNumber(body, 'delayMs')),
  'POST /__sim/next': (control, _id, body) => {
    const variant = optionalText(body, 'variant');
    const phone = optionalText(body, 'phone');
    const scenario = number(body, 'scenario');
    return control.next({ scenario, ...(variant ? { variant } : {}), ...(phone ? { phone } : {}) });
  },
  'POST /__sim/orders/clear': (control) => control.clearOrders(),
  'POST /__sim/faults': (control, _id, body) => control.fail(readFault(body)),
  'POST /__sim/tokens/revoke': (control) => control.revokeTokens(),
  'POST /__sim/knobs': (control, _id, body) => control.turn(body),
  'POST /__sim/time': async (control, _id, body) => {
    await control.advance(number(body, 'advanceMs'));
    return { now: control.now().toISOString() };
  },
  'POST /__sim/reset': (control) => control.reset(),
};

const scenarioList = scenarios.map(({ number: id, title, variants }) => ({ number: id, title, variants }));

/** Answers a request under `/__sim/`, or `undefined` when there is no such route. */
export async function serveControl(control: Control, request: Incoming): Promise<Reply | undefined> {
  const parts = request.path.split('/');
  const id = decoded(parts[3] ?? '');
  const pattern = [...parts.slice(0, 3), ...(parts.length > 3 ? ['*', ...parts.slice(4)] : [])].join('/');
  const named = `${request.method} ${pattern}`;
  const exact = `${request.method} ${request.path}`;
  const handler = Object.hasOwn(routes, exact)
    ? routes[exact]
    : Object.hasOwn(routes, named)
      ? routes[named]
      : undefined;
  if (!handler) return undefined;
  const body = request.text ? objectIn(request.text) : {};
  if (!body) return json({ error: 'the body must be a JSON object' }, 400);
  try {
    return json((await handler(control, id, body)) ?? {});
  } catch (error) {
    // A wish that cannot be granted; everything else is a defect and goes up.
    if (error instanceof RangeError || error instanceof DarajaInputError) return json({ error: error.message }, 400);
    throw error;
  }
}

function readAnswer(body: Body): PhoneAnswer {
  const { action } = body;
  if (action === 'pin') return { action, pin: text(body, 'pin') };
  if (action === 'cancel' || action === 'ignore') return { action };
  throw new RangeError('action: must be pin, cancel or ignore');
}

function readDelivery(body: Body): DeliveryOrder {
  const { mode } = body;
  if (mode !== 'once' && mode !== 'drop' && mode !== 'twice' && mode !== 'delay') {
    throw new RangeError('mode: must be once, drop, twice or delay');
  }
  const delayMs = optionalNumber(body, 'delayMs');
  return { mode, ...(delayMs === undefined ? {} : { delayMs }) };
}

const endpoints: readonly Fault['endpoint'][] = ['oauth', 'push', 'query', 'c2b', 'initiator', 'any'];
const kinds: readonly FaultKind[] = [
  'token',
  'token-401',
  'token-400',
  'credentials',
  'grant',
  'empty',
  'slow',
  'spike',
  'quota',
  'waf',
  'hangup',
  'gateway-timeout',
  'server-error',
];

function readFault(body: Body): { endpoint: Fault['endpoint']; kind: FaultKind; times?: number; delayMs?: number } {
  const endpoint = endpoints.find((name) => name === body['endpoint']);
  const kind = kinds.find((name) => name === body['kind']);
  if (!endpoint) throw new RangeError(`endpoint: must be one of ${endpoints.join(', ')}`);
  if (!kind) throw new RangeError(`kind: must be one of ${kinds.join(', ')}`);
  const times = optionalNumber(body, 'times');
  const delayMs = optionalNumber(body, 'delayMs');
  return { endpoint, kind, ...(times === undefined ? {} : { times }), ...(delayMs === undefined ? {} : { delayMs }) };
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || !value) throw new RangeError(`${field}: must be text`);
  return value;
}

function optionalText(body: Body, field: string): string | undefined {
  return body[field] === undefined || body[field] === '' ? undefined : text(body, field);
}

function number(body: Body, field: string): number {
  const value = body[field];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${field}: must be a number`);
  return value;
}

function optionalNumber(body: Body, field: string): number | undefined {
  return body[field] === undefined ? undefined : number(body, field);
}

/** A part of a path; as it is when its escapes make no sense. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
