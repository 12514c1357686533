import { html, nothing, type TemplateResult } from 'lit';
import { comparisons, groups, hasDays, hasPeriods, presets, type Choice } from './choice.js';
import type { SayReports } from './figures.js';

type Name = Choice['report'];

export interface Tools {
  choice: Choice;
  offered: readonly Name[];
  /** The days in the two fields, while other days are being chosen. */
  days: { from: string; to: string; fault: '' | 'order' | 'missing' } | null;
  busy: boolean;
  change(change: Partial<Choice>): void;
  choose(from: string, to: string): void;
}

/** What to look at: which report, which days, beside which. Native fields, so that keyboards and phones know them. */
export function toolbar(tools: Tools, say: SayReports): TemplateResult {
  const { choice, offered, days, change } = tools;
  const picker = <Value extends string>(
    name: 'report' | 'range' | 'compare' | 'group' | 'show',
    values: readonly Value[],
    value: Value,
    label: (one: Value) => string,
  ): TemplateResult =>
    html`<label class="field pick">
      <span>${say(name)}</span>
      <select
        name=${name}
        @change=${({ target }: Event) => change({ [name]: (target as HTMLSelectElement).value } as Partial<Choice>)}
      >
        ${values.map((one) => html`<option value=${one} .selected=${one === value}>${label(one)}</option>`)}
      </select>
    </label>`;
  const { report } = choice;
  return html`<div class="tools">
      ${offered.length > 1 ? picker('report', offered, report, (one) => say(`report.${one}` as Parameters<SayReports>[0])) : nothing}
      ${
        hasDays(report)
          ? html`${picker('range', presets, days ? 'custom' : choice.range, (one) => say(`range.${one}`))}
            ${picker('compare', comparisons, choice.compare, (one) => say(`compare.${one}`))}`
          : nothing
      }
      ${
        hasPeriods(report) && choice.show !== 'orders'
          ? picker('group', ['', ...groups] as const, choice.group, (one) => say(`group.${one || 'auto'}`))
          : nothing
      }
      ${report === 'products' && choice.show !== 'orders' ? picker('show', ['sold', 'unsold'] as const, choice.show, (one) => say(`show.${one}`)) : nothing}
      <slot name="toolbar"></slot>
    </div>
    ${days && hasDays(report) ? dates(tools, days, say) : nothing}`;
}

function dates(tools: Tools, days: NonNullable<Tools['days']>, say: SayReports): TemplateResult {
  const { from, to, fault } = days;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    tools.choose(data.get('from') as string, data.get('to') as string);
  };
  const field = (name: 'from' | 'to', value: string): TemplateResult =>
    html`<label class="field">
      <span>${say(name)}</span>
      <input
        type="date"
        name=${name}
        .value=${value}
        aria-invalid=${fault ? 'true' : nothing}
        aria-describedby=${fault ? 'days-fault' : nothing}
      />
    </label>`;
  return html`<form class="days" novalidate @submit=${submit}>
    ${field('from', from)}${field('to', to)}
    <button class="main" ?disabled=${tools.busy}>${say('apply')}</button>
    ${fault ? html`<p id="days-fault" class="error" role="alert">${say(`bad.${fault}`)}</p>` : nothing}
  </form>`;
}
