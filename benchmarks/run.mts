// npm run bench [-- NAME …]: each benchmark in a process of its own. Needs a build before it.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.mts') && file !== 'run.mts').map((file) => file.slice(0, -'.mts'.length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : names) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.mts`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
