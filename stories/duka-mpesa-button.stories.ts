import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Payment } from '@smartduka/sdk/buyer';
import type { DukaMpesaButton } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaMpesaButton, 'label' | 'size' | 'showAmount'>;

const meta: Meta<Args> = {
  title: 'Paying/M-Pesa button',
  component: 'duka-mpesa-button',
  args: { label: 'pay', size: 'medium', showAmount: true },
  argTypes: {
    label: { control: 'inline-radio', options: ['pay', 'buy', 'donate'] },
    size: { control: 'inline-radio', options: ['small', 'medium', 'large'] },
  },
  play: whenSet,
  parameters: {
    docs: { source: { code: '<duka-mpesa-button order="ord_…" show-amount></duka-mpesa-button>' } },
  },
};
export default meta;
type Story = StoryObj<Args>;

/** A button for an order made earlier. */
async function aButton(stage: Stage, args: Args, phone = '0712345678'): Promise<DukaMpesaButton> {
  const order = await stage.anOrder({ product: 'pishori-rice-5kg' });
  const button = stage.show<DukaMpesaButton>(an('duka-mpesa-button', { ...args, order: order.id, phone }));
  await button.updateComplete;
  return button;
}

/** A button that has been tapped, and whose prompt is on the phone; then M-Pesa's news arrives. */
const after = (state?: Payment['state'], facts: Partial<Payment> = {}): Story => ({
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args);
    await button.pay();
    await until(() => button.state === 'prompt-sent');
    if (!state) return;
    stage.shop.paymentIs(state, facts);
    await until(() => button.state !== 'prompt-sent');
    await button.updateComplete;
  }),
});

export const Idle: Story = { render: scene<Args>((stage, args) => aButton(stage, args)) };

export const AskingPhone: Story = {
  render: scene<Args>(async (stage, args) => (await aButton(stage, args, '')).pay()),
};

export const WrongNumber: Story = {
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args, '0812');
    await button.pay();
    await button.pay();
  }),
};

export const Sending: Story = {
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args);
    stage.shop.broken['POST /orders'] = 'never';
    void button.pay();
    await until(() => button.state === 'sending');
  }),
};

/** The phone shows the prompt; the time left is the server's. */
export const PromptSent: Story = after();

/** Half a minute without an answer: the M-Pesa menu is offered beside the prompt. */
export const PromptUnanswered: Story = after('pending', { createdAt: new Date(Date.now() - 30_000).toISOString() });
PromptUnanswered.render = scene<Args>(async (stage, args) => {
  const button = await aButton(stage, args);
  await button.pay();
  stage.shop.paymentIs('pending', { createdAt: new Date(Date.now() - 30_000).toISOString() });
  await until(() => button.renderRoot.querySelector('.more'));
});

export const Checking: Story = after('confirming');
export const ShopIsLooking: Story = after('needs_review');
export const Succeeded: Story = after('succeeded', { receiptNumber: 'UKO8F2K9QX' });
export const ReceiptOnItsWay: Story = after('succeeded');
export const Late: Story = after('succeeded', { receiptNumber: 'UKO8F2K9QX', late: true });
export const PaidTwice: Story = after('succeeded', { receiptNumber: 'UKO8F2K9QX', unapplied: true });
export const Unknown: Story = after('unknown');
export const Cancelled: Story = after('failed', { reason: 'cancelled' });
export const WrongPin: Story = after('failed', { reason: 'wrong_pin' });
export const NoFunds: Story = after('failed', { reason: 'insufficient_funds' });
export const PhoneOff: Story = after('failed', { reason: 'unreachable' });
export const Expired: Story = after('failed', { reason: 'expired' });
export const Busy: Story = after('failed', { reason: 'busy' });
export const OverTheLimit: Story = after('failed', { reason: 'limit' });
export const NewReason: Story = after('failed', { reason: 'something_new' });

/** The line is down: the request goes out by itself when it is back, and only once. */
export const OfflineQueued: Story = {
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args);
    stage.shop.refuse('POST /orders', 503, 'unavailable', { retryable: true });
    void button.pay();
    await until(() => button.state === 'offline-queued');
  }),
};

export const ShopCannotTakeIt: Story = {
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args);
    stage.shop.refuse('POST /orders', 409, 'payment_method_unavailable');
    await button.pay();
  }),
};

/** Paybill, account and exact amount, to be typed into the M-Pesa menu. */
export const Fallback: Story = {
  render: scene<Args>(async (stage, args) => (await aButton(stage, args)).openMenu()),
};

export const FallbackWithTill: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.shop.mpesa = { kind: 'till', number: '5201344' };
    await (await aButton(stage, args)).openMenu();
  }),
};

/** Beside a prompt that is still open, the panel warns of paying twice. */
export const FallbackBesidePrompt: Story = {
  render: scene<Args>(async (stage, args) => {
    const button = await aButton(stage, args);
    await button.pay();
    await until(() => button.state === 'prompt-sent');
    await button.openMenu();
  }),
};

/** One product, without a cart. */
export const BuyNow: Story = {
  args: { label: 'buy', size: 'large' },
  render: scene<Args>((stage, args) => stage.show(an('duka-mpesa-button', { ...args, product: 'pishori-rice-5kg' }))),
  parameters: {
    docs: { source: { code: '<duka-mpesa-button product="kitenge-01" label="buy" show-amount></duka-mpesa-button>' } },
  },
};

export const Small: Story = { args: { size: 'small' }, render: scene<Args>((stage, args) => aButton(stage, args)) };

/** A sum that the shop's server asked for, without a cart: the client secret is all that the page needs. */
export const Sum: Story = {
  render: scene<Args>((stage, args) =>
    stage.show(an('duka-mpesa-button', { ...args, payment: stage.shop.sum(150_000).clientSecret })),
  ),
  parameters: {
    docs: { source: { code: '<duka-mpesa-button payment="ord_…_secret_os_…" show-amount></duka-mpesa-button>' } },
  },
};

/** A payment link that leaves the amount to the buyer. */
export const PaymentLink: Story = {
  args: { label: 'donate' },
  render: scene<Args>(async (stage, args) => {
    const link = { id: 'plink_1', code: '7KQ2M9XA4C', url: 'https://shop.example/pay/7KQ2M9XA4C', title: 'Harambee' };
    stage.shop.links.set(link.code, { ...link, amount: null, once: false, state: 'active', expiresAt: null });
    const button = stage.show<DukaMpesaButton>(an('duka-mpesa-button', { ...args, paymentLink: link.code }));
    await until(() => button.renderRoot.querySelector('#sum'));
  }),
  parameters: {
    docs: {
      source: { code: '<duka-mpesa-button payment-link="7KQ2M9XA4C" label="donate"></duka-mpesa-button>' },
    },
  },
};
