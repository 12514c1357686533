/** Why a payment did not go through, in the closed set that the rest of the product speaks. @public */
export type Reason =
  | 'cancelled'
  | 'wrong_pin'
  | 'insufficient_funds'
  | 'unreachable'
  | 'expired'
  | 'busy'
  | 'limit'
  | 'duplicate'
  /** The shop's M-Pesa set-up is wrong; the buyer can do nothing about it. */
  | 'config'
  | 'unknown';
