import { argv } from 'node:process';
import { putFont } from '../captions/font';

// The step of a dry run as a command: node fontCommand.js FOLDER
if (require.main === module) void putFont(argv[2] ?? '');

/** The command line that puts the font that comes along into a folder. */
export const fontCommand = (folder: string): string[] => [process.execPath, __filename, folder];
