/** What the simulator remembers. Plain JSON, one table per kind, so that a killed process finds it all again. */

/** A number (MSISDN, `2547…`) that has been asked or looked at. @public */
export interface Phone {
  readonly id: string;
  readonly balance: number;
  readonly off: boolean;
  /** Shown as the customer's name in C2B confirmations. */
  readonly name: string;
  readonly inbox: readonly Sms[];
}

/** A message in a phone's inbox. @public */
export interface Sms {
  readonly at: number;
  /** A message id of the locale files, and its facts. */
  readonly text: SmsText;
}

/** Which message it is, and its facts. The sentence is in the locale files. @public */
export type SmsText =
  | {
      readonly about: 'paid';
      readonly receipt: string;
      readonly amount: number;
      readonly business: string;
      readonly account: string;
      readonly balance: number;
      readonly cost: number;
    }
  | {
      readonly about: 'received';
      readonly receipt: string;
      readonly amount: number;
      readonly business: string;
      readonly balance: number;
    }
  | {
      readonly about: 'reversed';
      readonly receipt: string;
      readonly original: string;
      readonly amount: number;
      readonly balance: number;
    }
  | { readonly about: 'wrongPin' }
  | { readonly about: 'cancelled'; readonly business: string; readonly amount: number }
  | { readonly about: 'noFunds'; readonly amount: number; readonly business: string; readonly balance: number };

/** One accepted prompt, from the request to its end. @public */
export interface Push {
  /** CheckoutRequestID. */
  readonly id: string;
  readonly merchantRequestId: string;
  readonly at: number;
  readonly shortcode: string;
  readonly business: string;
  /** Who receives the money: the pay bill, or the till. */
  readonly partyB: string;
  readonly phone: string;
  readonly amount: number;
  readonly accountReference: string;
  readonly description: string;
  readonly callbackUrl: string;
  /** Number in the table of scenarios, or 0 for a person at the phone. */
  readonly scenario: number;
  readonly variant?: string;
  /** `ringing` until the payer, or the passing of time, decides. */
  readonly state: 'ringing' | 'answered' | 'settled';
  /** The final code, once there is one. It can change only in scenario 7. */
  readonly resultCode?: string;
  readonly receipt?: string;
  readonly settledAt?: number;
  /** Times this prompt has been queried. */
  readonly queries: number;
  /** What is to happen to the callbacks still to come. */
  readonly delivery: DeliveryOrder;
}

/** What becomes of the callbacks of a prompt that are still to come. @public */
export interface DeliveryOrder {
  readonly mode: 'once' | 'drop' | 'twice' | 'delay';
  readonly delayMs?: number;
}

/** One POST to somebody else: a callback, true or forged. @public */
export interface Callback {
  readonly id: string;
  readonly kind: 'stk' | 'c2b-validation' | 'c2b-confirmation' | 'result' | 'timeout';
  /** CheckoutRequestID or conversation id it is about. */
  readonly about: string;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Local address to send from; `undefined` is the system's choice. */
  readonly from?: string;
  readonly forged: boolean;
  readonly dueAt: number;
  readonly state: 'due' | 'sending' | 'delivered' | 'failed' | 'dropped';
  readonly sentAt?: number;
  /** HTTP status of the receiver. */
  readonly status?: number;
  /** What the receiver said, cut short; or why it could not be reached. */
  readonly answer?: string;
}

/** Money that moved, under the receipt it moved by. @public */
export interface Transaction {
  /** Receipt number. */
  readonly id: string;
  readonly kind: 'stk' | 'c2b' | 'b2c' | 'reversal';
  readonly at: number;
  readonly shortcode: string;
  readonly phone: string;
  readonly amount: number;
  readonly account: string;
  /** Receipt of the reversal that undid it. */
  readonly reversedBy?: string;
  readonly conversationId?: string;
  readonly originatorConversationId?: string;
}

/** What an initiator asked for: acknowledged at once, decided later. */
export interface Job {
  /** ConversationID. */
  readonly id: string;
  readonly originatorConversationId: string;
  readonly product: 'b2c' | 'reversal' | 'status' | 'balance';
  readonly fields: Readonly<Record<string, string>>;
  readonly variant: string;
}

/** A payment that a person makes at the phone's own menu. */
export interface MenuPayment {
  readonly phone: string;
  readonly shortcode: string;
  readonly amount: number;
  /** What the payer typed; empty for a till. */
  readonly account: string;
}

/** A request that somebody made to the Daraja side, for the operator's log. @public */
export interface RequestRecord {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
  /** The refusal's code and message, the fault that was ordered, or the id that came of it. */
  readonly note: string;
  /** Scenario that plays from here; 0 is a person at the phone. */
  readonly scenario?: number;
}

export interface Token {
  readonly id: string;
  readonly expiresAt: number;
  readonly revoked: boolean;
}

/** Something that is to happen at a time. */
export interface Timer {
  readonly id: string;
  readonly at: number;
  readonly task: Task;
}

export type Task =
  | { readonly do: 'settle'; readonly push: string; readonly code: string }
  | { readonly do: 'report'; readonly push: string; readonly report: Report }
  | { readonly do: 'lapse'; readonly push: string }
  | { readonly do: 'deliver'; readonly callback: string }
  | { readonly do: 'menu-payment'; readonly payment: MenuPayment }
  | { readonly do: 'confirm'; readonly receipt: string; readonly thirdParty: string }
  | { readonly do: 'job'; readonly job: string }
  | { readonly do: 'job-timeout'; readonly job: string };

/** A callback as a scenario describes it. @public */
export interface Report {
  readonly code: string;
  /** Items out of order, Balance without a value. */
  readonly awkward?: boolean;
  /** Lost on the way: recorded and never sent. */
  readonly lost?: boolean;
  /** How an attacker's differs from the real one. */
  readonly forgery?: Forgery;
}

/** How an attacker's callback differs from the real one. @public */
export type Forgery = 'bad-token' | 'foreign-address' | 'wrong-amount' | 'replayed-receipt' | 'unknown-id';

/** A scenario that somebody asked for, waiting for its request. @public */
export interface Wish {
  readonly id: string;
  readonly scenario: number;
  readonly variant?: string;
  /** Only for this number. */
  readonly phone?: string;
}

/** An answer that an endpoint is to give in place of the true one, a number of times. @public */
export interface Fault {
  readonly id: string;
  readonly endpoint: 'oauth' | 'push' | 'query' | 'c2b' | 'initiator' | 'any';
  readonly kind: FaultKind;
  readonly times: number;
  readonly delayMs?: number;
}

/** How an endpoint fails: with a token error, a refusal of the token endpoint, a delay, throttling, a page of a firewall or proxy, a closed line. @public */
export type FaultKind =
  | 'token'
  | 'token-401'
  | 'token-400'
  | 'credentials'
  | 'grant'
  | 'empty'
  | 'slow'
  | 'spike'
  | 'quota'
  | 'waf'
  | 'hangup'
  | 'gateway-timeout'
  | 'server-error';

export interface Tables {
  readonly phones: Phone;
  readonly pushes: Push;
  readonly callbacks: Callback;
  readonly requests: RequestRecord;
  readonly tokens: Token;
  readonly timers: Timer;
  readonly wishes: Wish;
  readonly faults: Fault;
  readonly transactions: Transaction;
  readonly jobs: Job;
  readonly facts: { readonly id: string; readonly value: string | number };
}
