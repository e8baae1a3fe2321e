/**
 * The rooms of the house, from the ground up. A file may import files of its own room, and of rooms on a lower line;
 * rooms on one line do not know each other. A room is a folder with all that lies in it, but for what is a room of its
 * own; a file beside the folders is one by itself.
 */
export const ROOMS: readonly (readonly string[])[] = [
  ['src/pipeline/base'],
  ['src/pipeline/errors'],
  ['src/pipeline/media'],
  ['src/pipeline/job', 'src/pipeline/net'],
  ['src/pipeline/ffmpeg'],
  ['src/pipeline/storage'],
  ['src/pipeline/images', 'src/pipeline/hls', 'src/pipeline/captions'],
  ['src/pipeline/plan'],
  ['src/pipeline/inspect'],
  ['src/pipeline/kinds'],
  ['src/pipeline/request'],
  ['src/pipeline/run'],
  ['src/index', 'src/version'],
  ['src/webhooks/base'],
  ['src/backends'],
  ['src/webhooks'],
  ['src/jobs'],
  ['src/server'],
  ['src/cli'],
  ['credentials', 'nodes/names', 'nodes/versions', 'nodes/describedIn'],
  ['nodes/places'],
  ['nodes/storage', 'nodes/options'],
  ['nodes/input', 'nodes/output'],
  ['nodes/items', 'nodes/background'],
  ['nodes/hosted', 'nodes/clips'],
  ['nodes/CreateJob', 'nodes/CreateShorts', 'nodes/WaitForJob', 'nodes/WebhookTrigger'],
];

/** The room that a file lies in, by its path from the root, with or without its extension; null: in none. */
export function roomOf(path: string): string | null {
  const place = `${path.replace(/\.ts$/, '')}/`;
  const rooms = ROOMS.flat().filter((room) => place.startsWith(`${room}/`));
  return rooms.sort((a, b) => b.length - a.length)[0] ?? null;
}

/** Whether files of a room may import files of another. */
export function mayImport(from: string, to: string): boolean {
  const line = (room: string): number => ROOMS.findIndex((rooms) => rooms.includes(room));
  return from === to || line(to) < line(from);
}
