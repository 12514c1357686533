import type { Env } from '../expressions/index.js';
import type { Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';

/** What a pipeline may reach beyond its input. */
export interface PipelineContext {
  /** All documents of a collection of the same database; none when it does not exist. */
  collection(name: string): Iterable<Doc>;
  /** Documents of a collection that match a filter, by an index if there is one. Without it the collection is read through. */
  find?: ((name: string, filter: Doc, collation?: Collation) => Iterable<Doc>) | undefined;
  /** Is there an index that begins with this path? Then `$lookup` asks `find`; otherwise it reads the collection once. */
  hasIndex?: ((name: string, path: string) => boolean) | undefined;
  readonly now: Date;
  /** Variables of the command; their values are expressions. */
  readonly let?: Doc | undefined;
  /** What `{$meta: name}` gives for a document of the input. */
  readonly meta?: ((name: string) => (doc: Doc) => unknown) | undefined;
  readonly collation?: Collation | undefined;
  readonly db: string;
  readonly coll: string;
}

/** A compiled stage: documents in, documents out, lazily where it can. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

export interface StageEnv {
  readonly env: Env;
  readonly context: PipelineContext;
  /** Compiles the pipeline of `$lookup`, `$facet`, `$unionWith`. */
  compile(stages: readonly unknown[], env: Env): Stage;
}

export type StageCompiler = (spec: unknown, stage: StageEnv, name: string) => Stage;
