import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { ROOT } from '../../package/manifest';
import { runProgram } from '../../support/programs';

type PlayerName = 'hls.js' | 'video.js';

/** What was to be seen of a stream; times in seconds. */
interface Seen {
  /** All that the player told of, fatal or not. */
  errors: string[];
  /** Where what it has loaded begins, where it stands then, and the number of the picture there. */
  begins: number;
  at: number;
  first: number | null;
  levels: number;
  /** After each change over: the width that was to come, and that of the picture. */
  sizes: [wanted: number, width: number][];
  seeks: { time: number; number: number | null }[];
  ended: boolean;
  duration: number;
}

const moduleFile = (path: string): string => join(ROOT, 'node_modules', path);
/** What the page asks for, beside the stream. */
const OWN: Record<string, string> = {
  '/': join(__dirname, 'page.html'),
  '/hls.js': moduleFile('hls.js/dist/hls.min.js'),
  '/video.js': moduleFile('video.js/dist/video.min.js'),
};
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.m3u8': 'application/vnd.apple.mpegurl',
};

/** Debian's Chromium with the players that most web pages have. It reaches nothing but this machine. */
export class StreamPlayer {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  static async open(): Promise<StreamPlayer> {
    const program = (await runProgram('sh', ['-c', 'command -v chromium'])).stdout.toString().trim();
    const args = ['--no-sandbox', '--mute-audio', '--autoplay-policy=no-user-gesture-required'];
    const browser = await chromium.launch({
      executablePath: program,
      args: [...args, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    const server = createServer(({ url = '/' }, response) => {
      const path = OWN[url] ?? normalize(decodeURIComponent(url));
      if (!existsSync(path)) return response.writeHead(404).end();
      response.setHeader('content-type', TYPES[extname(path)] ?? 'video/mp4');
      return createReadStream(path).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new StreamPlayer(browser, server);
  }

  /** Plays a stream from its beginning, changes over, seeks and lets it end. @param file its master playlist, absolute */
  async play(player: PlayerName, file: string, seeks: readonly number[]): Promise<Seen> {
    const page = await this.browser.newPage();
    try {
      await page.goto(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`);
      return await page.evaluate<Seen>(`play(${[player, file, seeks].map((word) => JSON.stringify(word)).join(', ')})`);
    } finally {
      await page.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
