import {
  DukaAuthError,
  isDukaError,
  type Report,
  type ReportComparison,
  type ReportGroup,
  type ReportName,
  type ReportPreset,
  type ReportRow,
  type ReportTable,
} from '@smartduka/sdk/buyer';
import {
  html,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { DukaElement } from '../core/duka-element.js';
import { alert, back, icon } from '../core/icons.js';
import { buttons, fields, states } from '../core/styles.js';
import { reports as texts } from '../locales/reports.js';
import { ask, type Send } from './ask.js';
import { fileName, haveOrders, hasPeriods, names, queryOf, type Choice, type Filter } from './choice.js';
import { styles } from './duka-reports.styles.js';
import type { TokenExpiringDetail } from './events.js';
import { download } from './export.js';
import { Feed } from './feed.js';
import { figure, type Manner, type SayReports } from './figures.js';
import { stats } from './stats.js';
import { table } from './table.js';
import { TimeChart } from './time-chart.js';
import { TokenClock } from './token-clock.js';
import { toolbar, type Tools } from './toolbar.js';

const firstRows = 50;
const mostRows = 500;
/** Asking more often than this would cost more than it tells. */
const leastRefreshSeconds = 15;

/**
 * The shop's reports: cards, charts and tables, with what they are compared with; as a file, on paper, up to date. Needs a token that may read them:
 * `POST /api/tokens` makes one for a page of another site, which lasts a quarter of an hour; the element asks the page for the next one in time.
 *
 * @element duka-reports
 * @slot toolbar - More fields or buttons beside those for report and days.
 * @slot empty - Instead of the sentence that there is nothing in this time.
 * @fires {CustomEvent<{ report: Report }>} duka-report-load - A report is shown, or was brought up to date.
 * @fires {CustomEvent<Choice>} duka-range-change - Somebody chose another report, other days, or another comparison.
 * @fires {CustomEvent<ReportRowDetail>} duka-report-row - Somebody wants to see a row closer. A period is then shown by itself, an hour and any other row by its orders, unless prevented.
 * @fires {CustomEvent<{ format: 'csv' | 'pdf' }>} duka-export - Somebody asks for a file, which is made unless prevented.
 * @fires {CustomEvent<TokenExpiringDetail>} duka-token-expiring - A new `token` is wanted: there is none, it ends soon, or it has ended.
 * @fires {CustomEvent<{ code: string, retry(): void }>} duka-load-error - It did not load; "Try again" is shown too.
 * @csspart stat - A card.
 * @csspart delta - How a figure moved.
 * @csspart chart - A chart.
 * @csspart axis - The axes of a chart.
 * @csspart table - A table.
 * @csspart export - The buttons that make files.
 * @example
 * ```html
 * <duka-reports server="https://shop.example.co.ke" report="sales" range="7d" compare="weekday"></duka-reports>
 * <script>
 *   document.addEventListener('duka-token-expiring', async ({ target }) => {
 *     const { token, expiresAt } = await (await fetch('/my-server/report-token')).json();
 *     Object.assign(target, { token, tokenExpires: expiresAt });
 *   });
 * </script>
 * ```
 * @public
 */
export class DukaReports extends DukaElement {
  static override styles: CSSResultGroup = [DukaElement.styles, buttons, fields, states, styles];

  static override properties: PropertyDeclarations = {
    report: {},
    reports: {},
    range: {},
    from: {},
    to: {},
    compare: {},
    group: {},
    show: {},
    row: {},
    location: {},
    channel: {},
    token: {},
    tokenExpires: { attribute: 'token-expires' },
    server: {},
    refresh: { type: Number },
    drilldown: { type: Boolean },
    send: { attribute: false },
    days: { state: true },
    sort: { state: true },
    limit: { state: true },
    file: { state: true },
  };

  /** Which one is shown. */
  report: ReportName = 'summary';
  /** Which ones may be chosen, with spaces between: those that the token is for. All, when left out. */
  reports = '';
  /** `custom` goes with `from` and `to`. Today when left out, or `custom` where `from` is given. */
  range: ReportPreset | '' = '';
  /** First day of the shop, `2026-11-18`, or an instant. */
  from = '';
  /** Last day, included; or an instant, the first one no longer counted. */
  to = '';
  compare: ReportComparison = 'previous';
  /** How long a row of `sales` and `profit` is; what fits when left out. */
  group: ReportGroup | '' = '';
  /** Of `products`: what was sold, or what is there and was not. Of all that was sold: the `orders` behind it. */
  show: 'sold' | 'unsold' | 'orders' = 'sold';
  /** With `show="orders"`: key of the row whose orders are shown; all, when left out. */
  row = '';
  /** Only what was sold from there, `loc_…`. */
  location = '';
  /** Only what was sold this way: `online`, `counter`, `link`. */
  channel = '';
  /** A scoped token, or that of a member of staff. Never a secret key. */
  token = '';
  /** When the token ends, as the server said. A quarter of an hour after it was set, when left out. */
  tokenExpires = '';
  /** Address of the shop's server; that of the provider, or of the page, when left out. */
  server = '';
  /** Seconds after which it is brought up to date, 15 or more; 0 for never. */
  refresh = 0;
  /** Rows that have no orders behind them can be opened too: for pages that listen to `duka-report-row`. */
  drilldown = false;
  /** Sends the requests; the browser's `fetch` when left out. */
  send: Send = (url, init) => fetch(url, init);

  private days: Tools['days'] = null;
  private sort = '';
  private limit = firstRows;
  private file: { state: 'making' | 'made' | 'failed'; why: string } | null = null;
  /** What was shown before a period was opened. */
  private trail: { choice: Choice; label: string }[] = [];
  private timer = 0;
  /** The choice that the shown report answers. */
  private answered = '';
  private readonly t: SayReports = this.speak(texts);
  private readonly clock: TokenClock = new TokenClock(
    this,
    () => ({ token: this.token, expires: this.tokenExpires }),
    () => this.askForToken('ending'),
  );
  private readonly chart: TimeChart = new TimeChart(this, this.t, (in_, row) => this.open(in_, row));
  private readonly feed: Feed<Report> = new Feed<Report>(
    this,
    // A new token alone changes nothing in what is shown.
    () => `${this.token !== ''} ${this.asked} ${this.query()}`,
    async (signal) => {
      // Whoever answers an event at once would set the token within an update, which would not hear of it.
      await Promise.resolve();
      if (!this.token) {
        this.askForToken('missing');
        return noToken(signal);
      }
      const asked = this.asked;
      const report = await this.fetch(null, (response) => response.json() as Promise<Report>, signal);
      this.answered = asked;
      return report;
    },
    (report) => this.tell('duka-report-load', { report }),
    (error) => {
      if (this.token && hasEnded(error)) this.askForToken('ended');
    },
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.timer = 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { now } = this.feed;
    if (changed.has('token') && this.token && now.state === 'failed' && hasEnded(now.error)) this.feed.again();
    if (changed.has('report') || changed.has('show')) {
      this.sort = '';
      this.limit = firstRows;
    }
    if (changed.has('refresh') || !this.timer) {
      clearInterval(this.timer);
      this.timer =
        this.refresh > 0 ? window.setInterval(this.renew, Math.max(leastRefreshSeconds, this.refresh) * 1_000) : 0;
    }
  }

  override render(): TemplateResult {
    const { now } = this.feed;
    const report = now.value && this.answered === this.asked ? now.value : undefined;
    const waiting = now.state === 'waiting';
    return html`<article aria-busy=${waiting ? 'true' : 'false'}>
      ${toolbar(
        {
          choice: this.choice,
          offered: this.offered,
          days: this.shownDays(now.value),
          busy: waiting,
          change: (change) => this.change(change),
          choose: (from, to) => this.choose(from, to),
        },
        this.t,
      )}
      ${
        now.state === 'failed'
          ? this.renderTrouble(now.error, Boolean(report))
          : report
            ? nothing
            : html`<div role="status" class="bones" aria-label=${this.t('loading')}>
                <div class="bone"></div>
                <div class="bone"></div>
                <div class="bone tall"></div>
              </div>`
      }
      ${report ? this.renderReport(report) : nothing}
      <p class="quiet" role="status">
        ${report && now.state === 'ready' ? this.t('shown', { title: report.title, span: report.span.label }) : nothing}
      </p>
    </article>`;
  }

  /** The fields for days are there while days are chosen, or were. */
  private shownDays(report: Report | undefined): Tools['days'] {
    if (this.days || this.choice.range !== 'custom') return this.days;
    return { from: report?.span.firstDay ?? '', to: report?.span.lastDay ?? '', fault: '' };
  }

  private renderReport(report: Report): TemplateResult {
    const { t } = this;
    const manner: Manner = { language: this.language, currency: report.currency, timeZone: report.timeZone };
    const before = this.trail.at(-1);
    const made = figure(
      report.generatedAt,
      { key: '', title: '', kind: 'instant', signed: false, better: null },
      manner,
    );
    return html`<header>
        ${
          before
            ? html`<button type="button" class="link" @click=${this.goBack}>
                ${icon(back)}${t('back', { span: before.label })}
              </button>`
            : nothing
        }
        <h2>${report.title}</h2>
        <p>
          <b>${report.span.label}</b> ${
            report.comparedSpan
              ? html`<span class="muted">${t('versus', { span: report.comparedSpan.label })}</span>`
              : nothing
          }
        </p>
        <p class="muted small">
          ${[report.shop.name, report.location?.title, t('at', { time: made ?? '' })].filter(Boolean).join(' · ')}
        </p>
        ${
          this.show !== 'orders' && (hasPeriods(report.report) || report.report === 'summary')
            ? html`<button type="button" class="link" @click=${() => this.look(report, { show: 'orders', row: '' })}>
                ${t('orders')}
              </button>`
            : nothing
        }
        ${report.mode === 'test' ? html`<p class="warn small">${t('test')}</p>` : nothing}
        ${report.notes.map(({ text }) => html`<p class="note small">${text}</p>`)}
      </header>
      ${report.tables.map((one, index) => this.renderTable(one, index === 0, manner))} ${this.renderEnd(report)}`;
  }

  private renderTable(one: ReportTable, first: boolean, manner: Manner): TemplateResult {
    const { t } = this;
    const cards = first || one.about === 'whole' ? stats(one, manner, t) : nothing;
    const heading = html`<h3 id=${`table-${one.key}`}>${one.title}</h3>`;
    if (one.about === 'whole') return first ? html`${cards}` : html`<section>${heading}${cards}</section>`;
    const none = html`<p class="muted">${t('empty')}</p>`;
    const sortable = first && one.about !== 'period';
    return html`<section>
      ${one.rows.length ? cards : nothing} ${one.chart === 'time' ? this.chart.render(one, manner) : nothing} ${heading}
      ${
        one.rows.length
          ? table(one, manner, t, {
              ...(sortable && { sort: { by: this.sort, change: (by) => (this.sort = by) } }),
              ...(this.canOpen(one) && { open: (row) => this.open(one, row) }),
              ...(first && this.limit < mostRows && { more: () => (this.limit = mostRows) }),
            })
          : first
            ? html`<slot name="empty">${none}</slot>`
            : none
      }
    </section>`;
  }

  private renderEnd(report: Report): TemplateResult {
    const { t, file } = this;
    const making = file?.state === 'making';
    return html`<footer>
      <div class="actions">
        <button type="button" @click=${this.feed.again}>${t('refresh')}</button>
        ${(['csv', 'pdf'] as const).map(
          (format) =>
            html`<button
              type="button"
              part="export"
              aria-disabled=${making ? 'true' : 'false'}
              @click=${() => this.export(report, format)}
            >
              ${t(format)}
            </button>`,
        )}
        <button type="button" @click=${() => window.print()}>${t('print')}</button>
      </div>
      <p role="status" class=${file?.state === 'failed' ? 'small bad' : 'small muted'}>
        ${file ? t(file.state === 'failed' ? 'made.not' : file.state, { why: file.why }) : nothing}
      </p>
    </footer>`;
  }

  /** Beside figures that are already there it takes little room. */
  private renderTrouble(error: unknown, beside: boolean): TemplateResult {
    const { t } = this;
    const words = hasEnded(error)
      ? t('expired')
      : isDukaError(error) && error.code === 'forbidden'
        ? t('forbidden')
        : isDukaError(error) && (error.status === 400 || error.status === 422)
          ? t('range_wrong')
          : '';
    if (!words && !beside) return this.renderFailure(error, this.feed.again);
    return html`<div class=${beside ? 'alert bad' : 'state'} role="alert">
      ${icon(alert)}
      <p>${words || this.sentence(error)}</p>
      <button type="button" @click=${this.feed.again}>${t('retry')}</button>
    </div>`;
  }

  private get choice(): Choice {
    const { report, from, to, compare, group, show, row } = this;
    return { report, range: this.range || (from ? 'custom' : 'today'), from, to, compare, group, show, row };
  }

  /** The one shown is always among them. */
  private get offered(): readonly ReportName[] {
    const wished = this.reports.split(/[\s,]+/);
    return this.reports ? names.filter((name) => name === this.report || wished.includes(name)) : names;
  }

  private get filter(): Filter {
    const { location, channel, sort, limit } = this;
    // All periods belong into the chart.
    return { location, channel, sort, limit: limit === firstRows ? 0 : limit };
  }

  private get address(): string {
    return this.server || this.client?.server || (typeof location === 'undefined' ? '' : location.origin);
  }

  /** Which report of which days: what another answer may not be shown for. */
  private get asked(): string {
    const { report, range, from, to, show, row, group } = this.choice;
    return [report, range, from, to, show, row, group, this.location, this.channel, this.address].join('|');
  }

  private query(format?: 'csv' | 'pdf'): URLSearchParams {
    return queryOf(this.choice, this.filter, this.language, format);
  }

  private fetch<T>(
    format: 'csv' | 'pdf' | null,
    take: (response: Response) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { address: server, token, report } = this;
    return ask(
      this.send,
      { server, token, report, query: this.query(format ?? undefined) },
      format ?? 'json',
      take,
      signal,
    );
  }

  private askForToken(reason: TokenExpiringDetail['reason']): void {
    this.tell('duka-token-expiring', { reason, expiresAt: this.tokenExpires || null } satisfies TokenExpiringDetail);
  }

  private change(change: Partial<Choice>, stepping = false): void {
    if (change.range === 'custom' && !change.from) {
      const span = this.feed.now.value?.span;
      this.days = { from: span?.firstDay ?? '', to: span?.lastDay ?? '', fault: '' };
      return;
    }
    if (!stepping && change.report) change = { show: 'sold', row: '', ...change };
    if (change.range) this.days = null;
    if (!stepping && (change.range ?? change.report)) this.trail = [];
    Object.assign(this, change);
    this.file = null;
    this.tell('duka-range-change', this.choice);
  }

  private choose(from: string, to: string): void {
    const fault = !from || !to ? 'missing' : from > to ? 'order' : '';
    this.days = { from, to, fault };
    if (fault) return;
    this.change({ range: 'custom', from, to });
    this.days = { from, to, fault };
  }

  private canOpen(one: ReportTable): boolean {
    return one.about === 'period' || haveOrders.has(one.about) || this.drilldown;
  }

  private open(one: ReportTable, row: ReportRow): void {
    const report = this.feed.now.value;
    if (!report) return;
    const { from, to } = { from: row.from ?? report.span.from, to: row.to ?? report.span.to };
    const detail = { report: report.report, table: one.key, about: one.about, row, from, to };
    if (!this.tell('duka-report-row', detail, true)) return;
    if (one.about !== 'period') {
      if (haveOrders.has(one.about)) this.look(report, { show: 'orders', row: row.key });
      return;
    }
    const short = Date.parse(to) - Date.parse(from) < 2 * 3_600_000;
    this.look(report, { range: 'custom', from, to, group: '', ...(short && { show: 'orders' as const }) });
  }

  /** One step closer, with a way back. */
  private look(report: Report, change: Partial<Choice>): void {
    this.trail = [...this.trail, { choice: this.choice, label: report.span.label }];
    this.change(change, true);
  }

  private readonly goBack = (): void => {
    const before = this.trail.at(-1);
    this.trail = this.trail.slice(0, -1);
    if (before) this.change(before.choice, true);
  };

  private async export(report: Report, format: 'csv' | 'pdf'): Promise<void> {
    if (this.file?.state === 'making' || !this.tell('duka-export', { format }, true)) return;
    this.file = { state: 'making', why: '' };
    try {
      const file = await this.fetch(format, (response) => response.blob(), new AbortController().signal);
      download(file, fileName(report, format));
      this.file = { state: 'made', why: '' };
    } catch (error) {
      if (hasEnded(error)) this.askForToken('ended');
      this.file = { state: 'failed', why: hasEnded(error) ? this.t('expired') : this.sentence(error) };
    }
  }

  /** Brought up to date only while somebody looks. */
  private readonly renew = (): void => {
    if (!document.hidden && this.feed.now.state === 'ready') this.feed.again();
  };
}

/** A page that has not given a token by now will not. */
const tokenWithinMs = 10_000;

const noToken = (signal: AbortSignal): Promise<never> =>
  new Promise((_, fail) => {
    const error = new DukaAuthError('No token was given', { code: 'token_invalid', status: 401 });
    const timer = setTimeout(() => fail(error), tokenWithinMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      fail(error);
    });
  });

const hasEnded = (error: unknown): boolean => isDukaError(error) && error.status === 401;

declare global {
  interface HTMLElementTagNameMap {
    'duka-reports': DukaReports;
  }
}
