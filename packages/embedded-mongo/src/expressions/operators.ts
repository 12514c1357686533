import { accumulatorExpressions } from './accumulators.js';
import { arithmetic } from './arithmetic.js';
import { arrayFunctions } from './array-functions.js';
import { arrays } from './arrays.js';
import type { Operators } from './compile.js';
import { conversions } from './convert.js';
import { dateArithmetic } from './date-arithmetic.js';
import { dates } from './dates.js';
import { logic } from './logic.js';
import { objects } from './objects.js';
import { sets } from './sets.js';
import { strings } from './strings.js';

/** Every expression operator there is. */
export const operators: Operators = new Map([
  ...arithmetic,
  ...logic,
  ...arrays,
  ...arrayFunctions,
  ...sets,
  ...objects,
  ...strings,
  ...conversions,
  ...dates,
  ...dateArithmetic,
  ...accumulatorExpressions,
]);
