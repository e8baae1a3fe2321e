import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import type { Step } from '../plan/types';

type Text = Pick<Extract<Step, { tool: 'text' }>, 'file' | 'text'>;

// The step of a dry run as a command, run in the folder that it names files in: node textCommand.js '{"file":…}'
if (require.main === module) {
  const { file, text } = JSON.parse(argv[2] ?? '') as Text;
  writeFileSync(file, text);
}

/** The command line that writes a text by hand. */
export const textCommand = ({ file, text }: Text): string[] => [
  process.execPath,
  __filename,
  JSON.stringify({ file, text }),
];
