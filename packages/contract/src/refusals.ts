import { z } from 'zod';

/** What the API can refuse. The error page of the docs and the SDK's `code` type are made from this table. */
export const refusals = {
  validation_failed: {
    status: 400,
    title: 'Some of the input is not right; `errors` names each field',
    retryable: false,
  },
  malformed_json: { status: 400, title: 'The body is not JSON', retryable: false },
  cursor_invalid: { status: 400, title: '`after` is not a cursor of this list', retryable: false },
  version_unknown: { status: 400, title: '`Duka-Version` names no version of this API', retryable: false },
  idempotency_key_required: { status: 400, title: 'This call needs an `Idempotency-Key` header', retryable: false },
  idempotency_key_invalid: {
    status: 400,
    title: '`Idempotency-Key` must be one header of 16 to 255 printable ASCII characters',
    retryable: false,
  },
  key_missing: {
    status: 401,
    title: 'This call needs a key: `Duka-Key`, or `Authorization: Bearer`',
    retryable: false,
  },
  key_invalid: { status: 401, title: 'The key is not known, or no longer valid', retryable: false },
  credentials_invalid: {
    status: 401,
    title: 'That is not a name and password (or code and PIN) we know together',
    retryable: false,
  },
  token_invalid: {
    status: 401,
    title: 'The access token has expired or its session has ended: refresh it, or sign in again',
    retryable: false,
  },
  session_ended: { status: 401, title: 'The session has ended: sign in again', retryable: false },
  code_invalid: {
    status: 401,
    title: 'The code or link is not right, has expired, or was used: ask for a new one',
    retryable: false,
  },
  secret_required: {
    status: 401,
    title: 'This call needs the `Duka-Secret` header of the cart or order',
    retryable: false,
  },
  origin_not_allowed: { status: 403, title: 'The key may not be used from this origin', retryable: false },
  secret_key_in_browser: {
    status: 403,
    title: 'Secret keys are for servers; use a publishable key in a browser',
    retryable: false,
  },
  forbidden: { status: 403, title: 'This key may not do that', retryable: false },
  approval_required: {
    status: 403,
    title: 'Above your limit: send the `approval` of a second person',
    retryable: false,
  },
  approval_invalid: {
    status: 403,
    title: 'The approval is used, has expired, is your own, or is for something else',
    retryable: false,
  },
  shop_suspended: { status: 403, title: 'This shop is closed for the time being', retryable: false },
  signup_closed: { status: 403, title: 'Shops are opened by the operator of this server', retryable: false },
  not_found: { status: 404, title: 'There is nothing here', retryable: false },
  method_not_allowed: { status: 405, title: 'This address does not take that method', retryable: false },
  not_acceptable: { status: 406, title: 'This address has no answer in the form asked for', retryable: false },
  product_ambiguous: { status: 409, title: 'The product has several variants: name the variant', retryable: false },
  product_unavailable: { status: 409, title: 'This cannot be bought', retryable: false },
  already_taken: {
    status: 409,
    title: 'Another one has this already; `errors` names the field',
    retryable: false,
  },
  category_cycle: { status: 409, title: 'A category cannot stand below itself', retryable: false },
  category_in_use: {
    status: 409,
    title: 'Products or other categories stand in it; move them first',
    retryable: false,
  },
  image_invalid: {
    status: 400,
    title: 'This is no JPEG, PNG or WebP picture that can be read',
    retryable: false,
  },
  customer_erased: { status: 409, title: 'All that named this person was removed', retryable: false },
  customer_busy: {
    status: 409,
    title: 'An order of theirs is still being paid, given back or delivered; `orders` says which',
    retryable: false,
  },
  too_many_zones: { status: 409, title: 'A shop has at most 200 delivery zones', retryable: false },
  too_many_images: { status: 409, title: 'A product has at most 20 pictures', retryable: false },
  variant_in_stock: {
    status: 409,
    title: 'Some of it is in stock or on its way; bring that to nothing first',
    retryable: false,
  },
  wrong_state: { status: 409, title: 'Its `state` does not allow that', retryable: false },
  cart_empty: { status: 409, title: 'The cart is empty', retryable: false },
  cart_full: { status: 409, title: 'A cart holds at most 100 lines', retryable: false },
  cart_completed: { status: 409, title: 'The cart has already become an order', retryable: false },
  total_changed: {
    status: 409,
    title: 'The total is not what the buyer saw; show the new one first',
    retryable: false,
  },
  insufficient_stock: { status: 409, title: 'Not enough in stock; `lines` says what is left', retryable: false },
  code_taken: { status: 409, title: 'Another discount has this code', retryable: false },
  discount_unknown: { status: 409, title: 'There is no such coupon code', retryable: false },
  discount_expired: { status: 409, title: 'The coupon is over', retryable: false },
  discount_not_now: { status: 409, title: 'The coupon does not hold at this time', retryable: false },
  discount_minimum: {
    status: 409,
    title: 'The coupon asks for a larger purchase; `minimum` says how large',
    retryable: false,
  },
  discount_not_for_cart: { status: 409, title: 'Nothing in the cart is covered by the coupon', retryable: false },
  discount_used_up: { status: 409, title: 'The coupon is used up', retryable: false },
  discount_needs_phone: {
    status: 409,
    title: 'The coupon is limited per customer: set the phone number first',
    retryable: false,
  },
  discount_outdone: {
    status: 409,
    title: 'A better discount applies already, and the two do not go together',
    retryable: false,
  },
  order_canceled: { status: 409, title: 'The order was canceled', retryable: false },
  order_paid: { status: 409, title: 'The order is paid already', retryable: false },
  order_unpaid: {
    status: 409,
    title: 'The order is not paid, and nothing was said about paying on delivery',
    retryable: false,
  },
  payment_in_progress: { status: 409, title: 'An earlier attempt is still undecided', retryable: true },
  payment_method_unavailable: { status: 409, title: 'The shop cannot take this kind of payment now', retryable: false },
  amount_out_of_range: { status: 409, title: 'M-Pesa does not move this amount in one payment', retryable: false },
  review_decided: { status: 409, title: 'Somebody has decided this already', retryable: false },
  review_unfit: {
    status: 409,
    title: 'This cannot be decided that way; `detail` says why',
    retryable: false,
  },
  amount_exceeds_due: {
    status: 409,
    title: 'More than the order still owes; `due` says how much that is',
    retryable: false,
  },
  payment_link_closed: {
    status: 409,
    title: 'The payment link is paid, over or switched off; `state` says which',
    retryable: false,
  },
  receipt_check_unavailable: {
    status: 409,
    title: 'The shop cannot ask M-Pesa about receipts now; show the message to the shop',
    retryable: false,
  },
  receipt_used: { status: 409, title: 'This money has been used already', retryable: false },
  refund_exceeds: {
    status: 409,
    title: 'More than there is to give back; `refundable` says how much is left',
    retryable: false,
  },
  refund_method_unavailable: {
    status: 409,
    title: 'Money cannot be given back that way; `detail` says what would do',
    retryable: false,
  },
  shift_open: {
    status: 409,
    title: 'There is an open shift at this till, or of this person: close that one first; `shift` names it',
    retryable: false,
  },
  shift_required: { status: 409, title: 'Open a shift first', retryable: false },
  tenders_short: {
    status: 409,
    title: 'The tenders do not come to the total; `due` says what is missing',
    retryable: false,
  },
  shift_closed: { status: 409, title: 'The shift is closed', retryable: false },
  shop_required: { status: 409, title: 'You work in several shops: say which; `shops` lists them', retryable: false },
  taken: { status: 409, title: 'There is one with that name or address already', retryable: false },
  last_owner: { status: 409, title: 'A shop keeps at least one owner', retryable: false },
  above_own_role: { status: 403, title: 'That is above your own role', retryable: false },
  key_in_use: { status: 409, title: 'The shop’s own pages use this key: rotate it instead', retryable: false },
  webhook_disabled: { status: 409, title: 'The endpoint is switched off; enable it first', retryable: false },
  too_many_webhooks: { status: 409, title: 'A shop has at most 20 endpoints; remove one first', retryable: false },
  idempotency_in_progress: { status: 409, title: 'The first call with this key is still running', retryable: true },
  version_stale: { status: 412, title: 'It has been changed since you read it', retryable: false },
  payload_too_large: { status: 413, title: 'The body is too large', retryable: false },
  unsupported_media_type: {
    status: 415,
    title: 'Send `Content-Type: application/json`, not compressed',
    retryable: false,
  },
  idempotency_key_reused: { status: 422, title: 'This idempotency key was used for another request', retryable: false },
  rate_limited: { status: 429, title: 'Too many calls; wait as long as `Retry-After` says', retryable: true },
  sign_in_locked: {
    status: 429,
    title: 'Too many failures: wait as long as `Retry-After` says, or reset the password',
    retryable: false,
  },
  too_many_prompts: {
    status: 429,
    title: 'Too many M-Pesa prompts to this phone or for this order; wait a little',
    retryable: true,
  },
  internal: { status: 500, title: 'A fault of ours; it has been noted under `requestId`', retryable: true },
  unavailable: { status: 503, title: 'Not ready for the moment; try again', retryable: true },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type RefusalCode = keyof typeof refusals;

export const FieldError = z
  .object({
    path: z
      .string()
      .meta({ description: 'The field, dotted, with list positions as numbers.', examples: ['payment.phone'] }),
    code: z.string().meta({ examples: ['invalid_format', 'unrecognized_keys'] }),
    message: z.string().meta({ description: 'What would be right, in English, for developers.' }),
  })
  .meta({ id: 'FieldError', description: 'One field that is not right.' });
export type FieldError = z.infer<typeof FieldError>;

export const ShortLine = z
  .object({ variant: z.string(), title: z.string(), requested: z.int(), available: z.int() })
  .meta({ id: 'ShortLine', description: 'A line that there is not enough stock for.' });
export type ShortLine = z.infer<typeof ShortLine>;

/** RFC 9457 problem details, as every error is answered. */
export const Problem = z
  .object({
    type: z.string().meta({ description: 'Address of the page about this error.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.string().meta({ description: 'Stable machine code.', examples: ['insufficient_stock'] }),
    requestId: z.string(),
    retryable: z.boolean().meta({ description: 'The same call may succeed later.' }),
    errors: z.array(FieldError).optional(),
    lines: z.array(ShortLine).optional().meta({ description: 'With `insufficient_stock`.' }),
    payment: z.string().optional().meta({ description: 'With `payment_in_progress`: the undecided attempt.' }),
    state: z.string().optional().meta({ description: 'With `wrong_state`: the state it is in.' }),
    shift: z.string().optional().meta({ description: 'With `shift_open`: the shift in the way.' }),
    order: z.string().optional().meta({ description: 'With `cart_completed`: the order it became.' }),
    shops: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .optional()
      .meta({ description: 'With `shop_required`: where you work.' }),
    approval: z
      .object({ action: z.string(), limit: z.int().nullable() })
      .optional()
      .meta({ description: 'With `approval_required`: what has to be approved, and how far you may go alone.' }),
    due: z
      .int()
      .optional()
      .meta({ description: 'With `amount_exceeds_due`: what can still be asked for, minor units.' }),
    refundable: z.int().optional().meta({ description: 'With `refund_exceeds`: what is left, minor units.' }),
    minimum: z.int().optional().meta({ description: 'With `discount_minimum`: minor units.' }),
    total: z.int().optional().meta({ description: 'With `total_changed`: the total now, minor units.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
export type Problem = z.infer<typeof Problem>;
