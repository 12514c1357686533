// `npm run check`: what must hold before anything is merged or published, beside the tests. `npm run check -- lockfile pack`
// runs just those.
import { checks } from './check/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Trouble, main } from './lib/run.mjs';
import { Tally } from './lib/tally.mjs';

await main(async () => {
  const named = process.argv.slice(2);
  for (const name of named)
    if (!(name in checks)) throw new Trouble(`There is no check "${name}": use ${Object.keys(checks).join(', ')}.`);
  await ensureInstalled();
  const tally = new Tally();
  for (const name of named.length > 0 ? named : Object.keys(checks))
    await tally.time(name, () => checks[name]().then(() => ({ passed: 1, failed: 0 })));
  tally.close();
});
