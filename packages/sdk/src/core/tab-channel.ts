/** Tells the other tabs of this site. Open only while somebody listens; a Node process is one tab. */
export class TabChannel {
  private readonly name: string;
  private readonly hear: (message: unknown) => void;
  private channel: BroadcastChannel | null = null;

  constructor(name: string, hear: (message: unknown) => void) {
    this.name = name;
    this.hear = hear;
  }

  open(): void {
    if (this.channel || !available()) return;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => this.hear(data);
  }

  close(): void {
    this.channel?.close();
    this.channel = null;
  }

  post(message: unknown): void {
    if (this.channel) return this.channel.postMessage(message);
    if (!available()) return;
    const once = new BroadcastChannel(this.name);
    once.postMessage(message);
    once.close();
  }
}

function available(): boolean {
  return typeof document !== 'undefined' && typeof BroadcastChannel !== 'undefined';
}
