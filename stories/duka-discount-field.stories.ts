import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

const meta: Meta = {
  title: 'Cart/Discount code',
  component: 'duka-discount-field',
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-discount-field></duka-discount-field>' } } },
};
export default meta;
type Story = StoryObj;

async function shown(stage: Stage, ...codes: string[]): Promise<void> {
  await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 });
  const field = stage.show(an('duka-discount-field')) as HTMLElementTagNameMap['duka-discount-field'];
  await until(() => field.renderRoot.querySelector('button'));
  for (const code of codes) {
    field.renderRoot.querySelector<HTMLElement>('button.link')?.click();
    await until(() => field.renderRoot.querySelector('input'));
    const input = field.renderRoot.querySelector('input') as HTMLInputElement;
    input.value = code;
    if (code) input.form?.requestSubmit();
    if (code) await until(() => field.renderRoot.querySelector('.error, .code'));
  }
}

export const Closed: Story = { render: scene((stage) => shown(stage)) };
export const Open: Story = { render: scene((stage) => shown(stage, '')) };
export const NoSuchCode: Story = { render: scene((stage) => shown(stage, 'KARIBU')) };
export const InUse: Story = { render: scene((stage) => shown(stage, 'KARIBU10')) };

/** Accepted once; now the cart has too little for it. */
export const CountsNoMore: Story = {
  render: scene(async (stage) => {
    await shown(stage, 'KARIBU10');
    for (const cart of stage.shop.carts.values())
      if (cart.discountCode)
        Object.assign(cart.discountCode, {
          problem: 'minimum_not_reached',
          minimum: { amount: 500_000, currency: 'KES' },
        });
    await stage.duka.cart.get();
  }),
};
