import { Report as contract } from '../../../contract/src/resources/report.js';
import type { Report } from '@smartduka/sdk/buyer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { heard } from '../../test/find.js';
import { aReport, examples, LittleOffice, salesOf } from '../../test/little-office.js';
import { DukaReports, type ReportEventMap } from './define.js';

let office: LittleOffice;
let shown: DukaReports | undefined;

const show = (facts: Partial<DukaReports> = {}): DukaReports => {
  const element = new DukaReports();
  Object.assign(element, {
    server: 'https://shop.example',
    token: 'wt_test_a',
    range: '7d',
    send: office.send,
    ...facts,
  });
  document.body.append(element);
  shown = element;
  return element;
};
const select = (name: string) => page.getByRole('combobox', { name });

beforeEach(() => (office = new LittleOffice()));
afterEach(async () => {
  shown?.remove();
  document.documentElement.removeAttribute('dir');
  await page.viewport(414, 896);
});

describe('reports', () => {
  it.each(examples)('shows %s, in the shape of the contract, without a fault for screen readers', async (report) => {
    expect(contract.parse(aReport(report))).toEqual(aReport(report));
    await page.viewport(360, 780);
    const element = show({ report });
    await expect.element(page.getByRole('heading', { level: 2 })).toHaveTextContent(aReport(report).title);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    expect(await faultsIn(element)).toEqual([]);
  });

  it('says how each figure moved in a sign and in words', async () => {
    show();
    await expect.element(page.getByText('Net sales')).toBeVisible();
    const sales = page.getByText('Net sales').element().closest('.stat');
    expect(sales?.textContent.replace(/\s+/g, ' ')).toContain('Up +12.3% from KSh 99,670');
    await expect.element(page.getByText('Down -3.3% from 391')).toBeVisible();
    await expect.element(page.getByText('As before: 301')).toBeVisible();
    await expect.element(page.getByText('Nothing before')).toBeVisible();
    await expect.element(page.getByText('Up +1 points from 17%')).toBeVisible();
  });

  it('lets the keyboard go from day to day, and opens one and comes back', async () => {
    const rows = heard('duka-report-row');
    show({ report: 'sales' });
    const first = page.getByRole('img', { name: /^18 Nov: / });
    await expect.element(first).toBeInTheDocument();
    (first.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{End}{ArrowLeft}{Home}{ArrowRight}');
    expect(shown?.renderRoot.querySelector('.point:focus')?.getAttribute('aria-label')).toMatch(
      /^19 Nov: KSh.*compared: KSh/,
    );
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => office.requests.at(-1)?.query.get('range')).toBe('custom');
    expect(office.requests.at(-1)?.query.get('from')).toBe('2026-11-18T21:00:00.000Z');
    expect(office.requests.at(-1)?.query.get('to')).toBe('2026-11-19T21:00:00.000Z');
    expect(rows[0]?.detail).toMatchObject({ report: 'sales', about: 'period', from: '2026-11-18T21:00:00.000Z' });
    await userEvent.click(page.getByRole('button', { name: 'Back to 18 – 24 Nov 2026' }));
    await expect.poll(() => office.requests.at(-1)?.query.get('range')).toBe('7d');
  });

  it('goes from a bar to the orders behind it, and back', async () => {
    show({ report: 'products', compare: 'none' });
    await userEvent.click(page.getByRole('button', { name: 'Look closer: Ndengu 1 kg' }));
    await expect.element(page.getByRole('rowheader', { name: 'SD-1042' })).toBeVisible();
    const asked = () => Object.fromEntries(office.requests.at(-1)?.query ?? []);
    expect(asked()).toMatchObject({ show: 'orders', row: 'product_4', range: '7d' });
    await userEvent.click(page.getByRole('button', { name: 'Back to 18 – 24 Nov 2026' }));
    await expect.element(page.getByRole('rowheader', { name: 'Ndengu 1 kg' })).toBeVisible();
    expect(asked()).not.toHaveProperty('show');
    await userEvent.selectOptions(select('Report'), 'Sales over time');
    await userEvent.click(page.getByRole('button', { name: 'See its orders' }));
    await expect.poll(asked).toMatchObject({ show: 'orders', range: '7d' });
    expect(asked()).not.toHaveProperty('row');
    await userEvent.selectOptions(select('Report'), 'VAT');
    await expect.poll(asked).not.toHaveProperty('show');
  });

  it('draws a year as a line, from the right where pages are read from there', async () => {
    office.facts = { tables: [salesOf(365)] };
    const element = show({ report: 'sales' });
    await expect.poll(() => element.renderRoot.querySelector('.line')?.getAttribute('d')).toMatch(/^M\d/);
    element.remove();
    document.documentElement.dir = 'rtl';
    office.facts = {};
    const other = show({ report: 'sales' });
    const at = (index: number): number =>
      other.renderRoot.querySelectorAll('.point rect')[index]?.getBoundingClientRect().x ?? 0;
    await expect.poll(() => at(0)).toBeGreaterThan(0);
    expect(at(0)).toBeGreaterThan(at(1));
  });

  it('asks for what is chosen, and tells the page', async () => {
    const changes = heard('duka-range-change');
    show({ report: 'sales' });
    await userEvent.selectOptions(select('Compare with'), 'weekday');
    await userEvent.selectOptions(select('One row for each'), 'week');
    await userEvent.selectOptions(select('Days'), 'Other days…');
    await userEvent.fill(page.getByLabelText('From', { exact: true }), '2026-11-20');
    await userEvent.fill(page.getByLabelText('To', { exact: true }), '2026-11-02');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('The first day must not be after the last one.')).toBeVisible();
    expect(changes).toHaveLength(2);
    await userEvent.fill(page.getByLabelText('From', { exact: true }), '2026-11-01');
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => Object.fromEntries(office.requests.at(-1)?.query ?? []))
      .toEqual({
        range: 'custom',
        from: '2026-11-01',
        to: '2026-11-02',
        compare: 'weekday',
        group: 'week',
        lang: 'en',
      });
    expect(changes.at(-1)?.detail).toMatchObject({ range: 'custom', from: '2026-11-01', to: '2026-11-02' });
    await userEvent.selectOptions(select('Report'), 'Products');
    await userEvent.click(page.getByRole('button', { name: 'Items' }));
    await expect.poll(() => office.requests.at(-1)?.query.get('sort')).toBe('-quantity');
    await expect.element(page.getByRole('columnheader', { name: 'Items' })).toHaveAttribute('aria-sort', 'descending');
  });

  it('offers only the reports of its token, and opens rows for pages that listen', async () => {
    const rows = heard('duka-report-row');
    show({ report: 'products', reports: 'products sales', drilldown: true });
    await userEvent.click(page.getByRole('button', { name: 'Look closer: Ndengu 1 kg' }));
    expect(rows[0]?.detail).toMatchObject({ about: 'product', row: { label: 'Ndengu 1 kg' } });
    expect([...(select('Report').element() as HTMLSelectElement).options].map((one) => one.value)).toEqual([
      'sales',
      'products',
    ]);
  });

  it('asks the page for a token before the old one ends, and again when it has ended', async () => {
    office.tokens = new Set(['wt_test_second', 'wt_test_third']);
    const asked: unknown[] = [];
    const tokens = ['wt_test_first', 'wt_test_second', 'wt_test_third'];
    const give = ({ target, detail }: ReportEventMap['duka-token-expiring']): void => {
      asked.push(detail.reason);
      const tokenExpires = asked.length === 2 ? new Date(Date.now() + 400).toISOString() : '';
      Object.assign(target as DukaReports, { token: tokens.shift(), tokenExpires });
    };
    document.addEventListener('duka-token-expiring', give);
    show({ token: '' });
    await expect.element(page.getByText('Net sales')).toBeVisible();
    await expect.poll(() => asked).toEqual(['missing', 'ended', 'ending']);
    document.removeEventListener('duka-token-expiring', give);
    await userEvent.click(page.getByRole('button', { name: 'Refresh' }));
    await expect.poll(() => office.requests.at(-1)?.authorization).toBe('Bearer wt_test_third');
  });

  it('makes files with the token, unless the page does', async () => {
    const files: [string, string][] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      files.push([this.download, this.href.slice(0, 5)]);
    };
    try {
      const exports = heard('duka-export');
      const element = show({ report: 'tax' });
      await userEvent.click(page.getByRole('button', { name: 'CSV file' }));
      await expect.element(page.getByText('The file is ready.')).toBeVisible();
      expect(files).toEqual([['tax-2026-11-18-2026-11-24.csv', 'blob:']]);
      expect(office.requests.at(-1)).toMatchObject({ accept: 'text/csv', authorization: 'Bearer wt_test_a' });
      element.addEventListener('duka-export', (event) => event.preventDefault());
      await userEvent.click(page.getByRole('button', { name: 'PDF file' }));
      expect(exports.map((one) => one.detail)).toEqual([{ format: 'csv' }, { format: 'pdf' }]);
      expect(files).toHaveLength(1);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
  });

  it.each([
    ['no permission', { status: 403, code: 'forbidden' }, 'You may not see this report. Ask the owner of the shop.'],
    ['a token that has ended', { status: 401, code: 'token_invalid' }, 'Your access has ended. Please open it again.'],
    ['a server in trouble', { status: 500, code: 'internal' }, 'Something went wrong on our side. Nothing was lost.'],
    ['no line', 'offline', 'This did not load.'],
  ] as const)('says so for %s, and tries again', async (_, trouble, words) => {
    office.trouble = trouble;
    const element = show();
    await expect.element(page.getByText(words)).toBeVisible();
    expect(await faultsIn(element)).toEqual([]);
    office.trouble = null;
    await userEvent.click(page.getByRole('button', { name: 'Try again' }));
    await expect.element(page.getByText('Net sales')).toBeVisible();
  });

  it('keeps what it shows when a refresh fails', async () => {
    show();
    await expect.element(page.getByText('Net sales')).toBeVisible();
    office.trouble = 'offline';
    await userEvent.click(page.getByRole('button', { name: 'Refresh' }));
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(page.getByText('Net sales')).toBeVisible();
  });

  it('says when there is nothing, in the page’s own words if it has some', async () => {
    const none = (): Partial<Report> => ({
      tables: aReport('products').tables.map((one) => ({ ...one, rows: [], rowCount: 0 })),
    });
    office.facts = none();
    const element = show({ report: 'products' });
    await expect.element(page.getByText('Nothing in this time.')).toBeVisible();
    element.append(
      Object.assign(document.createElement('p'), { slot: 'empty', textContent: 'Closed for the holidays' }),
    );
    await expect.element(page.getByText('Closed for the holidays')).toBeVisible();
  });

  it('speaks Swahili, and asks for words in it', async () => {
    const element = new DukaReports();
    element.lang = 'sw';
    Object.assign(element, { server: 'https://shop.example', token: 'wt_test_a', send: office.send, report: 'sales' });
    document.body.append(element);
    shown = element;
    await expect.element(select('Linganisha na')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Onyesha upya' })).toBeVisible();
    expect(office.requests.at(-1)?.query.get('lang')).toBe('sw');
  });
});
