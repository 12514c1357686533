import type { Caller } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';

/** Who looks at the catalogue: the public, or the shop, of whom not everybody may know what goods cost. */
export type Audience = 'public' | { readonly costs: boolean };

export function audienceOf(caller: Caller, actor: Actor): Audience {
  return caller === 'secret' || caller === 'staff' ? { costs: actor.permissions.has('costs:read') } : 'public';
}
