import type { Report, ReportFormat, ReportName } from '@smartduka/contract';
import type { Request } from 'express';
import { answered, Reply, type Handlers } from '../../platform/context.js';
import { Refused } from '../../platform/refusals.js';
import { inLine, readerOf } from './access.js';
import { toCsv } from './forms/csv.js';
import { toPdf } from './forms/pdf.js';
import { toText } from './forms/text.js';
import { texts } from './locales/index.js';
import { reportOf } from './service.js';

const types: Readonly<Record<Exclude<ReportFormat, 'json'>, string>> = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  text: 'text/plain; charset=utf-8',
};
/** Rows of a file: all that a spreadsheet shows at once, and what somebody would print. */
const rows: Readonly<Record<ReportFormat, number | undefined>> = {
  json: undefined,
  csv: 50_000,
  pdf: 2_000,
  text: 200,
};

export const handlers = {
  async getReport({ tenant, actor, params, query, now, request, response }) {
    const report = params.report as ReportName;
    const reader = readerOf(actor, report);
    const format = query.format ?? formatOf(request);
    const allRows = query.limit === undefined ? rows[format] : undefined;
    const answer = await inLine(tenant, () =>
      reportOf(tenant, report, query, reader, now, allRows === undefined ? {} : { allRows }),
    );
    if (format === 'json') return new Reply(answer, { 'Cache-Control': 'no-store', Vary: 'Accept, Authorization' });
    const body = await write(answer, format);
    const name = `${report}-${answer.span.firstDay}-${answer.span.lastDay}.${format === 'text' ? 'txt' : format}`;
    response
      .status(200)
      .set({
        'Content-Type': types[format],
        'Content-Disposition': `${format === 'text' ? 'inline' : 'attachment'}; filename="${name}"`,
        'Cache-Control': 'no-store',
        Vary: 'Accept, Authorization',
      })
      .send(body);
    return answered;
  },
} satisfies Handlers<'getReport'>;

async function write(report: Report, format: Exclude<ReportFormat, 'json'>): Promise<string | Buffer> {
  const said = texts[report.language];
  if (format === 'csv') return toCsv(report, said);
  return format === 'pdf' ? toPdf(report, said) : toText(report, said);
}

function formatOf(request: Request): ReportFormat {
  const accepted = request.accepts(['application/json', 'text/csv', 'application/pdf', 'text/plain']);
  if (accepted === false) throw new Refused('not_acceptable');
  return (
    ({ 'text/csv': 'csv', 'application/pdf': 'pdf', 'text/plain': 'text' } as const)[accepted as 'text/csv'] ?? 'json'
  );
}
