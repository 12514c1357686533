/** The server's time, as far as its answers tell: clocks of devices are wrong often. */
export class Clock {
  /** Milliseconds to add to this device's clock. */
  offset = 0;
  private bestTrip = Infinity;

  /** Learns from a `Date` header. Pass only answers that no cache can have kept. */
  learn(date: string | null, sentAt: number, now: number = Date.now()): void {
    const trip = now - sentAt;
    const server = date ? Date.parse(date) : NaN;
    if (Number.isNaN(server) || trip > this.bestTrip) return;
    this.bestTrip = trip;
    // The header is cut to the second, and was written about half-way through the trip.
    this.offset = server + 500 - (sentAt + now) / 2;
  }

  now(): number {
    return Date.now() + this.offset;
  }
}
