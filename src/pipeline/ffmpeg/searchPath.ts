import { delimiter, isAbsolute, join } from 'node:path';

/** The variable as it is spelt on this system. */
export const pathOf = (env: NodeJS.ProcessEnv): string => env.PATH ?? env.Path ?? '';

/** Where a program of that name would lie on PATH, the first first. A relative folder means another program in each working folder: not one to run. */
export function placesOnPath(program: string, env: NodeJS.ProcessEnv): string[] {
  const name = process.platform === 'win32' && !program.includes('.') ? `${program}.exe` : program;
  return [
    ...new Set(
      pathOf(env)
        .split(delimiter)
        .filter(isAbsolute)
        .map((folder) => join(folder, name)),
    ),
  ];
}
