// The server under load: 200 requests for a job at once, then 1,000 questions by 50 clients while ffmpeg works on those jobs. Each has to be
// answered with a success.
import type { Benchmark, Result } from './support/benchmark.mts';
import { withServer } from './support/jobServer.mts';
import type { Ask } from './support/jobServer.mts';

const [JOBS, QUESTIONS, CLIENTS] = [200, 1_000, 50];
/** Milliseconds within which 99 of 100 are answered. */
const MOST = { post: 2_000, get: 1_000 };

/** Ten seconds of silence as WAV. */
function wav(): Buffer {
  const [rate, seconds] = [8_000, 10];
  const data = Buffer.alloc(44 + 2 * rate * seconds);
  data.write('RIFF', 0);
  data.writeUInt32LE(data.length - 8, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(rate, 24);
  data.writeUInt32LE(2 * rate, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(data.length - 44, 40);
  return data;
}

function result(name: string, what: string, times: number[], most: number, note = ''): Result {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
  return {
    name,
    what,
    unit: 'ms',
    ours: at(0.99),
    against: null,
    ratio: null,
    bar: { of: 'ours', is: 'most', value: most },
    runs: times.length,
    spread: { ours: [at(0), at(1)], against: null },
    note: `half within ${at(0.5).toFixed(0)} ms${note}`,
  };
}

export const benchmark: Benchmark = {
  cheap: false,
  run: async ({ folder }) => {
    const results: Result[] = [];
    await withServer(folder, async (anyway) => {
      const ask: Ask = async (path, init) => {
        const answer = await anyway(path, init);
        if (answer.status >= 300) throw new Error(`${path}: ${answer.status}`);
        return answer;
      };
      const { body: upload } = await ask('/files/silence.wav', { method: 'PUT', body: wav() });
      const { url: input } = upload as { url: string };
      const made = await Promise.all(
        Array.from({ length: JOBS }, () =>
          ask('/jobs', { method: 'POST', body: JSON.stringify({ input, kind: 'audio', options: { format: 'mp3' } }) }),
        ),
      );
      const ids = made.map(({ body }) => (body as { id: string }).id);
      const asked: number[] = [];
      await Promise.all(
        Array.from({ length: CLIENTS }, async (_, client) => {
          for (let number = client; number < QUESTIONS; number += CLIENTS)
            asked.push(
              (await ask(number % 10 === 0 ? '/jobs?limit=20' : `/jobs/${ids[number % ids.length] ?? ''}`)).ms,
            );
        }),
      );
      const { body: running } = await ask('/jobs?status=succeeded&limit=100');
      results.push(
        result(
          'serve POST',
          `99 of 100 of ${JOBS} POST /jobs at once are answered within`,
          made.map(({ ms }) => ms),
          MOST.post,
        ),
        result(
          'serve GET',
          `99 of 100 of ${QUESTIONS} GETs by ${CLIENTS} clients while jobs run are answered within`,
          asked,
          MOST.get,
          `; ${(running as unknown[]).length} jobs had ended by then`,
        ),
      );
    });
    return { results };
  },
};
