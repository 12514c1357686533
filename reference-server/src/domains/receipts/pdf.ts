import PDFDocument from 'pdfkit';
import { encode } from 'uqr';

const width = 226;
const margin = 5;
const size = 7.5;
const lineHeight = 10;

/**
 * A receipt on a strip of 80 mm, as long as it is, with the QR code of its page.
 *
 * @param lines Of `receiptText` in 48 columns.
 */
export async function receiptPdf(
  lines: readonly string[],
  about: { readonly title: string; readonly url: string; readonly issuedAt: string },
): Promise<Buffer> {
  const code = encode(about.url, { border: 0 });
  const side = 90;
  const document = new PDFDocument({
    size: [width, 2 * margin + lines.length * lineHeight + side + 20],
    margin,
    info: { Title: about.title, CreationDate: new Date(about.issuedAt) },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.once('end', resolve);
    document.once('error', reject);
  });
  document.font('Courier').fontSize(size);
  for (const [i, line] of lines.entries()) document.text(line, margin, margin + i * lineHeight, { lineBreak: false });
  const top = margin + lines.length * lineHeight + 10;
  const module = side / code.size;
  for (const [y, row] of code.data.entries())
    for (const [x, dark] of row.entries())
      if (dark) document.rect((width - side) / 2 + x * module, top + y * module, module, module);
  document.fill('black');
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
