import { readAcknowledgement } from './core/acknowledged.js';
import { text } from './core/envelope.js';
import { DarajaInputError, type Cause } from './core/errors.js';
import type { ProductContext } from './core/product.js';
import type { Refused } from './core/refusal.js';
import type { CallOptions } from './core/send.js';

/** A code to be scanned with the M-PESA app. @public */
export interface QrRequest {
  readonly merchantName: string;
  /** Account number, invoice or order: what the payment is for. */
  readonly reference: string;
  /** Whole shillings. */
  readonly amount: number;
  /** `PB` pay bill · `BG` buy goods (till) · `SM` send money · `WA` withdraw at an agent · `SB` send to business. */
  readonly kind: 'PB' | 'BG' | 'SM' | 'WA' | 'SB';
  /** Pay bill, till, agent or phone that is paid. */
  readonly payee: string;
  /** Edge of the square picture in pixels. Default 300. */
  readonly size?: number;
}

/** A picture, a refusal, or no answer that means anything. @public */
export type QrAnswer =
  /** A PNG, in base64. */
  { readonly kind: 'made'; readonly png: string } | Refused | { readonly kind: 'unknown'; readonly cause: Cause };

/** Makes a code that the M-PESA app can scan to pay. @throws DarajaInputError for a field that cannot be right. @public */
export type MakeQr = (request: QrRequest, options?: CallOptions) => Promise<QrAnswer>;

/** daraja.md §13 */
export function createQr({ gateway, timeoutMs }: ProductContext): MakeQr {
  return async (request, call) => {
    const { merchantName, reference, amount, kind, payee, size = 300 } = request;
    if (!Number.isSafeInteger(amount) || amount < 1) throw new DarajaInputError('amount', 'must be whole shillings');
    if (!Number.isSafeInteger(size) || size < 50 || size > 2000) {
      throw new DarajaInputError('size', 'must be 50 to 2000 pixels');
    }
    for (const [field, value] of Object.entries({ merchantName, reference, payee })) {
      if (!value) throw new DarajaInputError(field, 'must not be empty');
    }
    const body = {
      MerchantName: merchantName,
      RefNo: reference,
      Amount: amount,
      TrxCode: kind,
      CPI: payee,
      Size: String(size),
    };
    const posted = await gateway.post('/mpesa/qrcode/v1/generate', body, call, timeoutMs);
    // Sources disagree about the success code; the picture is what counts.
    const png = 'answer' in posted ? text(posted.answer.json?.['QRCode']) : undefined;
    if (png) return { kind: 'made', png };
    const acknowledged = readAcknowledgement(posted, gateway, []);
    if (acknowledged.kind !== 'accepted') return acknowledged;
    return { kind: 'unknown', cause: { what: 'unreadable', message: 'an answer without a picture' } };
  };
}
