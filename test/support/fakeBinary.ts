import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes an executable shell script. */
export async function fakeProgram(path: string, script: string, mode = 0o755): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode });
  return path;
}

/** A stand-in for ffmpeg or ffprobe that answers `-version` and nothing else. */
export function fakeTool(path: string, tool: 'ffmpeg' | 'ffprobe', version: string, libavutil = 56): Promise<string> {
  return fakeProgram(
    path,
    `echo "${tool} version ${version} Copyright (c) the FFmpeg developers"\necho "libavutil      ${libavutil}. 24.101 / ${libavutil}. 24.101"`,
  );
}
