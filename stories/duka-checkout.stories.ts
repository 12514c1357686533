import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaCheckout, DukaMpesaButton } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaCheckout, 'steps' | 'methods' | 'collect'>;

const meta: Meta<Args> = {
  title: 'Paying/Checkout',
  component: 'duka-checkout',
  args: { steps: 'contact,delivery,pay', methods: 'mpesa,paybill,cash', collect: 'name,phone,email?' },
  play: whenSet,
  parameters: {
    docs: { source: { code: '<duka-checkout methods="mpesa,cash" success-href="/asante"></duka-checkout>' } },
  },
};
export default meta;
type Story = StoryObj<Args>;

async function shown(stage: Stage, args: Args): Promise<DukaCheckout> {
  await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'hass-avocado', quantity: 3 });
  const checkout = stage.show<DukaCheckout>(an('duka-checkout', args));
  await until(() => checkout.renderRoot.querySelector('form, .work'));
  return checkout;
}
function type(checkout: DukaCheckout, texts: Record<string, string>): void {
  for (const [name, text] of Object.entries(texts)) {
    const field = checkout.renderRoot.querySelector<HTMLInputElement>(`#${name}`);
    if (!field) continue;
    field.value = text;
    field.dispatchEvent(new Event(field.localName === 'select' ? 'change' : 'input', { bubbles: true }));
  }
}
async function next(checkout: DukaCheckout): Promise<void> {
  const form = checkout.renderRoot.querySelector('form');
  form?.requestSubmit();
  await until(() => !form?.isConnected || !checkout.renderRoot.querySelector('[aria-disabled]'));
  await checkout.updateComplete;
}
async function toDelivery(stage: Stage, args: Args): Promise<DukaCheckout> {
  const checkout = await shown(stage, args);
  type(checkout, { name: 'Wanjiku Kamau', phone: '0712 345 678' });
  await next(checkout);
  await until(() => checkout.renderRoot.querySelector('#zone'));
  return checkout;
}
async function toPay(stage: Stage, args: Args): Promise<DukaCheckout> {
  const checkout = await toDelivery(stage, args);
  type(checkout, { zone: 'zone_kilimani000000', place: 'Wood Avenue', landmark: 'Next to Naivas, blue gate' });
  await next(checkout);
  await until(() => checkout.renderRoot.querySelector('duka-mpesa-button'));
  return checkout;
}
const payButton = (checkout: DukaCheckout): DukaMpesaButton =>
  checkout.renderRoot.querySelector('duka-mpesa-button') as DukaMpesaButton;

export const Contact: Story = { render: scene<Args>(shown) };

export const ContactWithFaults: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await shown(stage, args);
    type(checkout, { phone: '0812', email: 'wanjiku' });
    await next(checkout);
  }),
};

export const Delivery: Story = { render: scene<Args>(toDelivery) };

export const Pickup: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await toDelivery(stage, args);
    checkout.renderRoot.querySelectorAll<HTMLElement>('input[name=how]')[1]?.click();
    await until(() => checkout.renderRoot.querySelector('#point'));
  }),
};

export const Pay: Story = { render: scene<Args>(toPay) };

export const TotalChanged: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await toPay(stage, args);
    for (const cart of stage.shop.carts.values()) cart.totals.total = { amount: 265_000, currency: 'KES' };
    await payButton(checkout).pay();
    await until(() => checkout.renderRoot.querySelector('.alert'));
  }),
};

export const SoldOutMeanwhile: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await toPay(stage, args);
    stage.shop.setStock('pishori-rice-5kg', 'insufficient_stock', 1);
    await payButton(checkout).pay();
    await until(() => checkout.renderRoot.querySelector('.alert'));
  }),
};

export const Waiting: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await toPay(stage, args);
    await payButton(checkout).pay();
    await until(() => payButton(checkout).state === 'prompt-sent');
  }),
};

export const Paid: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = await toPay(stage, args);
    await payButton(checkout).pay();
    await until(() => payButton(checkout).state === 'prompt-sent');
    stage.shop.pays();
    await until(() => checkout.renderRoot.querySelector('.done'));
  }),
};

export const CashOnDelivery: Story = {
  args: { methods: 'cash' },
  render: scene<Args>(async (stage, args) => {
    const checkout = await shown(stage, args);
    type(checkout, { name: 'Wanjiku Kamau', phone: '0712 345 678' });
    await next(checkout);
    await until(() => checkout.renderRoot.querySelector('#zone'));
    type(checkout, { zone: 'zone_ruiru000000000', place: 'Ruiru, Kamakis' });
    await next(checkout);
    await until(() => checkout.renderRoot.querySelector('.work button'));
    checkout.renderRoot.querySelector<HTMLElement>('.work button')?.click();
    await until(() => checkout.renderRoot.querySelector('.done'));
  }),
};

export const NothingToBuy: Story = {
  render: scene<Args>(async (stage, args) => {
    const checkout = stage.show<DukaCheckout>(an('duka-checkout', args));
    await until(() => checkout.renderRoot.querySelector('.state'));
  }),
};

export const Failed: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.refuse('GET /shop', 401, 'key_invalid');
    const checkout = stage.show<DukaCheckout>(an('duka-checkout', args));
    await until(() => checkout.renderRoot.querySelector('.state'));
  }),
};
