/**
 * One page of a list, as the API answers it.
 *
 * @public
 */
export interface PageResult<T> {
  data: T[];
  hasMore: boolean;
  /** Pass as `after` for the next page; null on the last. */
  nextCursor: string | null;
}

/**
 * A list. Await it for one page, or walk it with `for await`: further pages are fetched as you go.
 *
 * @example
 * ```ts
 * const { data, nextCursor } = await duka.products.list({ limit: 20 });
 * for await (const product of duka.products.list({ category: 'flour' })) show(product);
 * const first50 = await duka.products.list().toArray({ limit: 50 });
 * ```
 * @public
 */
export class Page<T> implements PromiseLike<PageResult<T>>, AsyncIterable<T> {
  private readonly fetchPage: (after: string | undefined) => Promise<PageResult<T>>;
  private first: Promise<PageResult<T>> | undefined;

  /** @internal */
  constructor(fetchPage: (after: string | undefined) => Promise<PageResult<T>>) {
    this.fetchPage = fetchPage;
  }

  /** Fetches the first page, once. */
  then<A = PageResult<T>, B = never>(
    resolved?: ((page: PageResult<T>) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.load().then(resolved, rejected);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let page = await this.load();
    for (;;) {
      yield* page.data;
      if (!page.hasMore || !page.nextCursor) return;
      page = await this.fetchPage(page.nextCursor);
    }
  }

  private load(): Promise<PageResult<T>> {
    return (this.first ??= this.fetchPage(undefined));
  }

  /** All of it, at most `limit`: there is no default, since a catalogue may be large. */
  async toArray({ limit }: { limit: number }): Promise<T[]> {
    const all: T[] = [];
    if (limit < 1) return all;
    for await (const item of this) if (all.push(item) >= limit) break;
    return all;
  }
}
