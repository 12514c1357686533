export { compileSort, sortDocs, type Comparator, type MetaKey } from './sort.js';
