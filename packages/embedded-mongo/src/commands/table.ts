import { aggregateCommands } from './crud/aggregate.js';
import { explainCommands } from './crud/explain.js';
import { collectionCommands } from './admin/collections.js';
import { indexCommands } from './admin/indexes.js';
import { statsCommands } from './admin/stats.js';
import { toolCommands } from './tools.js';
import type { Commands } from './context.js';
import { findCommands } from './crud/find.js';
import { modifyCommands } from './crud/find-and-modify.js';
import { writeCommands } from './crud/write.js';
import { serverCommands } from './server.js';
import { sessionCommands } from './session.js';

/** Every command this server knows, by name. */
export const commands: Commands = {
  ...serverCommands,
  ...sessionCommands,
  ...writeCommands,
  ...modifyCommands,
  ...findCommands,
  ...aggregateCommands,
  ...explainCommands,
  ...collectionCommands,
  ...indexCommands,
  ...statsCommands,
  ...toolCommands,
};
