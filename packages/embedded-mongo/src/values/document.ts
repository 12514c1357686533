export { fromEntries, ownGet, ownSet, without, type Doc } from './doc.js';
export { decode } from './decode.js';
export { encode, encodedLength } from './encode.js';
