import { expectInvariants } from './outcome.js';
import { test } from './test.js';

test('after all journeys the books, the stock and the events agree', async ({ dev }) => {
  await expectInvariants(dev);
});
