import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { faultsIn } from '../../test/axe.js';
import { find } from '../../test/find.js';
import { aStage, type Stage } from '../../test/stage.js';
import type { DukaMpesaButton } from '../duka-mpesa-button/duka-mpesa-button.js';

interface Devtools {
  send(method: string, facts?: object): Promise<unknown>;
}
const emulate = (media: string, features: Record<string, string> = {}): Promise<unknown> =>
  (cdp() as unknown as Devtools).send('Emulation.setEmulatedMedia', {
    media,
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });

let stage: Stage;
beforeEach(() => (stage = aStage()));
afterEach(async () => {
  stage.end();
  document.documentElement.dir = '';
  await emulate('');
});

/** A button whose prompt is on the phone: it spins and counts down. */
async function waiting(): Promise<DukaMpesaButton> {
  const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
  const button = stage.show<DukaMpesaButton>(
    Object.assign(document.createElement('duka-mpesa-button'), { order: order.id, phone: '0712345678' }),
  );
  await button.updateComplete;
  await button.pay();
  await expect.poll(() => button.state).toBe('prompt-sent');
  return button;
}

describe('elements for those who see by forced colours', () => {
  it('draw their buttons with an edge, and their state in a colour of the system', async () => {
    await emulate('', { 'forced-colors': 'active', 'prefers-color-scheme': 'dark' });
    await stage.fill({ product: 'pishori-rice-5kg' });
    stage.show('duka-cart', 'duka-products', 'duka-cart-button');
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Cart, 1 item' })).toBeVisible();
    const { backgroundColor, borderStyle, borderColor } = getComputedStyle(
      find('[part=checkout-button]') as HTMLElement,
    );
    expect(borderStyle).toBe('solid');
    expect(borderColor).not.toBe(backgroundColor);
    const badge = getComputedStyle(find('[part=badge]') as HTMLElement);
    expect([badge.borderStyle, badge.color === badge.backgroundColor]).toEqual(['solid', false]);
    const chosen = find('.shelves label:has(:checked)') as HTMLElement;
    expect(getComputedStyle(chosen).borderWidth).toBe('3px');
  });
});

describe('elements for those who do not want things to move', () => {
  it('stand still while they wait, and still count', async () => {
    await emulate('', { 'prefers-reduced-motion': 'reduce' });
    const button = await waiting();
    const spin = getComputedStyle(button.renderRoot.querySelector('.spin') as HTMLElement);
    expect([Number.parseFloat(spin.animationDuration) < 0.001, spin.animationIterationCount]).toEqual([true, '1']);
    await expect.element(page.getByRole('timer')).toBeVisible();
    stage.show('duka-products');
    await expect.element(page.getByText('KSh 1,150')).toBeVisible();
    expect(document.getAnimations().filter((one) => one.playState === 'running')).toEqual([]);
  });
});

describe('elements in a page that is read from the right', () => {
  it('begin at the right and end at the left', async () => {
    document.documentElement.dir = 'rtl';
    await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 });
    stage.show('duka-cart-button');
    const cart = Object.assign(document.createElement('duka-cart'), { view: 'drawer' as const });
    stage.show(cart);
    await userEvent.click(page.getByRole('button', { name: 'Cart, 2 items' }));
    await expect.element(page.getByRole('button', { name: 'Check out' })).toBeVisible();
    const box = (selector: string): DOMRect => (find(selector, cart.renderRoot) as HTMLElement).getBoundingClientRect();
    expect(box('.line .picture').left).toBeGreaterThan(box('.line .name').left);
    expect(box('.line .sum').left).toBeLessThanOrEqual(box('.line .name').left);
    const [less, plus] = ['One less: Mwea Pishori Rice 5 kg', 'One more: Mwea Pishori Rice 5 kg'].map((name) =>
      page.getByRole('button', { name }).element().getBoundingClientRect(),
    );
    expect(less?.left).toBeGreaterThan(plus?.left ?? Infinity);
    const badge = (find('[part=badge]') as HTMLElement).getBoundingClientRect();
    const button = (find('duka-cart-button') as HTMLElement).getBoundingClientRect();
    expect(badge.left).toBeLessThan(button.left);
    const dialog = box('dialog');
    expect([Math.round(dialog.left) <= 0 || dialog.right < innerWidth, dialog.width > 300]).toEqual([true, true]);
    expect(await faultsIn(cart)).toEqual([]);
  });
});

describe('elements on paper', () => {
  it('leave out what can only be tapped, and print an order and its receipt in dark on light', async () => {
    const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
    stage.shop.paidByMenu();
    document.documentElement.style.colorScheme = 'dark';
    for (const tag of ['duka-order', 'duka-receipt'] as const)
      stage.show(Object.assign(document.createElement(tag), { order: order.id }));
    stage.show('duka-products', 'duka-cart-button');
    await expect.element(page.getByRole('button', { name: 'Print' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: `Order ${order.number}` })).toBeVisible();
    await expect.element(page.getByText('KSh 219')).toBeVisible();
    await emulate('print');
    try {
      for (const button of document.querySelectorAll('duka-products, duka-cart-button, duka-receipt, duka-order'))
        for (const tapped of button.shadowRoot?.querySelectorAll('button, form[role=search]') ?? [])
          expect(tapped.getClientRects(), `${button.localName} ${tapped.textContent}`).toHaveLength(0);
      for (const tag of ['duka-order', 'duka-receipt']) {
        const { color } = getComputedStyle(find(`${tag}`)?.shadowRoot?.querySelector('article') as HTMLElement);
        const [red = 255] = color.match(/\d+/g)?.map(Number) ?? [];
        expect(red, `${tag} ${color}`).toBeLessThan(100);
      }
    } finally {
      document.documentElement.style.colorScheme = '';
    }
  });
});
