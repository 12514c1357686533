export { compileProjection, usesPosition, type Projection, type ProjectionContext } from './projection.js';
export { compileSort, sortDocs, type Comparator, type MetaKey } from './sort.js';
