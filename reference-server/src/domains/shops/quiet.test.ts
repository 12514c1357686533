import { describe, expect, it } from 'vitest';
import { isQuiet, quietUntil } from './quiet.js';

describe('quiet hours', () => {
  it.each([
    [{ from: 22, to: 7 }, [22, 23, 0, 6], [7, 12, 21]],
    [{ from: 1, to: 5 }, [1, 4], [0, 5, 23]],
    [{ from: 8, to: 8 }, [], [0, 8, 23]],
  ])('%j keep quiet at %j and not at %j', (quiet, still, loud) => {
    expect(still.map((hour) => isQuiet(hour, quiet))).toEqual(still.map(() => true));
    expect(loud.map((hour) => isQuiet(hour, quiet))).toEqual(loud.map(() => false));
  });

  it.each([
    ['Africa/Nairobi', '2026-11-24T20:10:00.000Z', '2026-11-25T04:00:00.000Z'],
    ['Africa/Nairobi', '2026-11-24T12:10:00.000Z', '2026-11-24T12:10:00.000Z'],
    ['Asia/Kathmandu', '2026-11-24T20:10:00.000Z', '2026-11-25T01:15:00.000Z'],
  ])('end in %s for what came at %s at %s', (timeZone, at, end) => {
    expect(quietUntil(new Date(at), { from: 22, to: 7 }, timeZone).toISOString()).toBe(end);
  });
});
