export { compileCollation as collationOf } from '../../collation/index.js';
