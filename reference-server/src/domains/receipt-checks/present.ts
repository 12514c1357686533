import type { ReceiptCheck } from '@smartduka/contract';
import type { ReceiptCheckRecord } from './model.js';

export function toReceiptCheck(record: ReceiptCheckRecord): ReceiptCheck {
  const { order, receiptNumber, state, reason, amount, currency, payment } = record;
  return {
    id: record._id,
    ...{ order, receiptNumber, state, reason, payment },
    amount: amount === null ? null : { amount, currency },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}
