import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { CashMovementInput, NewShift, Shift, ShiftClose, ShiftReport } from '../types.js';

/**
 * Which shifts.
 *
 * @public
 */
export interface ShiftQuery {
  state?: Shift['state'] | undefined;
  /** Id of a place. */
  location?: string | undefined;
  till?: string | undefined;
  /** Id of whoever works it. */
  cashier?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Shifts at the tills of a shop: the float, cash in and out, the count, X and Z reports. Needs a secret key or somebody signed in.
 *
 * @public
 */
export class Shifts extends Resource {
  /** Shifts, newest first: one's own, or everybody's for who may see them. See `GET /api/shifts`. */
  list(query: ShiftQuery = {}, options?: CallOptions): Page<Shift> {
    return this.pages<Shift>('/shifts', query, options);
  }

  /**
   * Opens a shift of whoever asks.
   *
   * @param shift `float` is the cash in the drawer, minor units.
   * @throws DukaConflictError `shift_open` while there is one at the till or of this person.
   * @example
   * ```ts
   * const shift = await duka.shifts.open({ till: 'Till 1', float: 200000 });
   * ```
   * @see `POST /api/shifts`
   */
  open(shift: NewShift = {}, options?: CallOptions): Promise<Shift> {
    return this.call<Shift>({ method: 'POST', path: '/shifts', body: shift }, options);
  }

  /** One shift. See `GET /api/shifts/{shift}`. */
  get(id: string, options?: CallOptions): Promise<Shift> {
    return this.read<Shift>(path`/shifts/${id}`, options);
  }

  /** Puts cash into the drawer, or takes some out. See `POST /api/shifts/{shift}/cash`. */
  moveCash(id: string, movement: CashMovementInput, options?: CallOptions): Promise<Shift> {
    return this.call<Shift>({ method: 'POST', path: path`/shifts/${id}/cash`, body: movement }, options);
  }

  /**
   * Closes a shift with what was counted in its drawer.
   *
   * @returns The Z report, with the difference.
   * @throws DukaAuthError `approval_required` when the count differs by more than KSh 500; DukaConflictError `shift_closed`.
   * @see `POST /api/shifts/{shift}/close`
   */
  close(id: string, count: ShiftClose, options?: CallOptions): Promise<ShiftReport> {
    return this.call<ShiftReport>({ method: 'POST', path: path`/shifts/${id}/close`, body: count }, options);
  }

  /** How it stands (X), or how it was closed (Z). See `GET /api/shifts/{shift}/report`. */
  report(id: string, options?: CallOptions): Promise<ShiftReport> {
    return this.read<ShiftReport>(path`/shifts/${id}/report`, options);
  }
}
