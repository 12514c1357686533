import { countOf, documentOf, documentsOf, flagOf } from '../../arguments.js';
import { openChangeStream } from '../../changes/stream.js';
import { listSource } from '../../cursors/cursors.js';
import { MongoError } from '../../errors.js';
import { refuseView } from '../../storage/views.js';
import { ownGet } from '../../values/index.js';
import type { Command, Commands } from '../context.js';
import { explained } from './explain.js';
import { writeOutput } from './output.js';
import { stageName } from './pipeline-head.js';
import { runAggregate } from './pipeline.js';
import { cursorReply } from './reply.js';

const aggregate: Command = {
  inTransaction: true,
  fromSnapshot: true,
  async run(context) {
    const { body, db } = context;
    const target = ownGet(body, 'aggregate');
    const stages = documentsOf(body, 'pipeline');
    if (flagOf(body, 'explain')) return explained(context, body, 'queryPlanner');
    const cursor = documentOf(body, 'cursor');
    if (!cursor)
      throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const batchSize = ownGet(cursor, 'batchSize') === undefined ? undefined : countOf(cursor, 'batchSize', 0);
    if (stageName(stages[0]) === '$changeStream') {
      if (typeof target === 'string') refuseView(context.engine.store.find(db, target));
      return openChangeStream(context, stages, batchSize);
    }
    const { documents, output } = runAggregate(context, typeof target === 'string' ? target : undefined, stages);
    if (output) {
      await writeOutput(context, output, documents);
      documents.length = 0;
    }
    const ns = typeof target === 'string' ? `${db}.${target}` : `${db}.$cmd.aggregate`;
    return cursorReply(
      context,
      ns,
      listSource(documents, (doc) => doc, output !== undefined),
      { batchSize },
    );
  },
};

export const aggregateCommands: Commands = { aggregate };
