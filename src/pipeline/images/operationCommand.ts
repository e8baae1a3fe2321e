import { argv, cwd } from 'node:process';
import { applyOperation } from './applyOperation';
import type { ImageOperation } from './operation';

// The step of a dry run as a command, run in the folder that it names files in: node operationCommand.js '{"do":"render",…}'
if (require.main === module) {
  const untilItsEnd = new AbortController().signal;
  applyOperation(JSON.parse(argv[2] ?? '') as ImageOperation, cwd(), untilItsEnd).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

/** The command line that does an operation by hand. */
export const commandOf = (operation: ImageOperation): string[] => [
  process.execPath,
  __filename,
  JSON.stringify(operation),
];
