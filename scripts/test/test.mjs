import { ensureInstalled } from '../lib/install.mjs';
import { main } from '../lib/run.mjs';
import { Tally } from '../lib/tally.mjs';
import { ensureBrowser } from './browser.mjs';
import { parts } from './parts.mjs';

/** Runs the parts that are named, or all, and ends with one line of what passed and what failed. */
export function test(words) {
  return main(async () => {
    await ensureInstalled();
    const named = words.filter((word) => word in parts);
    const filters = words.filter((word) => !(word in parts));
    const chosen = named.length > 0 ? named : Object.keys(parts);
    if (chosen.some((name) => parts[name].browser)) await ensureBrowser();
    const tally = new Tally();
    for (const name of chosen) await tally.time(name, () => parts[name].run(filters));
    tally.close();
  });
}
