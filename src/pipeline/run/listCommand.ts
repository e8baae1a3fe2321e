import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import type { Step } from '../plan/types';

type List = Pick<Extract<Step, { tool: 'list' }>, 'file' | 'text'>;

// The step of a dry run as a command, run in the folder that it names files in: node listCommand.js '{"file":…}'
if (require.main === module) {
  const { file, text } = JSON.parse(argv[2] ?? '') as List;
  writeFileSync(file, text);
}

/** The command line that writes a list by hand. */
export const listCommand = ({ file, text }: List): string[] => [
  process.execPath,
  __filename,
  JSON.stringify({ file, text }),
];
