import PDFDocument from 'pdfkit';
import type { Report, ReportTable } from '@smartduka/contract';
import type { ReportTexts } from '../locales/index.js';
import { forPeople } from './cells.js';

const margin = 36;
const rowHeight = 16;
const grey = '#555555';
const rule = '#bbbbbb';

/** A report on A4, sideways where it has many columns. Long tables go on over pages, each with its headings again. */
export async function toPdf(report: Report, texts: ReportTexts): Promise<Buffer> {
  const wide = report.tables.some((table) => table.about !== 'whole' && table.columns.length > 6);
  const document = new PDFDocument({
    size: 'A4',
    layout: wide ? 'landscape' : 'portrait',
    margin,
    bufferPages: true,
    lang: report.language,
    info: { Title: `${report.title} – ${report.shop.name}`, CreationDate: new Date(report.generatedAt) },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.once('end', resolve);
    document.once('error', reject);
  });
  heading(document, report, texts);
  for (const table of report.tables) drawTable(document, table, report, texts);
  for (const note of report.notes)
    document.moveDown(0.5).fontSize(9).fillColor(grey).text(printable(note.text), margin);
  numberPages(document, texts);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** The built-in fonts hold Western European letters, which English and Swahili need; others become a question mark rather than nonsense. */
function printable(text: string): string {
  return text.normalize('NFC').replace(/[^\u0020-\u007e\u00a0-\u00ff–—‘’“”•…€]/gu, '?');
}

function heading(document: PDFKit.PDFDocument, report: Report, texts: ReportTexts): void {
  document.font('Helvetica-Bold').fontSize(16).fillColor('black').text(printable(report.shop.name));
  document.fontSize(13).text(printable(report.title));
  document.font('Helvetica').fontSize(10).fillColor(grey);
  const place = [report.location?.title, report.channel && texts.channels[report.channel]].filter(Boolean).join(', ');
  document.text(
    printable([report.span.label, report.currency, place].filter(Boolean).join(' · ').replaceAll('·', '–')),
  );
  if (report.comparedSpan) document.text(printable(`${texts.comparedWith} ${report.comparedSpan.label}`));
  if (report.mode === 'test') document.fillColor('#b00020').text(printable(texts.test));
  document.fillColor('black').moveDown();
}

function drawTable(document: PDFKit.PDFDocument, table: ReportTable, report: Report, texts: ReportTexts): void {
  if (report.tables.length > 1 || table.about === 'whole') {
    space(document, 3 * rowHeight);
    document.font('Helvetica-Bold').fontSize(11).text(printable(table.title), margin).moveDown(0.3);
  }
  if (table.about === 'whole') return drawFigures(document, table, report, texts);
  const page = document.page.width - 2 * margin;
  const first = Math.min(180, page * 0.28);
  const each = (page - first) / Math.max(1, table.columns.length);
  const line = (cells: readonly string[], font: string): void => {
    document.font(font).fontSize(8);
    const y = document.y;
    for (const [index, text] of cells.entries()) {
      const x = index === 0 ? margin : margin + first + (index - 1) * each;
      document.text(fitted(document, text, (index === 0 ? first : each) - 4), x, y, {
        align: index === 0 ? 'left' : 'right',
        width: (index === 0 ? first : each) - 4,
        lineBreak: false,
      });
    }
    document.x = margin;
    document.y = y + rowHeight;
  };
  const headings = (): void => {
    line(['', ...table.columns.map((column) => column.title)], 'Helvetica-Bold');
    stroke(document, page);
  };
  space(document, 3 * rowHeight);
  headings();
  if (table.rows.length === 0) line([texts.empty], 'Helvetica');
  for (const row of table.rows) {
    if (space(document, rowHeight)) headings();
    line(
      [row.label, ...table.columns.map((column) => forPeople(row.values[column.key], column, report, texts))],
      'Helvetica',
    );
  }
  const { totals } = table;
  if (totals) {
    if (space(document, 2 * rowHeight)) headings();
    stroke(document, page);
    line(
      [
        texts.total,
        ...table.columns.map((column) =>
          column.key in totals ? forPeople(totals[column.key], column, report, texts) : '',
        ),
      ],
      'Helvetica-Bold',
    );
  }
  document.moveDown();
}

/** Totals alone: a name and a figure on each line, with the other time and the change beside them. */
function drawFigures(document: PDFKit.PDFDocument, table: ReportTable, report: Report, texts: ReportTexts): void {
  const { totals, compared, change } = table;
  if (!totals) return;
  const figures = (cells: readonly string[], font: string): void => {
    space(document, rowHeight);
    const y = document.y;
    document.font(font).fontSize(10);
    for (const [index, text] of cells.entries())
      document.text(printable(text), index === 0 ? margin : margin + 180 + (index - 1) * 110, y, {
        width: index === 0 ? 180 : 100,
        align: index === 0 ? 'left' : 'right',
        lineBreak: false,
      });
    document.x = margin;
    document.y = y + rowHeight;
  };
  if (compared) figures(['', texts.total, texts.comparedWith, texts.change], 'Helvetica-Bold');
  for (const column of table.columns) {
    const percent = { ...column, kind: 'percent' } as const;
    figures(
      [
        column.title,
        forPeople(totals[column.key], column, report, texts),
        ...(compared ? [forPeople(compared[column.key], column, report, texts)] : []),
        ...(compared ? [forPeople(change?.[column.key], percent, report, texts)] : []),
      ],
      'Helvetica',
    );
  }
  document.moveDown();
}

/** Begins a new page when there is no room left. */
function space(document: PDFKit.PDFDocument, wanted: number): boolean {
  if (document.y + wanted <= document.page.height - margin - rowHeight) return false;
  document.addPage();
  return true;
}

function stroke(document: PDFKit.PDFDocument, width: number): void {
  document
    .moveTo(margin, document.y - 4)
    .lineTo(margin + width, document.y - 4)
    .lineWidth(0.5)
    .strokeColor(rule)
    .stroke();
}

/** Shortens a text to the room it has. */
function fitted(document: PDFKit.PDFDocument, text: string, width: number): string {
  let shown = printable(text);
  if (document.widthOfString(shown) <= width) return shown;
  while (shown.length > 1 && document.widthOfString(`${shown}…`) > width) shown = shown.slice(0, -1);
  return `${shown}…`;
}

function numberPages(document: PDFKit.PDFDocument, texts: ReportTexts): void {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    document.switchToPage(page);
    document.page.margins.bottom = 0;
    document
      .font('Helvetica')
      .fontSize(8)
      .fillColor(grey)
      .text(texts.page(page + 1, count), margin, document.page.height - margin + 6, {
        align: 'right',
        width: document.page.width - 2 * margin,
        lineBreak: false,
      });
  }
}
