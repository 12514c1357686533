import type { Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { Timestamp } from 'bson';
import { compileExpression, constant, withVariables, type Env, type Expr } from './compile.js';
import { operators } from './operators.js';

export { isTrue } from './logic.js';
export {
  compileExpression,
  Cell,
  constant,
  fieldAt,
  isConstant,
  withVariables,
  type Env,
  type Expr,
} from './compile.js';

export interface EnvironmentOptions {
  /** Variables of the command: each value is an expression, evaluated once and without a document. */
  let?: Doc | undefined;
  collation?: Collation | undefined;
  /** What `{$meta: name}` gives. */
  meta?: Env['meta'];
  /** `$$NOW`. Without it, naming that variable is an error. */
  now?: Date | undefined;
}

/** What an expression may name, from the options of a command. */
export function environment({ let: variables, collation, now, meta }: EnvironmentOptions = {}): Env {
  let env: Env = { variables: new Map(), collation, operators, meta };
  if (now) {
    const clusterTime = new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
    env = withVariables(env, [
      ['NOW', constant(now)],
      ['CLUSTER_TIME', constant(clusterTime)],
    ]);
  }
  const given = Object.entries(variables ?? {}).map(([name, spec]): [string, Expr] => [
    name,
    constant(compileExpression(spec, env)({})),
  ]);
  return given.length > 0 ? withVariables(env, given) : env;
}

/** Evaluates an expression once, over the document `root` if one is given. */
export function evaluate(spec: unknown, options: EnvironmentOptions & { root?: Doc } = {}): unknown {
  return compileExpression(spec, environment(options))(options.root ?? {});
}
