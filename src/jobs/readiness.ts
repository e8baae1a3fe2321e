/** So long nobody may answer before it is taken that nobody will (ms): n8n listens a few seconds after it has loaded its nodes. */
const PATIENCE_MS = 60_000;

export interface ReadinessUse {
  /** Status of n8n's readiness page; null when nobody answers. */
  status: () => Promise<number | null>;
  /** Milliseconds of a clock that is not set. */
  now: () => number;
}

/**
 * Whether n8n has started up. Before that it looks after what a crash has left, and takes for crashed whatever execution goes on in the meantime.
 */
export class Readiness {
  private readonly since: number;
  private ready = false;
  private asking = false;

  constructor(private readonly use: ReadinessUse) {
    this.since = use.now();
  }

  /** As last heard. Asks again, unless it is so. */
  look(): boolean {
    if (!this.ready && !this.asking) {
      this.asking = true;
      void this.ask().finally(() => (this.asking = false));
    }
    return this.ready;
  }

  private async ask(): Promise<void> {
    const { status, now } = this.use;
    const answer = await status();
    // An n8n without such a page answers too.
    this.ready = answer === null ? now() - this.since > PATIENCE_MS : answer !== 503;
  }
}
