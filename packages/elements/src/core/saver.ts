import { providerOf } from './client.js';
import { ourScript } from './language.js';

/** Should this element leave out what costs the buyer data? `data-saver` of the provider or script decides; `auto` asks the browser. */
export function savesData(element: Element): boolean {
  const wish = (providerOf(element) ?? ourScript())?.getAttribute('data-saver');
  if (wish === 'on' || wish === 'off') return wish === 'on';
  return Boolean((navigator as { connection?: { saveData?: boolean } }).connection?.saveData);
}
