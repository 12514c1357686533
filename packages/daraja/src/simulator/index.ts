export { startSimulator } from './simulator.js';
export type { Simulator, SimulatorOptions } from './simulator.js';
export type { Control, PhoneChanges } from './control.js';
export { WRONG_PIN } from './engine/express.js';
export type { PhoneAnswer } from './engine/express.js';
export { defaultKnobs } from './engine/knobs.js';
export { sandboxInitiator } from './engine/initiator.js';
export type { InitiatorAccount } from './engine/initiator.js';
export type { Knobs } from './engine/knobs.js';
export type {
  Callback,
  DeliveryOrder,
  Fault,
  FaultKind,
  Forgery,
  Phone,
  Push,
  Report,
  RequestRecord,
  Sms,
  SmsText,
  Transaction,
  Wish,
} from './engine/records.js';
export { scenarios } from './engine/scenarios.js';
export type { Scenario, Step, Trouble } from './engine/scenarios.js';
export { sandboxShortcode } from './engine/shortcodes.js';
export type { Shortcode } from './engine/shortcodes.js';
export type { ClockOptions } from './engine/timeline.js';
export type { App } from './http/oauth.js';
