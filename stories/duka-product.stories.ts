import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaProduct } from '@smartduka/elements';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaProduct, 'product'>;

const meta: Meta<Args> = {
  title: 'Goods/Product',
  component: 'duka-product',
  args: { product: 'pishori-rice-5kg' },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-product product="unga-pembe-2kg"></duka-product>' } } },
};
export default meta;
type Story = StoryObj<Args>;

const shown = (what: string): Story => ({
  render: scene<Args>(async (stage, args) => {
    const product = stage.show<DukaProduct>(an('duka-product', args));
    await until(() => product.renderRoot.querySelector(what));
  }),
});

export const One: Story = shown('h2');
export const WithSizes: Story = { ...shown('.kinds'), args: { product: 'unga-wa-dola' } };
export const FewLeft: Story = { ...shown('.warn'), args: { product: 'ndengu-1kg' } };
export const SoldOut: Story = { ...shown('.tag'), args: { product: 'nescafe-100g' } };
export const NotThere: Story = { ...shown('.state'), args: { product: 'no-such-thing' } };
export const Loading: Story = {
  render: scene<Args>((stage, args) => {
    stage.shop.broken['GET /products'] = 'never';
    stage.show(an('duka-product', args));
  }),
};
