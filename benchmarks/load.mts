// What n8n pays for each node at every start, with its own workflow library loaded already.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Result } from './support/benchmark.mts';
import { compare } from './support/pair.mts';

/** Milliseconds. */
const MOST = 150;
const ROUNDS = 9;

const SCRIPT = `
  require('n8n-workflow');
  const began = performance.now();
  const [NodeClass] = Object.values(require(process.argv[1]));
  new NodeClass();
  console.log(performance.now() - began);
`;

export const benchmark: Benchmark = {
  cheap: true,
  run: async ({ checking }) => {
    const root = join(import.meta.dirname, '..');
    const { n8n } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
    const times = new Map<string, number[]>(n8n.nodes.map((file) => [file, []]));
    for (let round = 0; round < (checking ? 1 : ROUNDS); round += 1) {
      for (const [file, of] of times)
        of.push(
          Number((await promisify(execFile)(process.execPath, ['-e', SCRIPT, join(root, file)], { cwd: root })).stdout),
        );
    }
    const results: Result[] = [...times].map(([file, ours]) =>
      compare({
        name: `load ${basename(file, '.node.js')}`,
        what: 'requiring a node, n8n-workflow already loaded',
        unit: 'ms',
        bar: { of: 'ours', is: 'most', value: MOST },
        ours,
      }),
    );
    return { results };
  },
};
