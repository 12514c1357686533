import { z } from 'zod';
import { id, Instant, Mode, page, PageQuery } from '../primitives.js';

const word = z.string().regex(/^[A-Za-z0-9_.:-]{1,80}$/, 'must be an id or a name of an action');

export const AuditEntry = z
  .object({
    id: id('audit'),
    at: Instant,
    mode: Mode,
    action: z.string().meta({ description: 'What was done.', examples: ['staff.updated'] }),
    subject: z.string().meta({ description: 'Id of what it was done to.' }),
    actor: z.object({
      kind: z.string(),
      id: z.string().nullable(),
      name: z.string().nullable(),
      role: z.string().nullable(),
      session: z.string().nullable(),
    }),
    from: z.string().nullable().meta({ description: 'Address that the call came from.' }),
    before: z.record(z.string(), z.unknown()).nullable().meta({ description: 'Fields that changed, as they were.' }),
    after: z.record(z.string(), z.unknown()).nullable(),
    note: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry', description: 'One line of the audit log. Lines are added, never changed.' });
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditQuery = PageQuery.extend({
  action: word.optional(),
  subject: word.optional(),
  actor: word.optional().meta({ description: 'Id of who did it.' }),
});
export const AuditPage = page('AuditPage', AuditEntry);
