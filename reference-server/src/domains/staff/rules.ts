import type { ApprovalAction } from '@smartduka/contract';
import type { Limits } from '../../platform/actor.js';

/** Which limit of a person a deed is measured by: what takes money out of the shop counts as a refund. */
export function approvalLimit(limits: Limits, action: ApprovalAction): number | null {
  return action === 'discount' ? limits.discount : limits.refund;
}

/** Null is no limit. What is about no amount is within every limit but one of nothing. */
export function within(limit: number | null, amount: number | null): boolean {
  return limit === null || (amount === null ? limit > 0 : amount <= limit);
}
