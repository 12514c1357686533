/** Counts what passed and failed over several runs, and times them. */
export class Tally {
  passed = 0;
  failed = 0;

  /**
   * Runs one part and adds its counts. One that throws has failed once, with what it had to say.
   *
   * @param {string} name
   * @param {() => Promise<{ passed: number, failed: number }>} work
   */
  async time(name, work) {
    const began = performance.now();
    const { passed, failed } = await work().catch((error) => {
      console.error(error.message);
      return { passed: 0, failed: 1 };
    });
    this.passed += passed;
    this.failed += failed;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `${failed > 0 ? '✗' : '✓'} ${name.padEnd(16)} ${seconds.padStart(6)} s   ${passed} passed, ${failed} failed`,
    );
  }

  /** The last line, alone, for people and for programs. */
  close() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    if (this.failed > 0) process.exitCode = 1;
  }
}
