import { describe, expect, it } from 'vitest';
import { toCommonJs } from './commonjs-types.mjs';

describe('declarations for require', () => {
  it.each([
    [`export { a } from './core/a.js';`, `export { a } from './core/a.cjs';`],
    [`import type { B } from "../b.js";`, `import type { B } from "../b.cjs";`],
    [`import './side.js';`, `import './side.cjs';`],
    [`declare const c: import('./c.js').C;`, `declare const c: import('./c.cjs').C;`],
    [`import axios from 'axios';`, `import axios from 'axios';`],
    [`import x from 'axios/lib/x.js';`, `import x from 'axios/lib/x.js';`],
  ])('turn %s into %s', (esm, cjs) => {
    expect(toCommonJs(esm)).toBe(cjs);
  });
});
