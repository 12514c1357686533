import type { z } from 'zod';
import type { StockMovement, StockMovementQuery } from '@smartduka/contract';
import type { Tenant } from '../../platform/tenancy.js';
import { Movements, type MovementRecord } from './model.js';
import { listPapers } from './papers.js';

/** The stock ledger, newest first. */
export const listMovements = (tenant: Tenant, query: z.output<typeof StockMovementQuery>) => {
  const { variant, location, reference } = query;
  return listPapers(Movements, tenant, 'movements', query, { variant, location, reference }, toMovement);
};

function toMovement(row: MovementRecord): StockMovement {
  const { _id: id, variant, location, reason, onHand, available, held, allocated, order, note, at } = row;
  return {
    ...{ id, variant, location, reason, onHand, available, held, allocated, order, note },
    reference: row.reference ?? null,
    staff: row.staff ?? null,
    at: at.toISOString(),
  };
}
