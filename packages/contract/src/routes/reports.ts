import { Report, ReportName, ReportQuery } from '../resources/report.js';
import type { Route } from '../route.js';

export const reportsRoutes = {
  getReport: {
    method: 'get',
    path: '/api/reports/{report}',
    tag: 'Reports',
    summary:
      'A report, as JSON, CSV, PDF or text of 32 columns (`format`, or `Accept`). Cost and profit only with the permission `costs:read`',
    callers: ['secret', 'staff', 'token'],
    needs: 'reports:read',
    params: { report: ReportName },
    query: ReportQuery,
    status: 200,
    response: Report,
    alsoAnswers: ['text/csv', 'application/pdf', 'text/plain'],
    refusals: ['not_found', 'not_acceptable', 'cursor_invalid'],
  },
} as const satisfies Record<string, Route>;
