import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, text } from '../primitives.js';
import { ApprovalId } from './approval.js';
import { TenderKind } from './payment.js';

export const ShiftState = z
  .enum(['open', 'closed'])
  .meta({ id: 'ShiftState', description: 'A shift that is closed never changes again.' });

const Person = z.object({ id: z.string().nullable(), name: z.string().nullable() });

export const CashMovement = z
  .object({
    kind: z.enum(['in', 'out']),
    amount: Money,
    reason: z.string(),
    by: Person,
    at: Instant,
  })
  .meta({ id: 'CashMovement', description: 'Cash put into the drawer or taken out of it, beside sales and refunds.' });

export const Shift = z
  .object({
    id: id('shift'),
    state: ShiftState,
    number: z.int().nullable().meta({
      description: 'Number of its Z report: counts from 1 for each till without a gap. Null while it is open.',
    }),
    location: id('location'),
    till: z.string().meta({ description: 'The counter where it is worked.', examples: ['Till 1'] }),
    cashier: Person,
    float: Money.meta({ description: 'Cash in the drawer when it was opened.' }),
    note: z.string().nullable(),
    version: z.int(),
    openedAt: Instant,
    closedAt: Instant.nullable(),
    closedBy: Person.nullable(),
  })
  .meta({ id: 'Shift', description: 'One cashier at one till, from the float to the count.' });
export type Shift = z.infer<typeof Shift>;

const till = text(40).meta({ examples: ['Till 1'] });

export const NewShift = z
  .strictObject({
    location: id('location').optional().meta({ description: 'Default: the main place.' }),
    till: till.default('Till 1'),
    float: z
      .int()
      .min(0)
      .max(100_000_000)
      .default(0)
      .meta({ description: 'Minor units.', examples: [200000] }),
  })
  .meta({
    id: 'NewShift',
    description: 'Opens a shift of whoever asks.',
    examples: [{ till: 'Till 1', float: 200000 }],
  });
export type NewShift = z.output<typeof NewShift>;

export const ShiftQuery = PageQuery.extend({
  state: ShiftState.optional(),
  location: id('location').optional(),
  till: till.optional(),
  cashier: z.string().max(60).optional().meta({ description: 'Id of whoever works it.' }),
});
export const ShiftPage = page('ShiftPage', Shift);

export const CashMovementInput = z
  .strictObject({
    kind: z.enum(['in', 'out']),
    amount: z.int().min(1).max(100_000_000).meta({ description: 'Minor units.' }),
    reason: text(limits.note).meta({ examples: ['Change from the bank'] }),
  })
  .meta({
    id: 'CashMovementInput',
    description: 'Cash put into the drawer or taken out of it, apart from sales.',
    examples: [{ kind: 'out', amount: 50000, reason: 'Paid the water seller' }],
  });
export type CashMovementInput = z.output<typeof CashMovementInput>;

export const CashCount = z
  .object({
    value: z.int().min(50).meta({ description: 'Of one coin or note, minor units: 100000 is a note of KSh 1,000.' }),
    count: z.int().min(0).max(100_000),
  })
  .meta({ id: 'CashCount', description: 'How many there are of one coin or note.' });

export const ShiftClose = z
  .strictObject({
    counted: z.int().min(0).optional().meta({ description: 'Cash in the drawer, minor units. Or `denominations`.' }),
    denominations: z.array(z.strictObject(CashCount.shape)).min(1).max(40).optional(),
    note: text(limits.note).optional(),
    approval: ApprovalId.optional(),
  })
  .refine((input) => (input.counted === undefined) !== (input.denominations === undefined), {
    error: 'give either counted or denominations',
    path: ['counted'],
  })
  .refine(
    (input) => new Set(input.denominations?.map((row) => row.value)).size === (input.denominations ?? []).length,
    {
      error: 'name each coin or note once',
      path: ['denominations'],
    },
  )
  .meta({
    id: 'ShiftClose',
    description:
      'What was counted in the drawer, without having been told what should be there. When it differs by more than KSh 500, somebody else approves: `adjustment` of this shift, with the difference as its amount.',
    examples: [
      {
        denominations: [
          { value: 100000, count: 3 },
          { value: 5000, count: 4 },
        ],
      },
    ],
  });
export type ShiftClose = z.output<typeof ShiftClose>;

const Figure = z.object({ count: z.int(), total: Money });

export const ShiftReport = z
  .object({
    kind: z.enum(['x', 'z']).meta({ description: 'x: how it stands; z: how it was closed, the same for ever.' }),
    shift: Shift,
    at: Instant,
    sales: z
      .object({ count: z.int(), gross: Money, discount: Money, tax: Money, rounding: Money, total: Money })
      .meta({ description: 'Sold and paid in this shift, VAT included; voided sales are not in it.' }),
    voids: Figure.meta({ description: 'Sales of this shift that were voided.' }),
    refunds: Figure.meta({ description: 'Given back in this shift, voids left out.' }),
    tenders: z
      .array(
        z.object({
          kind: TenderKind.or(z.literal('mpesa')),
          count: z.int(),
          amount: Money.meta({ description: 'Taken in.' }),
          givenBack: Money.meta({ description: 'Refunds and voids.' }),
          net: Money,
        }),
      )
      .meta({ description: 'What was taken and given back, by what it was paid with.' }),
    cash: z.object({
      float: Money,
      sales: Money,
      refunds: Money.meta({ description: 'Cash given back, voids included.' }),
      in: Money,
      out: Money,
      expected: Money.meta({ description: 'float + sales - refunds + in - out: cash alone.' }),
      counted: Money.nullable(),
      variance: Money.nullable().meta({ description: 'counted - expected.' }),
      denominations: z.array(CashCount).nullable(),
    }),
    movements: z.array(CashMovement),
    approvedBy: Person.nullable().meta({ description: 'Who approved the difference, where one was large.' }),
  })
  .meta({ id: 'ShiftReport', description: 'What was sold, taken and counted in a shift.' });
export type ShiftReport = z.infer<typeof ShiftReport>;
