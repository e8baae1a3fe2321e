import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Home } from './home';
import { keptSecret } from './keptSecret';

/** A link to a result works for so long (ms): as a film that is watched from it may take. */
const LIFETIME_MS = 6 * 3_600_000;

/** What is wrong with a link. */
export type LinkProblem = 'forged' | 'expired';

/**
 * Links to the results of jobs, `<origin>/outputs/<job>/<when it ends>.<signature>/<file>`: whoever has one needs no key. The signature covers the folder of a
 * job's result and stands before the file's name, so that what a playlist names beside itself is reached with it too.
 */
export class ResultLinks {
  private constructor(
    private readonly secret: Buffer,
    private readonly now: () => number,
  ) {}

  /** All processes of a home folder sign alike. */
  static async open(home: Home, now: () => number): Promise<ResultLinks> {
    const { text } = await keptSecret(home.folder, 'link-secret');
    return new ResultLinks(Buffer.from(text, 'base64url'), now);
  }

  /** @param file path within the folder of the job's result, by slashes */
  to(origin: string, job: string, file: string): string {
    const end = this.now() + LIFETIME_MS;
    return `${origin}/outputs/${job}/${end}.${this.sign(job, end)}/${file.split('/').map(encodeURIComponent).join('/')}`;
  }

  /** @param pass what stands between job and file @returns null when the link holds */
  problemOf(job: string, pass: string): LinkProblem | null {
    const [, end = '', signature = ''] = /^(\d{1,16})\.([\w-]{43})$/.exec(pass) ?? [];
    if (!timingSafeEqual(Buffer.from(this.sign(job, Number(end))), Buffer.from(signature.padEnd(43)))) return 'forged';
    // One that ends later than a fresh one was made by a clock that ran ahead.
    const left = Number(end) - this.now();
    return left > 0 && left <= LIFETIME_MS ? null : 'expired';
  }

  private sign(job: string, end: number): string {
    return createHmac('sha256', this.secret).update(`${job}\n${end}`).digest('base64url');
  }
}
