/** Messages on their way at once: by this process, to one host, and to one that did not answer last time. */
const [ALL, A_HOST, A_SILENT_HOST] = [64, 8, 1];

/** So many hosts that do not answer are remembered, the newest. */
const REMEMBERED = 1_000;

/** Who may be posted to now: receivers that do not answer take up their own share, and nobody else's. */
export class HostShares {
  private readonly sending = new Map<string, number>();
  private readonly silent = new Set<string>();
  private all = 0;

  get areGone(): boolean {
    return this.all >= ALL;
  }

  mayHave = (url: string): boolean => {
    const host = hostOf(url);
    return !this.areGone && (this.sending.get(host) ?? 0) < (this.silent.has(host) ? A_SILENT_HOST : A_HOST);
  };

  begin(url: string): void {
    const host = hostOf(url);
    this.all += 1;
    this.sending.set(host, (this.sending.get(host) ?? 0) + 1);
  }

  end(url: string, answered: boolean): void {
    const host = hostOf(url);
    const left = (this.sending.get(host) ?? 1) - 1;
    this.all -= 1;
    if (left === 0) this.sending.delete(host);
    else this.sending.set(host, left);
    this.silent.delete(host);
    if (answered) return;
    this.silent.add(host);
    const [oldest] = this.silent;
    if (this.silent.size > REMEMBERED && oldest !== undefined) this.silent.delete(oldest);
  }
}

/** Name and port; what is no address counts as a host of its own. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
