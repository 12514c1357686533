// `npm test`: proves everything. `npm test -- unit e2e` runs just those parts; words that are no part's name go to the
// test runners as filters (`npm test -- unit packages/sdk`). Old syntax in this file: see start.mjs.
import { nodeProblem } from './lib/node-version.mjs';

var problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  void import('./test/test.mjs').then(function (module) {
    return module.test(process.argv.slice(2));
  });
}
