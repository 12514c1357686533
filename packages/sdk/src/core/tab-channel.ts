/**
 * A line to the other tabs of this site, and to other clients in this page. Opens at the first use; a Node process is one tab.
 *
 * @param name Also the name under which the storage, if shared, keeps what it is about.
 * @returns Tells the others, and begins to listen.
 */
export function tabChannel(name: string, hear: (message: unknown) => void): (message?: unknown) => void {
  let channel: BroadcastChannel | undefined;
  return (...messages) => {
    if (typeof document === 'undefined' || typeof BroadcastChannel === 'undefined') return;
    if (!channel) {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => hear(data);
      // A page that comes back from the back-forward cache has missed what was said.
      addEventListener('pageshow', ({ persisted }) => persisted && hear(undefined));
      // Between processes the word may arrive before what was stored; this one comes once the storage here has it. Null: all of it was cleared.
      addEventListener('storage', ({ key }) => (key === name || key === null) && hear(undefined));
    }
    if (messages.length) channel.postMessage(messages[0]);
  };
}
