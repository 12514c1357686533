import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaAddToCart } from '@smartduka/elements';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaAddToCart, 'product' | 'quantity' | 'disabled'>;

const meta: Meta<Args> = {
  title: 'Goods/Add to cart',
  component: 'duka-add-to-cart',
  args: { product: 'pishori-rice-5kg', quantity: 1, disabled: false },
  play: whenSet,
  parameters: {
    docs: { source: { code: '<duka-add-to-cart product="kitenge-01" open="drawer">Weka kikapuni</duka-add-to-cart>' } },
  },
};
export default meta;
type Story = StoryObj<Args>;

export const Idle: Story = { render: scene<Args>((stage, args) => stage.show(an('duka-add-to-cart', args))) };
export const Disabled: Story = { ...Idle, args: { disabled: true } };

export const OwnWords: Story = {
  render: scene<Args>((stage, args) => {
    stage.show<HTMLElement>(an('duka-add-to-cart', args)).textContent = 'Take it home';
  }),
};

export const Busy: Story = {
  render: scene<Args>((stage, args) => {
    stage.shop.broken['POST /carts'] = 'never';
    void stage.show<DukaAddToCart>(an('duka-add-to-cart', args)).add();
  }),
};

export const Added: Story = {
  render: scene<Args>((stage, args) => stage.show<DukaAddToCart>(an('duka-add-to-cart', args)).add()),
};

export const Refused: Story = {
  args: { product: 'no-such-thing' },
  render: scene<Args>(async (stage, args) => {
    const button = stage.show<DukaAddToCart>(an('duka-add-to-cart', args));
    await button.add();
    await until(() => button.renderRoot.querySelector('.error'));
  }),
};
