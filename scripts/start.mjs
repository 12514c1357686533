// `npm start`. Old syntax in this file, so that an old Node can read it and say that it is old; the rest is in start/.
import { nodeProblem } from './lib/node-version.mjs';

var problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  void import('./start/start.mjs').then(function (module) {
    return module.start();
  });
}
