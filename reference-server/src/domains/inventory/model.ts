import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { ReservationState } from './types.js';

/** Stock of one variant in one place. onHand = available + held + allocated, each at least 0 (INV-10). */
export interface LevelRecord extends Owned {
  /** `variant/location` */
  _id: string;
  variant: string;
  location: string;
  sku: string;
  onHand: number;
  available: number;
  held: number;
  allocated: number;
  /** At or under this many, buyers are told that few are left. */
  lowAt: number;
  updatedAt: Date;
}

/** One entry of the stock ledger: by how much each figure of a level changed. Never edited; their sums are the levels. */
export interface MovementRecord extends Owned {
  _id: string;
  variant: string;
  location: string;
  reason: string;
  onHand: number;
  available: number;
  held: number;
  allocated: number;
  order: string | null;
  /** The transfer, stock-take or purchase that it belongs to. */
  reference: string | null;
  staff: string | null;
  note: string | null;
  at: Date;
}

export interface ReservedItem {
  variant: string;
  location: string;
  quantity: number;
}

/** What is kept for an order. A row that was released or expired stays so; taking the goods again makes a new one. */
export interface ReservationRecord extends Owned {
  _id: string;
  order: string;
  items: ReservedItem[];
  state: ReservationState;
  /** True while held or consumed: an order has at most one such row (INV-12). */
  live: boolean;
  until: Date;
  createdAt: Date;
  updatedAt: Date;
}

const count = { type: Number, required: true, validate: Number.isSafeInteger };

const level = new Schema<LevelRecord>({
  _id: String,
  variant: { type: String, required: true },
  location: { type: String, required: true },
  sku: { type: String, required: true },
  onHand: { ...count, min: 0 },
  available: { ...count, min: 0 },
  held: { ...count, min: 0 },
  allocated: { ...count, min: 0 },
  lowAt: count,
  updatedAt: { type: Date, required: true },
});
level.plugin(tenancy);
level.index({ shop: 1, mode: 1, _id: 1 });
level.index({ shop: 1, mode: 1, variant: 1 });
level.index({ shop: 1, mode: 1, location: 1, _id: 1 });
level.index({ shop: 1, mode: 1, sku: 1 });
export const Levels = model('StockLevel', level, 'stock_levels');

const movement = new Schema<MovementRecord>({
  _id: String,
  variant: { type: String, required: true, immutable: true },
  location: { type: String, required: true, immutable: true },
  reason: { type: String, required: true, immutable: true },
  onHand: count,
  available: count,
  held: count,
  allocated: count,
  order: { type: String, default: null },
  reference: { type: String, default: null },
  staff: { type: String, default: null },
  note: { type: String, default: null },
  at: { type: Date, required: true },
});
movement.plugin(tenancy);
movement.index({ shop: 1, mode: 1, variant: 1, location: 1, _id: 1 });
movement.index({ shop: 1, mode: 1, _id: 1 });
movement.index({ shop: 1, mode: 1, location: 1, _id: 1 });
movement.index({ shop: 1, mode: 1, order: 1 });
movement.index({ shop: 1, mode: 1, reference: 1, _id: 1 });
export const Movements = model('StockMovement', movement, 'stock_movements');

const reservation = new Schema<ReservationRecord>({
  _id: String,
  order: { type: String, required: true },
  items: [new Schema<ReservedItem>({ variant: String, location: String, quantity: Number }, { _id: false })],
  state: { type: String, enum: ['held', 'consumed', 'released', 'expired'], required: true },
  live: { type: Boolean, required: true },
  until: { type: Date, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
});
reservation.plugin(tenancy);
reservation.index({ shop: 1, mode: 1, order: 1 }, { unique: true, partialFilterExpression: { live: true } });
reservation.index({ state: 1, until: 1 });
export const Reservations = model('Reservation', reservation, 'reservations');
