import type { PinSwitch } from '@smartduka/contract';
import type { z } from 'zod';
import { lookupHash, sameSecret } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';
import { pinEverywhereGuard, pinGuard, takeTry } from './failures.js';
import { Staff, type StaffRecord } from './model.js';

export const hashPin = (staff: string, pin: string): string => lookupHash(`pin:${staff}:${pin}`);

/**
 * Who types this staff code and PIN at a counter (AU-3). Failures are counted by staff code and device, whether there is such a code or not.
 *
 * @param device That the counter was signed in with, never what the caller says it is.
 * @throws Refused `credentials_invalid`, `sign_in_locked`
 */
export async function staffByPin(
  shop: string,
  device: string,
  { code, pin }: z.infer<typeof PinSwitch>,
): Promise<StaffRecord> {
  const here = await takeTry(pinGuard, `${shop} ${code} ${device}`);
  const everywhere = await takeTry(pinEverywhereGuard, `${shop} ${code}`);
  const staff = await Staff.findOne({ shop, code }).lean<StaffRecord>();
  const right = sameSecret(staff?.pin ?? 'none', hashPin(staff?._id ?? 'nobody', pin)) && staff?.status === 'active';
  if (!staff || !right) {
    await here.failed();
    await everywhere.failed();
    throw new Refused('credentials_invalid');
  }
  await here.passed();
  await everywhere.passed();
  return staff;
}
