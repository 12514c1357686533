import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaCart } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaCart, 'view' | 'open' | 'readonly'>;

const meta: Meta<Args> = {
  title: 'Cart/Cart',
  component: 'duka-cart',
  args: { view: 'inline', open: false, readonly: false },
  argTypes: { view: { control: 'inline-radio', options: ['inline', 'drawer'] } },
  play: whenSet,
  parameters: {
    docs: { source: { code: '<duka-cart-button></duka-cart-button>\n<duka-cart view="drawer"></duka-cart>' } },
  },
};
export default meta;
type Story = StoryObj<Args>;

async function fill(stage: Stage): Promise<void> {
  const flour = stage.shop.products[0]?.variants[1]?.id as string;
  await stage.fill({ product: 'pishori-rice-5kg', quantity: 2 }, { product: 'ndengu-1kg' }, { variant: flour });
}
const shown = async (stage: Stage, args: Args): Promise<DukaCart> => {
  const cart = stage.show<DukaCart>(an('duka-cart', args));
  await until(() => cart.renderRoot.querySelector('.line, .state, .bone'));
  return cart;
};

export const Filled: Story = {
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    await shown(stage, args);
  }),
};

export const Empty: Story = { render: scene<Args>(shown) };

export const Loading: Story = {
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    stage.shop.broken['GET /carts'] = 'never';
    await shown(stage, args);
  }),
};

export const Readonly: Story = { ...Filled, args: { readonly: true } };

/** Sold out, too few left, and another price: each says so in its line, and what can be done. */
export const Problems: Story = {
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    await stage.fill({ product: 'jamaa-800g', quantity: 5 });
    stage.shop.setStock('jamaa-800g', 'insufficient_stock', 3);
    stage.shop.setStock('ndengu-1kg', 'out_of_stock');
    for (const cart of stage.shop.carts.values())
      cart.lines[0]!.previousUnitPrice = { amount: 99_900, currency: 'KES' };
    const cart = await shown(stage, args);
    await until(() => cart.renderRoot.querySelector('.note.bad'));
  }),
};

export const Removed: Story = {
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    const cart = await shown(stage, args);
    cart.renderRoot.querySelector<HTMLElement>('[part=remove]')?.click();
    await until(() => cart.renderRoot.querySelector('#undo'));
  }),
};

export const Refused: Story = {
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    const cart = await shown(stage, args);
    stage.shop.refuse('PATCH /carts', 409, 'cart_full');
    cart.renderRoot.querySelectorAll<HTMLElement>('.stepper button')[1]?.click();
    await until(() => cart.renderRoot.querySelector('.alert'));
  }),
};

export const Drawer: Story = {
  args: { view: 'drawer', open: true },
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    stage.show('duka-cart-button');
    await shown(stage, args);
  }),
  parameters: { docs: { story: { inline: false, height: '640px' } } },
};

/** Checkout opens inside it: no other page is needed. */
export const DrawerWithCheckout: Story = {
  ...Drawer,
  render: scene<Args>(async (stage, args) => {
    await fill(stage);
    const cart = await shown(stage, args);
    cart.renderRoot.querySelector<HTMLElement>('[part=checkout-button]')?.click();
    await until(() => cart.renderRoot.querySelector('duka-checkout')?.shadowRoot?.querySelector('form'));
  }),
};
