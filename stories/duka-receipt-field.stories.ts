import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { ReceiptCheck } from '@smartduka/sdk/buyer';
import type { DukaReceiptField } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Paying/M-Pesa receipt shown',
  component: 'duka-receipt-field',
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-receipt-field order="ord_…"></duka-receipt-field>' } } },
};
export default meta;
type Story = StoryObj;

const shown = async (stage: Stage, open: boolean): Promise<DukaReceiptField> => {
  const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
  const field = stage.show<DukaReceiptField>(an('duka-receipt-field', { order: id, open }));
  await field.updateComplete;
  return field;
};
const after = (is: Pick<ReceiptCheck, 'state' | 'reason'>, slow = false): Story => ({
  render: scene(async (stage) => {
    const field = await shown(stage, true);
    stage.shop.receiptIs = is;
    if (slow) stage.shop.broken['POST /orders'] = 'never';
    const text = field.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
    text.value = 'UKO8F2K9QX Confirmed. Ksh1,150.00 paid to MAMA MBOGA STORE.';
    text.form?.requestSubmit();
    await until(() => field.renderRoot.querySelector(slow ? '.spin' : '.good, .error'));
  }),
});

export const Closed: Story = { render: scene((stage) => shown(stage, false)) };
export const Open: Story = { render: scene((stage) => shown(stage, true)) };
export const Asking: Story = after({ state: 'asking', reason: null }, true);
export const Applied: Story = after({ state: 'applied', reason: null });
export const AnotherShop: Story = after({ state: 'refused', reason: 'other_shop' });
export const OtherAmount: Story = after({ state: 'refused', reason: 'amount_differs' });
export const NoAnswer: Story = after({ state: 'unanswered', reason: 'no_answer' });
