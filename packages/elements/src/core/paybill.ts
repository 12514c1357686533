import type { Money, Shop } from '@smartduka/sdk/buyer';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { pay } from '../locales/index.js';
import { copyText } from './copy.js';
import type { Say } from './language.js';
import { formatMoney, plainAmount } from './money.js';

/** What to type into the M-Pesa menu. */
export interface MenuFacts {
  mpesa: NonNullable<Shop['mpesa']>;
  /** The order's number, which the shop finds the payment by. */
  account: string;
  due: Money;
}

/** Fetches the field for the message of M-Pesa. The panel does without it while it is not here. */
export function wantProof(): void {
  import('../proof.js').catch(() => undefined);
}

/**
 * Paybill or till, account and exact amount, each with a button that copies it.
 *
 * @param copied The row last copied, and how to say that another one was.
 */
export function paybillPanel(
  t: Say<keyof (typeof pay)['en']>,
  { mpesa, account, due }: MenuFacts,
  copied: string,
  onCopy: (row: string) => void,
): TemplateResult {
  const till = mpesa.kind === 'till';
  const row = (name: 'paybill' | 'till' | 'account' | 'amount', shown: string, value: string): TemplateResult => {
    const copy = async (): Promise<void> => {
      await copyText(value);
      onCopy(name);
    };
    return html`<div class="row" part="row">
      <dt class="muted small">${t(name)}</dt>
      <dd class="num" part="value">${shown}</dd>
      <dd>
        <button type="button" part="copy" aria-label=${t('copy.what', { what: t(name) })} @click=${copy}>
          ${t(copied === name ? 'copied' : 'copy')}
        </button>
      </dd>
    </div>`;
  };
  return html`<div class="paybill">
    <p class="how">${t(till ? 'how.till' : 'how.paybill')}</p>
    <dl>
      ${row(mpesa.kind, mpesa.number, mpesa.number)} ${till ? nothing : row('account', account, account)}
      ${row('amount', formatMoney(due), plainAmount(due))}
    </dl>
  </div>`;
}

export const paybillStyles: CSSResult = css`
  .paybill {
    display: grid;
    gap: 10px;
  }
  .how {
    font-weight: 600;
  }
  .row {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding-block: 8px;
    border-block-start: 1px solid var(--_border);
  }
  .row dt,
  .row dd:nth-of-type(1) {
    grid-column: 1;
  }
  .row dd:nth-of-type(1) {
    font-size: 1.25em;
    font-weight: 700;
    overflow-wrap: anywhere;
    user-select: all;
  }
  .row dd:nth-of-type(2) {
    grid-area: 1 / 2 / span 2;
  }
`;
