import { magicScenario, scenarioOf, type Scenario } from '../engine/scenarios.js';
import type { Push, Wish } from '../engine/records.js';
import { resultText } from '../engine/results.js';
import type { Shortcode } from '../engine/shortcodes.js';
import type { Engine } from '../engine/engine.js';
import { faulty, invalid, refusal, type Outcome } from './envelopes.js';
import { checkMerchant, checkPushFields, isOutcome, readFields, timestampFits, type Fields } from './express-checks.js';
import { revokeTokens } from './oauth.js';
import { json, type Incoming } from './wire.js';

const pushFields = [
  'BusinessShortCode',
  'Password',
  'Timestamp',
  'TransactionType',
  'Amount',
  'PartyA',
  'PartyB',
  'PhoneNumber',
  'CallBackURL',
  'AccountReference',
];

interface Casting {
  readonly scenario: number;
  readonly variant?: string | undefined;
  readonly wish?: Wish | undefined;
}

/** `POST /mpesa/stkpush/v1/processrequest`. daraja.md §4, §5, §18 */
export async function push(engine: Engine, request: Incoming): Promise<Outcome> {
  const { world, time } = engine;
  const fields = readFields(world, request, pushFields);
  if (isOutcome(fields)) return fields;
  const refused = checkPushFields(world, time.now(), fields);
  if (refused) return refused;
  const merchant = checkMerchant(world, fields);
  if (isOutcome(merchant)) return merchant;

  const phone = fields['PhoneNumber'] ?? '';
  const cast = casting(engine, fields, merchant);
  const scenario = scenarioOf(cast.scenario);
  const variant = cast.variant || (scenario?.variants[0] ?? '');
  const busy = !scenario?.ignoresLock && world.knobs.subscriberLock && engine.express.liveOn(phone) !== undefined;
  if (busy) return locked(engine);

  const hindrance = scenario && firstTimeHindrance(engine, scenario, variant, phone);
  if (hindrance) return hindrance;
  if (cast.wish) world.store.remove('wishes', cast.wish.id);
  if (scenario?.refuse) {
    const { status, code, message } = scenario.refuse(variant);
    return refusal(world, status, code, message);
  }

  const accepted = engine.express.start({
    shortcode: merchant.shortcode,
    business: merchant.name,
    partyB: fields['PartyB'] ?? '',
    phone,
    amount: Number(fields['Amount']),
    accountReference: fields['AccountReference'] ?? '',
    description: fields['TransactionDesc'] ?? '',
    callbackUrl: fields['CallBackURL'] ?? '',
    scenario: cast.scenario,
    variant,
  });
  world.store.flush();
  const told = { note: accepted.id, scenario: accepted.scenario };
  const lost = scenario?.answer?.lost?.(variant);
  if (lost) return { ...faulty(world, lost), ...told };
  await time.sleep(scenario?.answer?.delayMs ?? 0);
  return { reply: json(acknowledgement(accepted)), ...told };
}

function acknowledgement(accepted: Push): object {
  return {
    MerchantRequestID: accepted.merchantRequestId,
    CheckoutRequestID: accepted.id,
    ResponseCode: '0',
    ResponseDescription: 'Success. Request accepted for processing',
    CustomerMessage: 'Success. Request accepted for processing',
  };
}

function locked({ world }: Engine): Outcome {
  const message = 'Unable to lock subscriber, a transaction is already in process for the current subscriber';
  return refusal(world, 500, '500.001.1001', message);
}

/** Which scenario plays: what was asked for, else what the request itself brings about, else the number's, else the default. */
function casting(engine: Engine, fields: Fields, merchant: Shortcode): Casting {
  const { store, knobs } = engine.world;
  const phone = fields['PhoneNumber'] ?? '';
  const wish = store
    .list('wishes')
    .find((wished) => !scenarioOf(wished.scenario)?.product && (!wished.phone || wished.phone === phone));
  if (wish) return { scenario: wish.scenario, variant: wish.variant, wish };
  const buysGoods = fields['TransactionType'] === 'CustomerBuyGoodsOnline';
  if (buysGoods !== (merchant.till !== undefined)) return { scenario: 15, variant: '2028' };
  if (fields['PartyB'] !== (merchant.till ?? merchant.shortcode)) return { scenario: 15, variant: 'SFC_IC0003' };
  if ((fields['AccountReference'] ?? '').length > 12 || (fields['TransactionDesc'] ?? '').length > 13) {
    return { scenario: 13 };
  }
  return { scenario: magicScenario(phone) ?? knobs.defaultScenario };
}

/** Scenarios 18 to 20: the first request of a number meets an obstacle, the next one passes. */
function firstTimeHindrance(engine: Engine, scenario: Scenario, variant: string, phone: string): Outcome | undefined {
  const { world } = engine;
  const kind = scenario.firstTime?.(variant);
  if (!kind || kind === 'slow') return undefined;
  const mark = `met:${scenario.number}:${phone}`;
  if (world.store.get('facts', mark)) {
    world.store.remove('facts', mark);
    return undefined;
  }
  world.store.put('facts', { id: mark, value: 1 });
  if (scenario.number === 18 || scenario.number === 19) revokeTokens(world);
  if (scenario.number === 19) {
    const refusedAs = variant === 'grant' || variant === 'empty' || variant === 'slow' ? variant : 'credentials';
    engine.fail({ endpoint: 'oauth', kind: refusedAs, times: 1 });
  }
  return faulty(world, kind);
}

/** `POST /mpesa/stkpushquery/v1/query`. daraja.md §8 */
export async function query(engine: Engine, request: Incoming): Promise<Outcome> {
  const { world, time } = engine;
  const fields = readFields(world, request, ['BusinessShortCode', 'Password', 'Timestamp', 'CheckoutRequestID']);
  if (isOutcome(fields)) return fields;
  if (!timestampFits(fields['Timestamp'], time.now(), world.knobs.maxSkewMinutes)) return invalid(world, 'Timestamp');
  const merchant = checkMerchant(world, fields);
  if (isOutcome(merchant)) return merchant;
  const found = world.store.get('pushes', fields['CheckoutRequestID'] ?? '');
  const scenario = found && scenarioOf(found.scenario);
  if (found?.variant === 'malformed' && scenario?.query === 'denies') return invalid(world, 'CheckoutRequestID');
  if (!found || found.shortcode !== merchant.shortcode || scenario?.query === 'denies') {
    return refusal(world, 500, '500.001.1001', 'The transaction does not Exist');
  }
  world.store.put('pushes', { ...found, queries: found.queries + 1 });
  const code = found.state === 'settled' ? found.resultCode : undefined;
  if (code === undefined) return inFlight(engine, found, queryStyle(engine, found, scenario));
  const flakeRate = scenario?.query === 'flaky' && found.queries > 3 ? 0.2 : world.knobs.queryFlakeRate;
  if (flakeRate > 0 && world.ids.random() < flakeRate) return inFlight(engine, found, 'b');
  return answered(engine, found, code);
}

/** Scenario 23 goes through all three ways of saying "not yet"; others use the one that is set. */
function queryStyle(engine: Engine, found: Push, scenario: Scenario | undefined): 'a' | 'b' | 'c' {
  if (scenario?.query !== 'flaky') return engine.world.knobs.queryStyle;
  return found.queries === 0 ? 'a' : found.queries === 1 ? 'c' : 'b';
}

function inFlight(engine: Engine, found: Push, style: 'a' | 'b' | 'c'): Outcome {
  if (style === 'a') return answered(engine, found, '4999');
  if (style === 'b') return refusal(engine.world, 500, '500.001.1001', 'The transaction is being processed');
  return refusal(engine.world, 200, '500.001.1001', '');
}

function answered({ world }: Engine, found: Push, code: string): Outcome {
  const asNumber = world.knobs.codeTypes === 'swapped' && /^\d+$/.test(code);
  const body = {
    ResponseCode: '0',
    ResponseDescription: 'The service request has been accepted successsfully',
    MerchantRequestID: found.merchantRequestId,
    CheckoutRequestID: found.id,
    ResultCode: asNumber ? Number(code) : code,
    ResultDesc: resultText(code, 'query'),
  };
  return { reply: json(body), note: `ResultCode ${code}` };
}
