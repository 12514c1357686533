import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaProducts } from '@smartduka/elements';
import type { Stage } from '../packages/elements/test/stage.js';
import { an, scene, until, whenSet } from './scene.js';

type Args = Pick<DukaProducts, 'category' | 'query' | 'sort' | 'layout' | 'pageSize'>;

const meta: Meta<Args> = {
  title: 'Goods/Products',
  component: 'duka-products',
  args: { category: '', query: '', sort: '', layout: 'grid', pageSize: 24 },
  argTypes: { layout: { control: 'inline-radio', options: ['grid', 'list'] } },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-products product-href="/products/{slug}"></duka-products>' } } },
};
export default meta;
type Story = StoryObj<Args>;

const shown = async (stage: Stage, args: Args, what = '[part=item]'): Promise<DukaProducts> => {
  const products = stage.show<DukaProducts>(an('duka-products', args));
  await until(() => products.renderRoot.querySelector(what));
  return products;
};

export const Grid: Story = { render: scene<Args>((stage, args) => shown(stage, args)) };
export const List: Story = { ...Grid, args: { layout: 'list' } };
export const OneShelf: Story = { ...Grid, args: { category: 'tea' } };
export const MoreToShow: Story = { ...Grid, args: { pageSize: 4 } };

export const Loading: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.broken['GET /products'] = 'never';
    await shown(stage, args, '.bone');
  }),
};

export const NothingFound: Story = {
  ...Grid,
  args: { query: 'gold' },
  render: scene<Args>((stage, args) => shown(stage, args, '.state')),
};

export const NothingYet: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.products = [];
    await shown(stage, args, '.state');
  }),
};

export const Failed: Story = {
  render: scene<Args>(async (stage, args) => {
    stage.shop.refuse('GET /products', 403, 'origin_not_allowed');
    await shown(stage, args, '.state');
  }),
};

/** The page's own look of a product. */
export const OwnTemplate: Story = {
  args: { category: 'flour' },
  parameters: {
    docs: {
      source: {
        code: `<duka-products category="flour" product-href="/products/{slug}">
  <template slot="item">
    <a data-duka="link"><img data-duka="image"><b data-duka="title"></b></a>
    <span data-duka="price"></span>
    <duka-add-to-cart></duka-add-to-cart>
  </template>
</duka-products>`,
      },
    },
  },
  render: scene<Args>(async (stage, args) => {
    const products = an('duka-products', args);
    const template = document.createElement('template');
    template.slot = 'item';
    template.innerHTML = `<figure style="margin:0;display:grid;gap:8px;text-align:center"><img data-duka="image" width="96" height="96" style="margin:auto">
      <b data-duka="title"></b><i data-duka="price"></i><duka-add-to-cart></duka-add-to-cart></figure>`;
    products.append(template);
    stage.show(products);
    await until(() => products.querySelector('figure'));
  }),
};
