import { bytesOf } from '../core/file.js';
import type { FileContent } from '../core/file.js';
import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Statement, StatementLine, StatementMatch } from '../types.js';

/**
 * Which page of statements.
 *
 * @public
 */
export interface StatementQuery {
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Which lines of a statement.
 *
 * @public
 */
export interface StatementLineQuery extends StatementQuery {
  /** How they stand to the books. */
  match?: StatementMatch | undefined;
}

/**
 * What M-Pesa says that it moved, beside what the books say. Needs a secret key, or staff who may review payments.
 *
 * @public
 */
export class Statements extends Resource {
  /**
   * Brings in a statement of the M-PESA portal and compares it with the books. Lines known from an earlier one are counted once.
   *
   * @param file CSV of up to 20,000 lines and 5 MiB.
   * @param query `name`: of the file, for people.
   * @throws DukaValidationError when it is no statement.
   * @example
   * ```ts
   * const { missingHere, missingThere } = await duka.statements.create(file, { name: 'November' });
   * ```
   * @see `POST /api/statements`
   */
  async create(
    file: FileContent,
    query: { name?: string | undefined } = {},
    options?: CallOptions,
  ): Promise<Statement> {
    const headers = { 'Content-Type': 'text/csv' };
    return this.call<Statement>(
      { method: 'POST', path: '/statements', query, headers, file: await bytesOf(file) },
      options,
    );
  }

  /**
   * Statements brought in, newest first.
   *
   * @example
   * ```ts
   * const { data } = await duka.statements.list({ limit: 5 });
   * ```
   * @see `GET /api/statements`
   */
  list(query: StatementQuery = {}, options?: CallOptions): Page<Statement> {
    return this.pages<Statement>('/statements', query, options);
  }

  /**
   * A statement, and how it stands to the books now.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { matched, other } = await duka.statements.get('sta_…');
   * ```
   * @see `GET /api/statements/{statement}`
   */
  get(statement: string, options?: CallOptions): Promise<Statement> {
    return this.read<Statement>(path`/statements/${statement}`, options);
  }

  /**
   * Lines within the time of a statement: all, or those that do not meet.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * for await (const line of duka.statements.lines(id, { match: 'missing_here' })) show(line.receiptNumber);
   * ```
   * @see `GET /api/statements/{statement}/lines`
   */
  lines(statement: string, query: StatementLineQuery = {}, options?: CallOptions): Page<StatementLine> {
    return this.pages<StatementLine>(path`/statements/${statement}/lines`, query, options);
  }
}
