import { roleRank, type ApprovalAction, type Permission, type Role } from '@smartduka/contract';
import type { Actor, Limits } from '../../platform/actor.js';

/** Which limit of a person a deed is measured by: what takes money out of the shop counts as a refund. */
export function approvalLimit(limits: Limits, action: ApprovalAction): number | null {
  return action === 'discount' ? limits.discount : limits.refund;
}

/** Null is no limit. What is about no amount is within every limit but one of nothing. */
export function within(limit: number | null, amount: number | null): boolean {
  return limit === null || (amount === null ? limit > 0 : amount <= limit);
}

/** Whether one limit is at least as wide as another; null is the widest. */
const covers = (own: number | null, other: number | null): boolean => own === null || (other !== null && other <= own);

/** Nobody gives a role, permissions or limits beyond their own; the owner alone may name other owners. */
export function mayGive(
  giver: Pick<Actor, 'kind' | 'role' | 'permissions' | 'limits'>,
  given: { role?: Role | undefined; extra?: readonly Permission[] | undefined; limits?: Limits | undefined },
): boolean {
  if (giver.kind === 'system' || giver.kind === 'platform') return true;
  if (giver.role === null) return false;
  if (given.role !== undefined && roleRank[given.role] > roleRank[giver.role]) return false;
  if (given.extra?.some((permission) => !giver.permissions.has(permission))) return false;
  const { limits } = given;
  return !limits || (covers(giver.limits.refund, limits.refund) && covers(giver.limits.discount, limits.discount));
}

/** Nobody changes somebody above them, nor their own limits or standing. */
export function mayManage(
  manager: Actor,
  staff: { _id: string; role: Role },
  change: {
    role?: Role | undefined;
    extra?: readonly Permission[] | undefined;
    limits?: Limits | undefined;
    status?: string | undefined;
  },
): boolean {
  if (manager.role === null || roleRank[staff.role] > roleRank[manager.role]) return false;
  const { extra, limits, status } = change;
  // A lower role is within reach: an owner steps down once there is another.
  if (staff._id === manager.id && [extra, limits, status].some((part) => part !== undefined)) return false;
  return mayGive(manager, change);
}
