// The M-Pesa button alone as one script: <script src="…/mpesa-button.js" data-key="pk_…" data-server="…" defer></script>
import { createDuka as makeDuka, type DukaOptions, type DukaPay } from '@smartduka/sdk/buyer';
import { useDuka } from './core/client.js';
import './duka-mpesa-button/define.js';

(globalThis as { SmartDuka?: { createDuka(options: DukaOptions): DukaPay } }).SmartDuka ??= {
  createDuka: (options) => useDuka(makeDuka(options)),
};
