export { compareStrings, compareValues, equalValues, keyOf, type Collation } from './compare.js';
export { decode, encode, encodedLength, fromEntries, ownGet, ownSet, type Doc } from './document.js';
export { bracketOf, isDoc, isNumeric, typeNumbers, typeOf, type TypeName } from './types.js';
export { integerOf, makeDouble, makeIntegral, makeLong, toNumber, type Numeric } from './numbers.js';
export { valuesAt } from './paths.js';
export { formatValue } from './format.js';
export { identical } from './identical.js';
