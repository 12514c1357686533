import { accumulatorExpressions } from './accumulators.js';
import { arithmetic } from './arithmetic.js';
import { arrays } from './arrays.js';
import type { Operators } from './compile.js';
import { conversions } from './convert.js';
import { dates } from './dates.js';
import { logic } from './logic.js';
import { objects } from './objects.js';
import { strings } from './strings.js';

/** Every expression operator there is. */
export const operators: Operators = new Map([
  ...arithmetic,
  ...logic,
  ...arrays,
  ...objects,
  ...strings,
  ...conversions,
  ...dates,
  ...accumulatorExpressions,
]);
