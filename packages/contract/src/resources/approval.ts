import { z } from 'zod';
import { id, Instant } from '../primitives.js';

export const ApprovalAction = z
  .enum(['refund', 'discount', 'void', 'review', 'payout', 'adjustment'])
  .meta({ id: 'ApprovalAction', description: 'What a second person can approve.' });
export type ApprovalAction = z.infer<typeof ApprovalAction>;

/** The id of an approval, as a deed above somebody's limit takes it in its body. */
export const ApprovalId = id('approval').meta({
  description: 'Approval of a second person, from `POST /api/approvals`; needed above your own limit.',
});

export const ApprovalInput = z
  .strictObject({
    action: ApprovalAction,
    subject: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{4,80}$/, 'must be the id of what it is about')
      .meta({
        description: 'Id of what it is about: an order, a payment, a cart.',
        examples: ['ord_01jdc8v3q5n7x2k4m6p8'],
      }),
    amount: z.int().min(0).nullable().default(null).meta({
      description: 'Up to how much: minor units, or basis points of a discount. Null: it is about no amount.',
    }),
    by: z
      .strictObject({
        code: z.string().regex(/^C\d{3,6}$/, 'must be a staff code such as C001'),
        pin: z.string().regex(/^\d{4,6}$/, 'must be 4 to 6 digits'),
      })
      .optional()
      .meta({ description: 'Who approves, at the counter of somebody else: staff code and PIN. Without it, you do.' }),
  })
  .meta({ id: 'ApprovalInput', description: 'What is approved. It is good once, for 5 minutes.' });
export type ApprovalInput = z.infer<typeof ApprovalInput>;

export const Approval = z
  .object({
    id: id('approval'),
    action: ApprovalAction,
    subject: z.string(),
    amount: z.int().nullable(),
    approver: z.object({ id: id('staff'), name: z.string() }),
    expiresAt: Instant,
  })
  .meta({ id: 'Approval', description: 'One person’s approval of one deed of another. Good once, for 5 minutes.' });
export type Approval = z.infer<typeof Approval>;
