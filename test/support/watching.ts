import type { ServerResponse } from 'node:http';
import type { Engine } from '../../src/jobs/engine';
import { poker } from '../../src/jobs/poke';
import type { NewWatch } from '../../src/jobs/sealedWatches';
import type { Watch } from '../../src/jobs/store/watch';
import { Watcher } from '../../src/jobs/watcher';
import { testHome } from './engine';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';

/** What n8n says to a call of a resume address. */
export const answers = {
  resumed: (response: ServerResponse) => response.end('{"resumed":true}'),
  waiting: (response: ServerResponse) => response.end('{"resumed":false}'),
  finished: (response: ServerResponse) =>
    response.writeHead(409).end('{"code":409,"message":"The execution \\"7 has finished already."}'),
  running: (response: ServerResponse) =>
    response.writeHead(409).end('{"code":409,"message":"The execution \\"7\\" is running already."}'),
  starting: (response: ServerResponse) =>
    response.writeHead(404, { 'content-type': 'text/html' }).end('<pre>Cannot POST</pre>'),
  failing: (response: ServerResponse) => response.writeHead(500).end('{"code":0,"message":"It broke"}'),
  'cut off': (response: ServerResponse) => response.socket?.destroy(),
};

/** A store, a server in n8n's place and watchers between them, for each test; the time stands still. */
export class Watching {
  readonly day = 86_400_000;
  clock = 0;
  answer: (response: ServerResponse, path: string) => unknown = answers.resumed;
  private opened: Engine | undefined;
  private receiver: Receiver | undefined;
  private readonly watchers: Watcher[] = [];

  constructor() {
    const { open } = testHome();
    beforeEach(async () => {
      this.clock = 1_800_000_000_000;
      this.answer = answers.resumed;
      this.opened = await open({ now: () => this.clock });
      this.receiver = await startReceiver((response, { url }) => this.answer(response, url));
    });
    afterEach(async () => {
      await Promise.all(this.watchers.splice(0).map((watcher) => watcher.stop()));
      await this.receiver?.close();
    });
  }

  get engine(): Engine {
    if (this.opened === undefined) throw new Error('There is no engine yet');
    return this.opened;
  }

  get received(): Receiver['received'] {
    return this.receiver?.received ?? [];
  }

  /** Paths that were called. */
  get calls(): string[] {
    return this.received.map(({ url }) => url);
  }

  at(path: string): string {
    return `http://127.0.0.1:${this.receiver?.port ?? 0}${path}`;
  }

  /** A watcher of this store, as a process has one. */
  watcher(addresses: (url: string) => string[] = (url) => [url], patienceMs?: number): Watcher {
    const watcher = new Watcher({
      watches: this.engine.watches,
      poker: poker('http://127.0.0.1:1', patienceMs),
      addresses,
      now: () => this.clock,
    });
    this.watchers.push(watcher);
    return watcher;
  }

  /** An execution begins to wait; it is due unless said otherwise. */
  put(more: Partial<NewWatch> = {}): Promise<unknown> {
    const { clock } = this;
    return this.engine.watches.put({
      execution: '7',
      url: this.at('/webhook-waiting/7?signature=abc/media-jobs'),
      jobs: [],
      interval: 5_000,
      nextAt: clock,
      limitAt: clock + this.day,
      madeAt: clock,
      ...more,
    });
  }

  watch(): Promise<Watch | null> {
    return this.engine.watches.get('7');
  }

  async look(by: Watcher): Promise<void> {
    await by.look();
    await by.idle();
  }
}
