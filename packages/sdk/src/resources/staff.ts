import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Approval, ApprovalInput, AuditEntry, StaffCreate, StaffMember, StaffUpdate } from '../types.js';

/**
 * Which of the staff.
 *
 * @public
 */
export interface StaffQuery {
  status?: 'invited' | 'active' | 'disabled' | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * The people of the shop. For those signed in.
 *
 * @public
 */
export class Staff extends Resource {
  /**
   * Who works in the shop.
   *
   * @see `GET /api/staff`
   */
  list(query: StaffQuery = {}, options?: CallOptions): Page<StaffMember> {
    return this.pages<StaffMember>('/staff', query, options);
  }

  /**
   * One of them.
   *
   * @see `GET /api/staff/{staff}`
   */
  get(staff: string, options?: CallOptions): Promise<StaffMember> {
    return this.read<StaffMember>(path`/staff/${staff}`, options);
  }

  /**
   * Invites somebody by email or phone, or adds them to the counter with a PIN.
   *
   * @throws DukaConflictError `taken` when they are there already.
   * @example
   * ```ts
   * await duka.staff.add({ name: 'Zawadi', role: 'cashier', pin: '4071' });
   * ```
   * @see `POST /api/staff`
   */
  add(wanted: StaffCreate, options?: CallOptions): Promise<StaffMember> {
    return this.call<StaffMember>({ method: 'POST', path: '/staff', body: wanted }, options);
  }

  /**
   * Changes role, limits or PIN; disables, or lets back in.
   *
   * @param version The version that you read: refused with `version_stale` when it has changed since.
   * @throws DukaConflictError `last_owner`, `version_stale`.
   * @see `PATCH /api/staff/{staff}`
   */
  update(staff: string, change: StaffUpdate, version?: number, options?: CallOptions): Promise<StaffMember> {
    const headers: Record<string, string> = version === undefined ? {} : { 'If-Match': `"${version}"` };
    return this.call<StaffMember>({ method: 'PATCH', path: path`/staff/${staff}`, body: change, headers }, options);
  }

  /**
   * Sends the invitation again.
   *
   * @see `POST /api/staff/{staff}/invitation`
   */
  invite(staff: string, options?: CallOptions): Promise<StaffMember> {
    return this.call<StaffMember>({ method: 'POST', path: path`/staff/${staff}/invitation` }, options);
  }

  /**
   * Approves one deed of somebody else, by yourself, or at their counter by staff code and PIN. Pass its id as `approval` with the deed.
   *
   * @example
   * ```ts
   * const { id } = await duka.staff.approve({ action: 'refund', subject: order.id, amount: 250000, by: { code: 'C002', pin } });
   * ```
   * @see `POST /api/approvals`
   */
  approve(wanted: ApprovalInput, options?: CallOptions): Promise<Approval> {
    return this.call<Approval>({ method: 'POST', path: '/approvals', body: wanted }, options);
  }
}

/**
 * Which lines of the audit log.
 *
 * @public
 */
export interface AuditQuery {
  /** What was done, such as `staff.updated`. */
  action?: string | undefined;
  /** Id of what it was done to. */
  subject?: string | undefined;
  /** Id of who did it. */
  actor?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * What was done in the shop, by whom and from where. For owners and admins.
 *
 * @public
 */
export class AuditLog extends Resource {
  /**
   * Newest first.
   *
   * @see `GET /api/audit-log`
   */
  list(query: AuditQuery = {}, options?: CallOptions): Page<AuditEntry> {
    return this.pages<AuditEntry>('/audit-log', query, options);
  }
}
