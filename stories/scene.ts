import { aStage, type Stage } from '../packages/elements/test/stage.js';

/** What happens before a story is looked at: put elements in, and let the world do things to them. */
export type Scene<Args> = (stage: Stage, args: Args) => unknown;

const scenes = new WeakMap<HTMLElement, Promise<unknown>>();

/** A render function: each story has a shop of its own, in memory, behind the real SDK. */
export function scene<Args>(play: Scene<Args>) {
  return (args: Args, { globals }: { globals: Record<string, unknown> }): HTMLElement => {
    const { lang, theme, saver } = globals as Record<'lang' | 'theme' | 'saver', string>;
    const stage = aStage({ lang, server: location.origin });
    stage.root.setAttribute('data-saver', saver);
    const page = document.createElement('main');
    page.className = 'scene';
    page.style.cssText = `color-scheme: ${theme}; background: ${theme === 'dark' ? '#0e1310' : '#f4f6f4'}; color: ${theme === 'dark' ? '#e9efea' : '#16211b'}; padding: 16px; min-block-size: 60px; max-inline-size: 100%; box-sizing: border-box`;
    page.append(stage.root);
    // Elements draw themselves once they are in the document, which is just after this returns.
    scenes.set(
      page,
      until(() => page.isConnected).then(() => play(stage, args)),
    );
    return page;
  };
}

/** A `play` that waits until the scene is over, so that what is checked is the state that the story is about. */
export async function whenSet({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> {
  const page = canvasElement.querySelector<HTMLElement>('.scene');
  if (page) await scenes.get(page);
  await settled();
}

/** An element of a tag, with properties. */
export function an<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  facts: Partial<HTMLElementTagNameMap[Tag]> = {},
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), facts);
}

/** Waits until `done` holds; at most a few seconds. */
export async function until(done: () => unknown, what = done.toString()): Promise<void> {
  const end = performance.now() + 5_000;
  while (!done()) {
    if (performance.now() > end) throw new Error(`this never came about: ${what}`);
    await new Promise(requestAnimationFrame);
  }
}

/** Waits until colours and places have stopped moving, so that contrast is measured on what people see. */
export async function settled(): Promise<void> {
  await new Promise(requestAnimationFrame);
  const finite = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.allSettled(finite.map((one) => one.finished));
}
