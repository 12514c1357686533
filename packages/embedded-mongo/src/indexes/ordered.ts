const blockSize = 256;

/**
 * Distinct entries in order, in blocks of a few hundred: finding is a binary search, inserting moves at most one block.
 *
 * Ranges are asked for by a *position*: negative while an entry lies before the range, 0 inside it, positive after it.
 */
export class Ordered<E> {
  readonly #compare: (a: E, b: E) => number;
  #blocks: E[][];

  /** @param entries Already distinct under `compare`, in any order. */
  constructor(compare: (a: E, b: E) => number, entries: Iterable<E> = []) {
    this.#compare = compare;
    const sorted = [...entries].sort(compare);
    this.#blocks = [];
    for (let at = 0; at < sorted.length; at += blockSize) this.#blocks.push(sorted.slice(at, at + blockSize));
  }

  /** The entry equal to `probe`, if there is one. */
  find(probe: E): E | undefined {
    const block = this.#blocks[this.#blockOf((e) => this.#compare(e, probe) >= 0)];
    const found = block?.[firstWhere(block, (e) => this.#compare(e, probe) >= 0)];
    return found !== undefined && this.#compare(found, probe) === 0 ? found : undefined;
  }

  insert(entry: E): void {
    const reaches = (e: E): boolean => this.#compare(e, entry) >= 0;
    const at = Math.min(this.#blockOf(reaches), this.#blocks.length - 1);
    const block = this.#blocks[at];
    if (!block) {
      this.#blocks.push([entry]);
      return;
    }
    block.splice(firstWhere(block, reaches), 0, entry);
    if (block.length > blockSize * 2) this.#blocks.splice(at + 1, 0, block.splice(blockSize));
  }

  delete(entry: E): void {
    const reaches = (e: E): boolean => this.#compare(e, entry) >= 0;
    const at = this.#blockOf(reaches);
    const block = this.#blocks[at];
    if (!block) return;
    const index = firstWhere(block, reaches);
    if (index < block.length && this.#compare(block[index]!, entry) === 0) block.splice(index, 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
  }

  /** Entries inside the range, in order or backwards. */
  *range(position: (entry: E) => number, backwards = false): Generator<E> {
    if (backwards) {
      let at = this.#blockOf((e) => position(e) > 0);
      let index = at < this.#blocks.length ? firstWhere(this.#blocks[at]!, (e) => position(e) > 0) - 1 : -1;
      for (;;) {
        while (index < 0) {
          if (--at < 0) return;
          index = this.#blocks[at]!.length - 1;
        }
        const entry = this.#blocks[at]![index--]!;
        if (position(entry) < 0) return;
        yield entry;
      }
    }
    const first = this.#blockOf((e) => position(e) >= 0);
    for (let at = first; at < this.#blocks.length; at++) {
      const block = this.#blocks[at]!;
      for (let index = at === first ? firstWhere(block, (e) => position(e) >= 0) : 0; index < block.length; index++) {
        const entry = block[index]!;
        if (position(entry) > 0) return;
        yield entry;
      }
    }
  }

  /** The first block whose last entry passes the test; a test that once passes keeps passing for all later entries. */
  #blockOf(test: (entry: E) => boolean): number {
    return firstWhere(this.#blocks, (block) => test(block[block.length - 1]!));
  }
}

/** The first index from which on `test` holds; the list's length when it never does. */
function firstWhere<T>(list: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
