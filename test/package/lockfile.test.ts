import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './manifest';

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { resolved?: string; integrity?: string; inBundle?: boolean }>;
};
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('the lock file names no registry: each machine uses its own', () => {
  expect(installed.length).toBeGreaterThan(100);
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

test('the lock file has a check sum for every package', () => {
  expect(
    installed
      .filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true)
      .map(([path]) => path),
  ).toEqual([]);
});
