import { join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { probePlaylist } from '../inspect/probePlaylist';
import type { Finish } from '../plan/finish';
import { writeFinish } from './finish';

interface Task {
  finish: Finish;
  binaries: Binaries;
}

// The last step of a dry run as a command, run in the folder of the set: node finishCommand.js '{"finish":…}'
if (require.main === module) {
  write(JSON.parse(process.argv[2] ?? '') as Task).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function write({ finish, binaries }: Task): Promise<void> {
  const { signal } = new AbortController();
  const folder = process.cwd();
  const playlists = finish.playlist.renditions.map(({ playlist }) => playlist);
  const probed = await Promise.all(
    playlists.map(async (file) => [file, await probePlaylist(join(folder, file), binaries, signal)] as const),
  );
  await writeFinish(finish, folder, new Map(probed));
}

/** The command line that writes by hand what a plan writes last. */
export const finishCommand = (task: Task): string[] => [process.execPath, __filename, JSON.stringify(task)];
