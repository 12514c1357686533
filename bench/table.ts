/** Rows under a heading, in columns; numbers to the right. */
export function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    width
      .map((size, column) => (column === 0 ? (row[0] ?? '').padEnd(size) : (row[column] ?? '').padStart(size)))
      .join('  ')
      .trimEnd();
  return [title, '', line(head), width.map((size) => '─'.repeat(size)).join('  '), ...rows.map(line), ''].join('\n');
}

export const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
export const kB = (bytes: number): string => (bytes / 1000).toFixed(1);

/** How many times as much as the floor. */
export const times = (value: number, floor: number): string =>
  `${(value / floor).toFixed(value / floor < 10 ? 2 : 0)}×`;
