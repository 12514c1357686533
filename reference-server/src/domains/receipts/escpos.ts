/**
 * Bytes for a roll printer that speaks ESC/POS: the lines, a QR code of the receipt's page, a cut. Plain ASCII in the printer's first code page.
 *
 * @param lines Of `receiptText`; ASCII alone.
 * @param options.drawer Opens the drawer first.
 */
export function escPos(lines: readonly string[], options: { readonly url: string; readonly drawer: boolean }): Buffer {
  const parts: (Buffer | number[])[] = [
    [0x1b, 0x40], // ESC @: as after switching on
    [0x1b, 0x74, 0], // ESC t 0: code page PC437, which begins with ASCII
  ];
  if (options.drawer) parts.push([0x1b, 0x70, 0, 25, 250]); // ESC p: a pulse of 50 ms to the drawer
  parts.push(Buffer.from(lines.map((line) => `${line}\n`).join(''), 'ascii'));
  parts.push([0x0a, 0x1b, 0x61, 1], qrCode(options.url), [0x1b, 0x61, 0]); // ESC a: centred, and back
  parts.push([0x1d, 0x56, 66, 0]); // GS V B: feed to the knife and cut
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** GS ( k: model 2, modules of 5 dots, error correction M. */
function qrCode(text: string): Buffer {
  const data = Buffer.from(text, 'ascii');
  const length = data.length + 3;
  const head = [0x1d, 0x28, 0x6b];
  return Buffer.concat([
    Buffer.from([...head, 4, 0, 49, 65, 50, 0]),
    Buffer.from([...head, 3, 0, 49, 67, 5]),
    Buffer.from([...head, 3, 0, 49, 69, 49]),
    Buffer.from([...head, length & 255, length >> 8, 49, 80, 48]),
    data,
    Buffer.from([...head, 3, 0, 49, 81, 48]),
  ]);
}
