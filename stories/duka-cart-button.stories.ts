import type { Meta, StoryObj } from '@storybook/web-components-vite';
import type { DukaCartButton } from '@smartduka/elements';
import { an, scene, whenSet } from './scene.js';

type Args = Pick<DukaCartButton, 'hideWhenEmpty'>;

const meta: Meta<Args> = {
  title: 'Cart/Cart button',
  component: 'duka-cart-button',
  args: { hideWhenEmpty: false },
  play: whenSet,
  parameters: { docs: { source: { code: '<duka-cart-button></duka-cart-button>' } } },
};
export default meta;
type Story = StoryObj<Args>;

const withItems = (quantity: number): Story => ({
  render: scene<Args>(async (stage, args) => {
    if (quantity) await stage.fill({ product: 'pishori-rice-5kg', quantity });
    stage.show(an('duka-cart-button', args));
  }),
});

export const Empty: Story = withItems(0);
export const Few: Story = withItems(3);
export const Many: Story = withItems(120);
