// What a benchmark was measured on and with. No names of hosts, users or folders.
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Binaries } from '../../dist/src/index.js';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  ffmpeg: string;
  ffprobe: string;
}

export const machineOf = ({ ffmpeg, ffprobe }: Binaries): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.versions.node,
  ffmpeg: ffmpeg.version,
  ffprobe: ffprobe.version,
});

export const machineLine = ({ cpu, cores, memoryGb, system, node, ffmpeg, ffprobe }: Machine): string =>
  `${cpu}, ${cores} cores, ${memoryGb} GB; ${system}; Node ${node}, ffmpeg ${ffmpeg}, ffprobe ${ffprobe}`;
