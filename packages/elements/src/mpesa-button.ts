// The M-Pesa button alone as one script: <script src="…/mpesa-button.js" data-key="pk_…" data-server="…" defer></script>
import { createDuka as makeDuka, type DukaBuyer, type DukaOptions } from '@smartduka/sdk/buyer';
import { useDuka } from './core/client.js';
import './duka-mpesa-button/define.js';

(globalThis as { SmartDuka?: { createDuka(options: DukaOptions): DukaBuyer } }).SmartDuka ??= {
  createDuka: (options) => useDuka(makeDuka(options)),
};
