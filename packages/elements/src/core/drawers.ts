import type { DukaBuyer } from '@smartduka/sdk/buyer';

/** A cart in a drawer, which buttons elsewhere in the page may open. */
export interface Drawer {
  readonly client: DukaBuyer | undefined;
  show(): void;
}

const drawers = new Set<Drawer>();

export function addDrawer(drawer: Drawer): () => void {
  drawers.add(drawer);
  return () => void drawers.delete(drawer);
}

/** Opens the drawer that shows the client's cart, if the page has one. */
export function openDrawer(client: DukaBuyer | undefined): void {
  [...drawers].find((drawer) => drawer.client === client)?.show();
}
