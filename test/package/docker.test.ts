import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'dockerfilelint';
import { ROOT } from './manifest';

const dockerfile = readFileSync(join(ROOT, 'docker/Dockerfile'), 'utf8');

test('the Dockerfile is one that its linter has nothing against', () => {
  expect(run(join(ROOT, 'docker'), dockerfile)).toEqual([]);
});

test('a Dockerfile with a fault is not', () => {
  expect(run(join(ROOT, 'docker'), `${dockerfile}\nFROMM x`)).not.toEqual([]);
});
