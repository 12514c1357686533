import { describe, expect, it } from 'vitest';
import { close, freePort, listen, portOf, wantedPort } from './ports.js';

describe('PORT', () => {
  it.each([
    [undefined, 3000],
    ['', 3000],
    ['0', 0],
    ['8080', 8080],
  ])('%j means %d', (text, port) => {
    expect(wantedPort(text)).toBe(port);
  });

  it.each(['http', '-1', '65536', '3000.5', '1e3'])('%j is refused with what would be right', (text) => {
    expect(() => wantedPort(text)).toThrow(/has to be a number from 0 to 65535/);
  });
});

describe('a port that somebody uses', () => {
  it('is refused for the shop itself, with a way out', async () => {
    const busy = await listen(0);
    await expect(listen(portOf(busy))).rejects.toThrow(/is in use\. .* PORT=\d+ npm start/);
    await close(busy);
  });

  it('is passed over for the simulator and the example', async () => {
    const busy = await listen(0);
    const port = await freePort(portOf(busy));
    expect(port).not.toBe(portOf(busy));
    await close(busy);
    expect(await freePort(port)).toBe(port);
  });

  it('beyond the last one becomes any free one', async () => {
    expect(await freePort(65_536)).toBeLessThan(65_536);
  });
});
