import { join } from 'node:path';
import type { Binaries } from '../ffmpeg/find';
import { writeMasterPlaylist } from '../hls/masterPlaylist';
import { probePlaylist } from '../inspect/probePlaylist';
import type { MasterPlaylist } from '../hls/masterPlaylist';

interface Task {
  folder: string;
  master: MasterPlaylist;
  binaries: Binaries;
}

// The last step of an HLS dry run as a command: node masterPlaylistCommand.js '{"folder":…}'
if (require.main === module) {
  write(JSON.parse(process.argv[2] ?? '') as Task).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}

async function write({ folder, master, binaries }: Task): Promise<void> {
  const { signal } = new AbortController();
  const playlists = master.renditions.map(({ playlist }) => playlist);
  const probed = await Promise.all(
    playlists.map(
      async (playlist) => [playlist, await probePlaylist(join(folder, playlist), binaries, signal)] as const,
    ),
  );
  await writeMasterPlaylist(folder, master, new Map(probed));
}

/** The command line that writes the master playlist of a set by hand. */
export const masterCommand = (task: Task): string[] => [process.execPath, __filename, JSON.stringify(task)];
