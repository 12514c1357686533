import { Long } from 'bson';
import { firstBatchSize, takeBatch, type LiveSource, type Source } from '../../cursors/cursors.js';
import type { Doc } from '../../values/index.js';
import type { CommandContext } from '../context.js';

/** The first batch, and a cursor kept open for the rest. */
export function cursorReply(
  context: CommandContext,
  ns: string,
  source: Source,
  options: { batchSize?: number | undefined; single?: boolean; noTimeout?: boolean; live?: LiveSource },
): Doc {
  const size = options.batchSize ?? firstBatchSize;
  const start = { source, held: undefined as Doc | undefined };
  const { batch, done } = takeBatch(start, size);
  let id = Long.ZERO;
  if ((!done || options.live) && !options.single) {
    const opened = context.engine.cursors.open({
      ns,
      source,
      owner: context.owner,
      noTimeout: options.noTimeout ?? false,
      live: options.live,
    });
    opened.held = start.held;
    id = opened.id;
  }
  return { cursor: { firstBatch: batch, id, ns } };
}
