import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaShop } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaShop, 'category'>;

const meta: Meta<Args> = {
  title: 'Start here/Whole shop',
  component: 'duka-shop',
  args: { category: '' },
  play: whenSet,
  parameters: {
    docs: {
      source: { code: '<duka-shop server="https://shop.example.co.ke" public-key="pk_live_…"></duka-shop>' },
    },
  },
};
export default meta;
type Story = StoryObj<Args>;

const at = async (stage: Stage, args: Args, place: string, what: string): Promise<void> => {
  history.replaceState(null, '', `${location.pathname}${location.search}#/${place}`);
  const shop = stage.show<DukaShop>(an('duka-shop', args));
  await until(() => shop.renderRoot.querySelector(what)?.shadowRoot?.querySelector('[part=item], article, .timeline'));
};

export const Shop: Story = { render: scene<Args>((stage, args) => at(stage, args, '', 'duka-products')) };
export const OneShelf: Story = { ...Shop, args: { category: 'tea' } };
export const Product: Story = {
  render: scene<Args>((stage, args) => at(stage, args, 'p/unga-wa-dola', 'duka-product')),
};
export const Order: Story = {
  render: scene<Args>(async (stage, args) => {
    const { id } = await stage.anOrder({ product: 'pishori-rice-5kg' });
    await at(stage, args, `orders/${id}`, 'duka-order');
  }),
};
